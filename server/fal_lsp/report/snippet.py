"""Source lines with the marked places underlined. Knows widths of characters, nothing of findings.

A mark may cover wide characters, tabs, several lines or nothing at all, and its line may be a
megabyte long; what is shown is always one window of the line, with the marks below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .columns import columns
from .escape import printable_character
from .style import BLUE, paint

if TYPE_CHECKING:
    from ..text import LineIndex, Span

_TAB = "    "
_CUT = "..."
_BEFORE = 20
"""How many characters before a mark stay visible when its line is cut."""


class Mark(NamedTuple):
    """A span to underline with `sign`, and what to write after the underline."""

    span: Span
    sign: str
    label: str
    color: str


class _Underline(NamedTuple):
    """The part of a mark that lies on one line: columns from 0, counted in code points."""

    line: int
    start: int
    end: int
    mark: Mark
    label: str


def snippet(lines: LineIndex, marks: Sequence[Mark], width: int, color: bool) -> Iterator[str]:
    """The marked lines in the order of the text, each with its underlines, without line ends."""
    underlines = sorted(
        (underline for mark in marks for underline in _underlines(lines, mark)),
        key=lambda underline: underline[:3],
    )
    gutter = len(str(underlines[-1].line + 1))
    bar = paint(" " * gutter + " |", BLUE, color)
    yield bar
    shown = None
    for underline in underlines:
        available = max(width - gutter - 3, 40)
        first, last = _window(lines.line_span(underline.line), underline, available)
        if underline.line != shown:
            if shown is not None and underline.line > shown + 1:
                yield paint("." * 3, BLUE, color)
            number = paint(f"{underline.line + 1:>{gutter}} |", BLUE, color)
            yield f"{number} {_source(lines, underline.line, first, last)}".rstrip()
            shown, window = underline.line, (first, last)
        yield f"{bar} {_underlined(lines, underline, *window, color)}"


def _underlines(lines: LineIndex, mark: Mark) -> Iterator[_Underline]:
    """One underline for a mark within a line, two for one that spans several lines."""
    line, start = lines.position(mark.span.start)
    end_line, end = lines.position(mark.span.end)
    if end_line > line and end == 0:
        # The span ends with a line end: nothing of the next line is meant.
        end_line -= 1
        end = len(lines.line_text(end_line))
    if end_line == line:
        yield _Underline(line, start, end, mark, mark.label)
        return
    first, last = lines.line_text(line), lines.line_text(end_line)
    yield _Underline(line, start, len(first), mark, "")
    indent = len(last) - len(last.lstrip())
    yield _Underline(end_line, min(indent, end), end, mark, mark.label)


def _window(span: Span, underline: _Underline, available: int) -> tuple[int, int]:
    """The columns of a line that are shown: all of it where it fits, else a part with the mark."""
    length = span.end - span.start
    if length <= available:
        return 0, length
    visible = available - 2 * len(_CUT)
    first = max(underline.start - _BEFORE, 0)
    if underline.end <= visible:
        first = 0
    return first, min(first + visible, length)


def _source(lines: LineIndex, line: int, first: int, last: int) -> str:
    span = lines.line_span(line)
    text = lines.text[span.start + first : span.start + last]
    before = _CUT if first else ""
    after = _CUT if span.start + last < span.end else ""
    return before + "".join(map(_cell, text)) + after


def _underlined(lines: LineIndex, underline: _Underline, first: int, last: int, color: bool) -> str:
    span = lines.line_span(underline.line)
    start = min(max(underline.start, first), last)
    end = max(min(underline.end, last), start)
    text = lines.text[span.start + first : span.start + end]
    indent = (len(_CUT) if first else 0) + _columns(text[: start - first])
    signs = underline.mark.sign * max(_columns(text[start - first :]), 1)
    label = f" {underline.label}" if underline.label else ""
    return " " * indent + paint(signs + label, underline.mark.color, color)


def _cell(character: str) -> str:
    return _TAB if character == "\t" else printable_character(character)


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes when it is shown."""
    return columns("".join(map(_cell, text)))
