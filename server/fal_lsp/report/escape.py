"""Text that is safe to show: no control character of a file reaches a terminal or a log.

Knows nothing of findings. File names and TOML text come from strangers: a line feed in a name
would forge a line of the report, an escape sequence would drive the terminal, and a change of
the writing direction would show other text than the file holds.
"""

from __future__ import annotations

import os

_JOINERS = "\u200c\u200d"
"""Invisible, but parts of words and of emoji."""

_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Categories of Unicode: controls, formats, surrogates, line and paragraph separators."""


def printable(text: str) -> str:
    """The text with every character that does not print written as an escape such as `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(map(printable_character, text))


def printable_character(character: str) -> str:
    """One character, or its escape where it does not print."""
    if character.isprintable() or character in _JOINERS:
        return character
    from unicodedata import category

    if category(character) not in _UNSAFE:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def file_name(path: str) -> str:
    """A path that can be shown and encoded; bytes that are not UTF-8 are written as `\\xff`."""
    if path.isprintable():
        return path
    return printable(os.fsencode(path).decode("utf-8", "backslashreplace"))
