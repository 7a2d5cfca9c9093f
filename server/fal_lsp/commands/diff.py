"""Unified diffs. Knows lines that end with a line feed, as `patch` does."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


def unified_diff(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of the diff with their line ends, such as `patch -p0` takes."""
    from difflib import unified_diff

    for line in unified_diff(_LINE.findall(before), _LINE.findall(after), name, name):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
