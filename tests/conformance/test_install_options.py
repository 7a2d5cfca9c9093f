"""The options of pip without a value, beside pip's own parser.

Those of uv are from `uv pip install --help` of 0.13.
"""

from __future__ import annotations

import pytest
from fal_lsp.project.packages.install_options import FLAGS, takes_next

pytestmark = pytest.mark.peers


def _options() -> dict[str, bool]:
    """The options of `pip install`, each with whether it has a value."""
    from pip._internal.commands import create_command

    parser = create_command("install").parser
    options = [
        *parser.option_list,
        *(each for group in parser.option_groups for each in group.option_list),
    ]
    return {
        name: each.takes_value()
        for each in options
        for name in (*each._short_opts, *each._long_opts)
    }


def test_an_option_has_a_value_as_in_pip() -> None:
    options = _options()
    assert len(options) > 60
    assert {name: takes_next(name) for name in options} == options


# --no-build and others exist in uv alone, where none of pip's flags has a value.
VALUES_OF_UV = (
    *("--allow-insecure-host", "--build-constraints", "--cache-dir", "--cert", "--color"),
    *("--config-file", "--config-setting", "--config-settings-package", "--constraints"),
    *("--default-index", "--directory", "--editable", "--exclude-newer", "--excludes", "--extra"),
    *("--exclude-newer-package", "--extra-index-url", "--find-links", "--fork-strategy", "--group"),
    *("--index", "--index-strategy", "--index-url", "--keyring-provider", "--link-mode"),
    *("--no-binary", "--no-build-isolation-package", "--no-editable-package", "--only-binary"),
    *("--no-sources-package", "--output-format", "--overrides", "--prefix", "--prerelease"),
    *("--prerelease-package", "--project", "--python", "--python-platform", "--python-version"),
    *("--refresh-package", "--reinstall-package", "--requirements", "--resolution", "--target"),
    *("--torch-backend", "--upgrade-group", "--upgrade-package", "-C", "-P", "-b", "-c", "-e"),
    *("-f", "-i", "-p", "-r", "-t"),
)


def test_no_option_with_a_value_in_uv_is_a_flag() -> None:
    assert FLAGS.isdisjoint(VALUES_OF_UV)


def test_an_option_with_its_value() -> None:
    assert takes_next("--extra-index-url")
    assert takes_next("-i")
    assert takes_next("--new-option")
    assert not any(
        map(takes_next, ("--index-url=https://x", "-ihttps://x", "torch", "", "--pre", "-qq"))
    )
