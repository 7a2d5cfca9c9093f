"""How wide a text is on a terminal. Knows wide and combining characters, nothing of findings."""

from __future__ import annotations


def columns(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0
        if category(character) in ("Mn", "Me", "Cf")
        else 2
        if east_asian_width(character) in ("W", "F")
        else 1
        for character in text
    )


def padded(text: str, width: int) -> str:
    """A printable text, filled with spaces to a width in columns."""
    return text + " " * (width - columns(text))
