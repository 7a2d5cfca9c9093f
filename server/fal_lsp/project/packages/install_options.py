"""Options of `pip install` and `uv pip install` in a list of arguments. Knows which there are and
which have a value; must not know requirements.

fal hands each item of `requirements` to pip, or to uv, as one argument, so the value of an option
is an item of its own, or follows a `=`.
"""

from __future__ import annotations

import re

_PIP = (
    *("--break-system-packages", "--check-build-dependencies", "--compile", "--debug", "--dry-run"),
    *("--disable-pip-version-check", "--force-reinstall", "--help", "--ignore-installed"),
    *("--ignore-requires-python", "--isolated", "--no-build-isolation", "--no-cache-dir"),
    *("--no-clean", "--no-color", "--no-compile", "--no-deps", "--no-dependencies", "--no-index"),
    *("--no-input", "--no-python-version-warning", "--no-warn-conflicts", "--pre"),
    *("--no-warn-script-location", "--prefer-binary", "--quiet", "--require-hashes", "--upgrade"),
    *("--no-use-pep517", "--no-user", "--require-venv"),
    *("--require-virtualenv", "--use-pep517", "--user", "--verbose", "--version"),
)
_UV = (
    *("--all-extras", "--check", "--compile-bytecode", "--exact", "--managed-python"),
    *("--no-break-system-packages", "--no-build", "--no-cache", "--no-config", "--no-editable"),
    *("--no-managed-python", "--no-progress", "--no-python-downloads", "--no-sources", "--offline"),
    *("--no-verify-hashes", "--refresh", "--reinstall", "--strict", "--system", "--system-certs"),
)
FLAGS = frozenset({*_PIP, *_UV, "-I", "-U", "-V", "-h", "-n", "-q", "-v"})
"""The options without a value, of pip 23 to 26 and of uv 0.13, by their help."""

_LONGEST = 40


VALUED = frozenset(
    {
        # pip
        *(
            "--abi",
            "--all-releases",
            "--build-constraint",
            "--cache-dir",
            "--cert",
            "--client-cert",
        ),
        *("--config-settings", "--constraint", "--default-timeout", "--editable", "--find-links"),
        *("--exists-action", "--extra-index-url", "--global-option", "--group", "--implementation"),
        *("--index-url", "--keyring-provider", "--local-log", "--log", "--log-file", "--no-binary"),
        *("--only-binary", "--only-final", "--platform", "--prefix", "--progress-bar", "--proxy"),
        *(
            "--pypi-url",
            "--python",
            "--python-version",
            "--report",
            "--requirement",
            "--resume-retries",
        ),
        *("--requirements-from-script", "--retries", "--root", "--root-user-action", "--source"),
        *("--source-dir", "--source-directory", "--src", "--target", "--timeout", "--trusted-host"),
        *("--upgrade-strategy", "--uploaded-prior-to", "--use-deprecated", "--use-feature"),
        # uv
        *(
            "--allow-insecure-host",
            "--build-constraints",
            "--color",
            "--config-file",
            "--directory",
        ),
        *("--config-setting", "--config-settings-package", "--constraints", "--default-index"),
        *("--exclude-newer", "--exclude-newer-package", "--excludes", "--extra", "--fork-strategy"),
        *("--index", "--index-strategy", "--link-mode", "--no-build-isolation-package"),
        *("--no-editable-package", "--no-sources-package", "--output-format", "--overrides"),
        *("--prerelease", "--prerelease-package", "--project", "--python-platform", "--resolution"),
        *("--refresh-package", "--reinstall-package", "--requirements", "--torch-backend"),
        *("--upgrade-group", "--upgrade-package"),
        *("-C", "-P", "-b", "-c", "-e", "-f", "-i", "-p", "-r", "-t"),
    }
)
"""The options with a value, of the same releases."""


def takes_next(item: str) -> bool:
    """Whether the item after this one may be its value.

    Of an option that is not known it may be.
    """
    if not item.startswith("-") or item in FLAGS or re.search(r"[=\s]", item):
        return False
    # The value of `-i` may follow without a space.
    return item.startswith("--") or len(item) == 2


def misspelt(item: str) -> str | None:
    """The option that was meant by one that neither pip nor uv has; `None` for any other item.

    pip accepts the beginning of a name. An option that resembles none may be of a newer release.
    """
    name = item.partition("=")[0]
    if not re.fullmatch(r"--[a-z][a-z_-]*", name) or len(name) > _LONGEST:
        return None
    known = FLAGS | VALUED
    if any(each.startswith(name) for each in known):
        return None
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.replace("_", "-"), sorted(known), 1, 0.85)), None)
