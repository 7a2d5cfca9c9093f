"""Error recovery by layout: which lines of malformed text look like the start of something new.

Knows the habits of people who write TOML; must not know the grammar. The parser only uses this
where the reading of a statement by the specification runs over such lines and has an error.
"""

from __future__ import annotations

import re
from functools import cache

from .literals import BARE

_LINE_END = re.compile(r"[\r\n]")

LOOKAHEAD = 20
"""How many statements two readings of a malformed one are followed to see which is better."""

_KEY = rf"(?:{BARE}|\"[^\"\r\n]*\"|'[^'\r\n]*')"
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_LAYOUT = (
    rf"(?<=[\r\n])([ \t]*)(?:{_DOTTED}[ \t]*=(?!=)"
    rf"|\[\[?[ \t]*{_DOTTED}[ \t]*\]\]?[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z))"
)
_HEADER_IN_ARRAY = (
    r"\[\[?[ \t]*(?!(?:true|false|inf|nan)\b)[A-Za-z_][A-Za-z0-9_-]*[ \t]*(?:[.\]]|[\r\n]|\Z)"
)
_PAIR = rf"{_DOTTED}[ \t]*=(?!=)"
_NO_HEADER = rf"\[+(?!\[)[ \t]*(?:[\r\n#]|\Z|[{{\[,]|{_DOTTED}[ \t]*(?:,|\]+[ \t]*,))"


@cache
def compiled(source: str) -> re.Pattern[str]:
    """An expression that only malformed text needs: to compile all would delay every start."""
    return re.compile(source)


def layout_line(text: str, start: int, end: int, indent: int) -> int:
    """The first line after `start` that looks like a header or a `key =`, -1 if there is none.

    Only lines that are indented by at most `indent` characters count, as what is indented more
    belongs to the statement above it; a header that can't be an array counts everywhere.
    """
    for match in compiled(_LAYOUT).finditer(text, start + 1, end):
        if len(match[1]) <= indent or is_header_in_array(text, match.end(1)):
            return match.start()
    return -1


def indentation(text: str, position: int) -> int:
    """How many characters are before an offset on its line."""
    return position - line_start(text, position)


def line_start(text: str, position: int) -> int:
    """Where the line of an offset starts; a carriage return ends a line, too."""
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def line_end(text: str, position: int) -> int:
    """Where the line of an offset ends, its line end not included."""
    match = _LINE_END.search(text, position)
    return match.start() if match else len(text)


def is_header_in_array(text: str, position: int) -> bool:
    """Whether a `[` at the start of a line inside an open array must be a table header.

    A bare word other than true, false, inf and nan can never start an element.
    """
    return compiled(_HEADER_IN_ARRAY).match(text, position) is not None


def is_pair(text: str, position: int) -> bool:
    """Whether `key =` is written here."""
    return compiled(_PAIR).match(text, position) is not None


def is_array_line(text: str, position: int) -> bool:
    """Whether a line that starts with `[` is rather a left-over of an array than a header."""
    return compiled(_NO_HEADER).match(text, position) is not None


def closing_brackets(text: str, start: int, end: int) -> int:
    """Where the `,`, `]` and `}` at the end of a line start, `end` if there are none."""
    line = text[start:end]
    comment = line.rfind(" #")
    if comment >= 0 and line[:comment].rstrip(" \t")[-1:] in (",", "]", "}"):
        line = line[:comment]
    content = line.rstrip(" \t,]}")
    return start + len(content) if line[len(content) :].strip(" \t") else end
