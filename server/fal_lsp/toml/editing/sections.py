"""Sections and the statements in their bodies: where they begin and end, and how they line up.

All offsets are in the whole text. Knows comments and blank lines; must not know paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...text import Span
from ..types import TextEdit
from .lines import (
    blank_above,
    comment_block,
    is_blank,
    is_comment,
    line_start,
    new_section,
    next_line,
    tidy,
)

if TYPE_CHECKING:
    from ..document import Document
    from ..section import Section
    from ..syntax_tree import Pair


def statement_span(document: Document, index: int, pair: Pair) -> Span:
    """A statement of section number `index`, without its line end and comment."""
    return Span(pair.start, pair.end).shift(document.starts[index])


def statement_lines(document: Document, index: int, pair: Pair) -> Span:
    """The lines of a statement, with its end-of-line comment and line end."""
    start, end = statement_span(document, index, pair)
    return Span(line_start(document.text, start), next_line(document.text, end))


def commented_lines(document: Document, index: int, number: int) -> Span:
    """The lines of statement `number` of a section, from the comments right above it on.

    Comments that the text starts with are about the whole of it.
    """
    section, base = document.sections[index], document.starts[index]
    start, end = statement_lines(document, index, section.pairs[number])
    above = next_line(document.text, base + section.pairs[number - 1].end) if number else base
    first = max(above, base + section.body)
    line = comment_block(document.text, start, first) if first < start else start
    return Span(start if line == document.starts[0] else line, end)


def header_start(document: Document, index: int, comments: bool = True) -> int:
    """Where the line of a header starts, or the comments right above it."""
    header = document.sections[index].header
    assert header is not None
    base = document.starts[index]
    line = line_start(document.text, base + header.start)
    if not comments:
        return line
    first = _statements_end(document, index - 1) if index else document.starts[0]
    return comment_block(document.text, line, first)


def _statements_end(document: Document, index: int) -> int:
    """Where the line after the last statement of a section starts, after its header if none."""
    return document.starts[index] + document.sections[index].end


def body_end(document: Document, index: int, comments: bool = True) -> int:
    """The line after the body of a section.

    Comments right below the last statement belong to it, those right above the next header to
    that one. With `comments`, the comments between the two belong to the body as well.
    """
    text = document.text
    start = _statements_end(document, index)
    is_last = index + 1 == len(document.sections)
    stop = len(text) if is_last else header_start(document, index + 1)
    if not comments:
        line = start
        while line < stop and is_comment(text, line):
            line = next_line(text, line)
        # A block that runs into the next header is that header's.
        return start if line == stop < len(text) else line
    end = line = start
    while line < stop:
        if not is_blank(text, line):
            end = next_line(text, line)
        line = next_line(text, line)
    return end


def section_lines(document: Document, index: int) -> Span:
    """The lines of a section from its header to the end of its body."""
    start = header_start(document, index, comments=False)
    return Span(start, max(body_end(document, index, comments=False), start))


def with_new_section(
    document: Document, index: int, cuts: Sequence[Span], lines: Sequence[str], end: str
) -> list[TextEdit]:
    """Put a section after the body of section number `index`, and take lines out of that body.

    `cuts` are sorted spans of whole lines. `end` is the line end to use.
    """
    text, first = document.text, document.starts[0]
    stop = start = body_end(document, index)
    kept = list(cuts)
    # What is taken out at the end of the body makes room for the new section.
    while kept and not text[kept[-1].end : start].strip():
        start = kept.pop().start
    if start < stop:
        start = blank_above(text, start, first)
    rest = text[:start] + text[stop:]
    new = new_section(rest, start, lines, end, first)
    # Two edits where one would do: so the new sections of several changes keep their order.
    gone = [TextEdit(Span(start, stop), "")] if start < stop else []
    return [*tidy(text, kept, first), *gone, TextEdit(Span(stop, stop), new.text)]


def spaces_for(section: Section, number: int, width: int, default: int) -> int:
    """How many spaces keep the `=` of a key of this width in the column of statement `number`.

    `default` where the statement's `=` is not lined up with one on the line above or below.
    """
    pairs = section.pairs
    column = _column(section, pairs[number])
    if column < 0:
        return default
    lined_up = _is_padded(pairs[number])
    for other in (number - 1, number + 1):
        if 0 <= other < len(pairs) and _column(section, pairs[other]) == column:
            lined_up = lined_up or _is_padded(pairs[other])
    if not lined_up:
        return default
    indent = pairs[number].start - line_start(section.text, pairs[number].start)
    return max(column - indent - width, 1)


def _column(section: Section, pair: Pair) -> int:
    if pair.equals < 0:
        return -1
    return pair.equals - line_start(section.text, pair.equals)


def _is_padded(pair: Pair) -> bool:
    return pair.equals - pair.parts[-1].end > 1 if pair.parts else False
