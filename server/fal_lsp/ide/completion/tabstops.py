"""Places to fill in, in the snippet syntax of the Language Server Protocol. Knows no TOML.

Grammar: the specification's section on snippet syntax. In a text `$` and `\\` are escaped, in a
placeholder `}` as well, in a choice `,` and `|` too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_SPECIAL = re.compile(r"[$\\}]")
_SPECIAL_IN_CHOICE = re.compile(r"[$\\},|]")


@lru_cache(maxsize=1024)
def escaped(text: str) -> str:
    """Text that stands for itself in a snippet."""
    return _SPECIAL.sub(r"\\\g<0>", text)


class Tabstops:
    """Numbers the places of one snippet. Every method answers the text of one."""

    def __init__(self) -> None:
        self._count = 0

    def text(self, text: str) -> str:
        """Text to keep."""
        return escaped(text)

    def empty(self) -> str:
        """A place to type at."""
        self._count += 1
        return f"${self._count}"

    def placeholder(self, text: str) -> str:
        """A place with text that typing replaces."""
        self._count += 1
        return f"${{{self._count}:{escaped(text)}}}"

    def choice(self, texts: Sequence[str]) -> str:
        """A place with one of several texts."""
        self._count += 1
        listed = ",".join(_SPECIAL_IN_CHOICE.sub(r"\\\g<0>", text) for text in texts)
        return f"${{{self._count}|{listed}|}}"


class NoTabstops(Tabstops):
    """The same for an editor without snippets: what a snippet has before anything is typed."""

    def text(self, text: str) -> str:
        return text

    def empty(self) -> str:
        return ""

    def placeholder(self, text: str) -> str:
        return text

    def choice(self, texts: Sequence[str]) -> str:
        return texts[0]


def tabstops(snippets: bool) -> Tabstops:
    """Places for an editor with or without snippets."""
    return Tabstops() if snippets else NoTabstops()
