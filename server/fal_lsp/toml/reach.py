"""Finds the statement that a cursor is in and reads it up to there. Knows the layout of torn text.

The document says where statements start. Where it had to end an open bracket or string because
the next line looks like something new, the line under the cursor may still be meant to be inside.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from .lookup import raw_at
from .recover import layout_line, line_start
from .scalars import SPACE
from .scan import Frame, Stop, line_end, scan

if TYPE_CHECKING:
    from .document import Document

_BRACKET = re.compile(r"[ \t]*(\[\[?)[ \t]*")


def read_to(document: Document, index: int, offset: int) -> Stop:
    """What is read up to an offset of section number `index`."""
    text, section, base = document.text, document.sections[index], document.starts[index]
    header = section.header
    if header and offset <= line_end(text, base + header.start):
        if offset <= base + header.start:
            return Stop((_blocked(offset),), "after")
        return scan(text, base + header.start, offset, "header")
    line = line_start(text, offset)
    stop = scan(text, _statement_start(document, index, offset), offset, "body")
    if len(stop.frames) > 1 and _is_left(document, index, stop.frames[1], offset):
        stop = scan(text, line, offset, "body")
    bracket = _BRACKET.fullmatch(text, line, offset)
    if bracket and len(stop.frames) == 1:
        return scan(text, bracket.start(1), offset, "header")
    return stop


def _statement_start(document: Document, index: int, offset: int) -> int:
    """Where to read from: the last statement that starts before the offset, by its line.

    A bracket that is never closed is taken as open for the lines below it that are indented more,
    even where the document reads them as statements of their own.
    """
    text, base = document.text, document.starts[index]
    pairs = document.sections[index].pairs
    number = bisect_right(pairs, offset - base, key=lambda pair: pair.start) - 1
    if number < 0:
        return base + document.sections[index].body
    string = _open_string(document, index, number, offset)
    if string >= 0:
        return string
    line = line_start(text, offset)
    indent = len(_indent(text, _line_above(text, line) if _is_begun(text, line) else line))
    for outer in range(number, -1, -1):
        pair = pairs[outer]
        outer_indent = len(_indent(text, line_start(text, base + pair.start)))
        if outer_indent >= indent:
            continue
        if pair.value.kind not in ("array", "table") or pair.value.closed:
            break
        number, indent = outer, outer_indent
    start = line_start(text, base + pairs[number].start)
    if number and base + pairs[number - 1].end > start:
        start = base + pairs[number].start
    return start


def _open_string(document: Document, index: int, number: int, offset: int) -> int:
    """Where a statement starts whose multi-line string is never closed and reaches to the offset.

    It reaches as far as no line looks like a pair or a header. -1 if there is none.
    """
    text, base = document.text, document.starts[index]
    pairs = document.sections[index].pairs
    while number and pairs[number].equals < 0:
        number -= 1
    pair = pairs[number]
    quote = text[base + pair.value.start : base + pair.value.start + 3]
    if pair.value.kind != "string" or pair.value.closed or quote not in ('"""', "'''"):
        return -1
    if layout_line(text, base + pair.value.start, line_end(text, offset), len(text)) >= 0:
        return -1
    return base + pair.start


def _is_begun(text: str, line: int) -> bool:
    """Whether a line is empty and the one above isn't: somebody has just begun it."""
    above = text[_line_above(text, line) : line]
    return not text[line : line_end(text, line)].strip(" \t") and bool(above.strip())


def _line_above(text: str, line: int) -> int:
    """Where the line above the one that starts here starts."""
    return line_start(text, max(line - (2 if text.endswith("\r\n", 0, line) else 1), 0))


def _indent(text: str, line: int) -> str:
    match = SPACE.match(text, line)
    return match.group() if match else ""


def _blocked(offset: int) -> Frame:
    frame = Frame("body", offset)
    frame.state = "after"
    return frame


def _is_left(document: Document, index: int, frame: Frame, offset: int) -> bool:
    """Whether an open bracket that is never closed does not reach to the line of the cursor.

    That is so where the document ends it before that line and the line is not indented more,
    unless it is the empty line that somebody has just begun below the bracket's last one.
    """
    text = document.text
    value = raw_at(document, index, frame.start)
    line = line_start(text, offset)
    end = document.starts[index] + value.end if value else frame.start + 1
    if line <= frame.start or end > line or (value and value.closed):
        return False
    if _is_begun(text, line):
        return False
    return len(_indent(text, line)) <= len(_indent(text, line_start(text, frame.start)))
