"""Lines of a text: where they start and end, what surrounds them.

Knows comments and blank lines; must not know any other TOML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text import Span
from ..recovery import line_end, line_start
from ..types import TextEdit

__all__ = [
    "blank_above",
    "comment_behind",
    "comment_block",
    "indent_at",
    "is_blank",
    "is_comment",
    "line_above",
    "line_end",
    "line_start",
    "new_section",
    "newline",
    "next_line",
    "tidy",
]

_INDENT = re.compile(r"[ \t]*")
_BLANK = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_WHITE_SPACE = re.compile(r"[ \t\r\n]*")
_COMMENT_LINE = re.compile(r"[ \t]*#[^\r\n]*(?:\r?\n|\Z)")
_COMMENT_BEHIND = re.compile(r"([ \t]*)(#[^\r\n]*)")


def newline(text: str) -> str:
    """The line end that the text uses first."""
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def next_line(text: str, offset: int) -> int:
    """Where the line below the one of an offset starts, the end of the text on the last line."""
    end = text.find("\n", offset)
    return end + 1 if end >= 0 else len(text)


def line_above(text: str, line: int) -> int:
    """Where the line above the one that starts here starts."""
    return line_start(text, max(line - (2 if text.endswith("\r\n", 0, line) else 1), 0))


def indent_at(text: str, offset: int) -> str:
    """The white space that the line of an offset starts with."""
    start = line_start(text, offset)
    match = _INDENT.match(text, start)
    return match.group() if match else ""


def is_blank(text: str, line: int) -> bool:
    """Whether the line that starts here is empty or white space; true at the end of the text."""
    return _BLANK.match(text, line) is not None


def is_comment(text: str, line: int) -> bool:
    """Whether the line that starts here holds a comment and nothing else."""
    return _COMMENT_LINE.match(text, line) is not None


def comment_behind(text: str, offset: int) -> str:
    """The comment that follows on the line of an offset, with the white space before it."""
    match = _COMMENT_BEHIND.match(text, offset)
    return match.group() if match else ""


def comment_block(text: str, line: int, first: int) -> int:
    """Where the comment lines right above a line start, none above `first`."""
    while line > first and is_comment(text, line_above(text, line)):
        line = line_above(text, line)
    return max(line, first)


def tidy(text: str, cuts: Iterable[Span], first: int = 0) -> list[TextEdit]:
    """Remove whole lines, and the blank lines that would be left over next to other blank lines.

    `cuts` start at the start of a line and end at one. Nothing before `first` is looked at (where
    the text starts after a byte order mark).
    """
    merged: list[Span] = []
    for cut in sorted(cuts):
        if merged and not text[merged[-1].end : cut.start].strip():
            merged[-1] = Span(merged[-1].start, max(cut.end, merged[-1].end))
        else:
            merged.append(cut)
    edits: list[TextEdit] = []
    for start, end in merged:
        above = blank_above(text, start, first)
        below = _blank_below(text, end)
        if above <= first:
            end = below if above < start or start == first else end
        elif is_blank(text, end):
            end = below if above < start and below == len(text) else end
            start = above
        edits.append(TextEdit(Span(start, end), ""))
    return edits


def blank_above(text: str, line: int, first: int) -> int:
    """Where the blank lines right above a line start."""
    filled = line
    while filled > first and text[filled - 1] in " \t\r\n":
        filled -= 1
    if filled <= first:
        return first
    end = text.find("\n", filled, line)
    return line if end < 0 else end + 1


def _blank_below(text: str, line: int) -> int:
    """Where the blank lines end that begin with the one that starts here."""
    match = _WHITE_SPACE.match(text, line)
    end = match.end() if match else line
    return end if end == len(text) else max(text.rfind("\n", line, end) + 1, line)


def new_section(text: str, line: int, lines: Iterable[str], end: str, first: int) -> TextEdit:
    """Put a section in front of the line that starts here, with a blank line on each side.

    `end` is the line end to use, `first` where the text starts after a byte order mark.
    """
    block = "".join([one + end for one in lines])
    above = text[first:line]
    if above.strip():
        if not above.endswith("\n"):
            block = end + block
        if blank_above(text, line, first) == line or not above.endswith("\n"):
            block = end + block
    if line < len(text) and not is_blank(text, line):
        block += end
    return TextEdit(Span(line, line), block)
