"""What was plainly meant by text that is no TOML: a span and the text for it.

Knows the mistakes of `messages.py`, one answer for each that has one; knows no tree. A repair is
offered to a person who looks at it, so it may be a guess, but never one that loses text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import messages

if TYPE_CHECKING:
    from .syntax_tree import Repair

_TRUTH = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"}
# Words, paths and addresses; not what may be a list, a table or two values.
_WORD = r"[^\s\"'`\\,=\[\]{}()<>]+"
_WORDS = f"{_WORD}(?: {_WORD})*"
_SMART = f'[{messages.SMART}]([^"\\\\{messages.SMART}]*)[{messages.SMART}]'
_SMART_SINGLE = f"[{messages.SMART_SINGLE}]([^'{messages.SMART_SINGLE}]*)[{messages.SMART_SINGLE}]"
_STRING = r"\"[^\"\\]*\"|'[^']*'"


def meant_value(token: str) -> str | None:
    """The TOML for text in the place of a value, `None` where it is not plain."""
    if messages.about_invisible(token) or len(token) > messages.LONGEST_NUMBER:
        return None
    if token in _TRUTH:
        return _TRUTH[token]
    if token in messages.INSTEAD:
        return None
    smart = re.fullmatch(_SMART, token)
    if smart:
        return f'"{smart[1]}"'
    single = re.fullmatch(_SMART_SINGLE, token)
    if single:
        return f"'{single[1]}'"
    prefixed = re.match(messages.PREFIXED, token)
    if prefixed:
        rest = token[len(prefixed[1]) :]
        return rest if re.fullmatch(_STRING, rest) else None
    zero = re.fullmatch(messages.LEADING_ZERO, token)
    if zero:
        return zero[1] + zero[2]
    half = re.fullmatch(messages.HALF_FLOAT, token)
    if half and (half[2] or half[3]):
        return f"{half[1]}{half[2] or '0'}.{half[3] or '0'}"
    if re.fullmatch(messages.UNDERSCORES, token):
        return None
    return f'"{token}"' if re.fullmatch(_WORDS, token) else None


def spaced_equals(text: str, start: int, end: int) -> str:
    """An `=` for the place of another sign, with a space on each side."""
    before = "" if text[start - 1 : start] in (" ", "\t") else " "
    after = "" if text[end : end + 1] in (" ", "\t", "") else " "
    return f"{before}={after}"


def in_quotes(key: str, start: int, end: int) -> Repair | None:
    """A key in quotes, `None` where its characters say that something else was meant."""
    if messages.about_smart_quote(key) or messages.about_invisible(key):
        return None
    return None if set(key) & set("\"'\\") else (start, end, f'"{key}"')


def mended_line(line: str, start: int) -> Repair | None:
    """What to do with a line that starts neither with a key nor with a header."""
    for sign in ("//", ";", "--"):
        if line.startswith(sign):
            return start, start + len(sign), "#"
    return (start, start + 1, "") if line in ("]", "}", ")", ",", ";") else None


def mended_rest(rest: str, value: str, behind: int, start: int) -> Repair | None:
    """What to do with text behind a value; `behind` is where the value ends, `start` the text."""
    if messages.about_invisible(rest):
        return None
    if rest.startswith("//"):
        return start, start + 2, "#"
    if value.isdigit() and re.fullmatch(f"(?:{messages.GROUPED})+", rest):
        return start, start + len(rest), rest.replace(",", "_")
    if rest in (",", ";", "]", "}", ")"):
        return behind, start + 1, ""
    if re.match(messages.ANOTHER, rest) and behind < start:
        return behind, start, "\n"
    return None
