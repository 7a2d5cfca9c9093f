"""Options of `pip install` and `uv pip install` in a list of arguments. Knows which have a value;
must not know requirements.

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


def takes_next(item: str) -> bool:
    """Whether the item after this one may be its value.

    Of an option that is not known it may be.
    """
    if not item.startswith("-") or item in FLAGS or re.search(r"[=\s]", item):
        return False
    # The value of `-i` may follow without a space.
    return item.startswith("--") or len(item) == 2
