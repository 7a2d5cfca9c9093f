"""The options of pip without a value, beside pip's own parser.

Those of uv are from `uv pip install --help` of 0.13. `--no-build` and others exist in uv alone,
where none of pip's flags has a value.
"""

from __future__ import annotations

import pytest
from fal_lsp.project.packages.install_options import FLAGS, VALUED, misspelt, takes_next

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


def test_every_option_of_pip_is_known() -> None:
    options = _options()
    assert {name for name, has_value in options.items() if has_value} <= VALUED
    assert {name for name, has_value in options.items() if not has_value} <= FLAGS


def test_no_option_with_a_value_is_a_flag() -> None:
    assert FLAGS.isdisjoint(VALUED)


@pytest.mark.parametrize(
    ("item", "meant"),
    {
        "--extra-indx-url=https://x": "--extra-index-url",
        "--extra_index_url": "--extra-index-url",
        "--find-linsk=https://x": "--find-links",
        "--no-dep": None,
        "--extra-index=https://x": None,
        "--brand-new-option": None,
        "--index-url=https://x": None,
        "-x": None,
        "torch": None,
    }.items(),
)
def test_the_option_that_was_meant(item: str, meant: str | None) -> None:
    assert misspelt(item) == meant


def test_an_option_with_its_value() -> None:
    assert takes_next("--extra-index-url")
    assert takes_next("-i")
    assert takes_next("--new-option")
    assert not any(
        map(takes_next, ("--index-url=https://x", "-ihttps://x", "torch", "", "--pre", "-qq"))
    )
