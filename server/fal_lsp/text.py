"""Offsets, lines and columns of a text. Knows neither TOML nor the protocol.

Inside the program an offset is a count of code points from the start of the text. Only `\\n`,
`\\r\\n` and `\\r` end a line: `str.splitlines` would also cut at U+2028, U+0085 or a form feed,
which neither TOML nor the Language Server Protocol does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n|\n|\r")

_FEW = 16
"""How many positions are counted out before the lines are cut: that costs as much as 30 of them."""


class Span(NamedTuple):
    """A half-open range of code points, `start <= end`."""

    start: int
    end: int

    def shift(self, by: int) -> Span:
        """The same span, `by` code points further on."""
        return Span(self.start + by, self.end + by)


class LineIndex:
    """Where the lines of one text start; computed once per text, and not for a few positions.

    Lines and columns count from 0. A column is in code points unless an encoding is named, in
    which case it counts that encoding's code units (bytes of UTF-8, 16-bit units of UTF-16).
    """

    __slots__ = ("_ascii", "_counted", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._ascii = text.isascii()
        self._starts: list[int] | None = None
        self._counted = _FEW if "\r" in text else 0

    @property
    def starts(self) -> list[int]:
        """The offset of each line."""
        if self._starts is None:
            self._starts = _starts(self.text)
        return self._starts

    def line_span(self, line: int) -> Span:
        """The span of a line without its line end; a line past the end is the empty last one."""
        if line >= len(self.starts):
            return Span(len(self.text), len(self.text))
        start = self.starts[line]
        if line + 1 == len(self.starts):
            return Span(start, len(self.text))
        end = self.starts[line + 1] - 1
        if self.text[end] == "\n" and end > start and self.text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of a line without its line end."""
        span = self.line_span(line)
        return self.text[span.start : span.end]

    def position(self, offset: int, encoding: Encoding = "utf-32") -> tuple[int, int]:
        """Line and column of an offset; an offset past the end is taken as the end."""
        offset = min(max(offset, 0), len(self.text))
        if self._starts is None and self._counted < _FEW:
            self._counted += 1
            line = self.text.count("\n", 0, offset)
            start = self.text.rfind("\n", 0, offset) + 1
        else:
            line = bisect_right(self.starts, offset) - 1
            start = self.starts[line]
        if self._ascii or encoding == "utf-32":
            return line, offset - start
        return line, units(self.text[start:offset], encoding)

    def offset(self, line: int, column: int, encoding: Encoding = "utf-32") -> int:
        """The offset of a line and column, clamped to the line; half a character is its start."""
        span = self.line_span(max(line, 0))
        column = max(column, 0)
        if self._ascii or encoding == "utf-32":
            return min(span.start + column, span.end)
        passed = 0
        for offset in range(span.start, span.end):
            passed += units(self.text[offset], encoding)
            if passed > column:
                return offset
        return span.end


def _starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *(match.end() for match in _LINE_END.finditer(text))]
    # The common case, three times as fast.
    return [0, *accumulate([len(line) + 1 for line in text.split("\n")[:-1]])]


def units(text: str, encoding: Encoding) -> int:
    """How many code units of an encoding a text has."""
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    if encoding == "utf-32":
        return len(text)
    return len(text) + sum(char > "\uffff" for char in text)
