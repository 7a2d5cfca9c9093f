"""Where the cursor is in a class or a decorated function at the top level of a Python file.

Knows Python's syntax; must not know settings. Only the statement around the cursor is parsed, so
that a mistake elsewhere does not matter, and a long file costs no more than a short one.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from ...text import Span

if TYPE_CHECKING:
    from ...text import LineIndex

Written = Literal["attribute", "keyword", "option"]
Owner = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

_DEFINITIONS = ("class ", "def ", "async ")


class Given(NamedTuple):
    """A value that a class or a decorator gives to a name."""

    name: str
    written: Written
    """In the body of a class, in its statement, or in a decorator of a function."""
    name_span: Span
    value: ast.expr
    value_span: Span


class Statement(NamedTuple):
    """A class or a function with its decorators, and the offset of its text."""

    owner: Owner
    start: int
    text: str

    def given(self) -> Iterator[Given]:
        """What it gives to names, in the order of the text."""
        for decorator in self.owner.decorator_list:
            if isinstance(decorator, ast.Call) and not isinstance(self.owner, ast.ClassDef):
                yield from self._keywords(decorator.keywords, "option")
        if not isinstance(self.owner, ast.ClassDef):
            return
        yield from self._keywords(self.owner.keywords, "keyword")
        for each in self.owner.body:
            if isinstance(each, ast.Assign) and len(each.targets) == 1:
                target, value = each.targets[0], each.value
            elif isinstance(each, ast.AnnAssign) and each.value is not None:
                target, value = each.target, each.value
            else:
                continue
            if isinstance(target, ast.Name):
                yield Given(target.id, "attribute", self.span(target), value, self.span(value))

    def span(self, node: ast.expr | ast.keyword) -> Span:
        """Where a node of it is written."""
        return Span(
            self._offset(node.lineno, node.col_offset),
            self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0),
        )

    def _keywords(self, keywords: list[ast.keyword], written: Written) -> Iterator[Given]:
        for each in keywords:
            if each.arg is not None:
                span = self.span(each)
                name = Span(span.start, span.start + len(each.arg))
                yield Given(each.arg, written, name, each.value, self.span(each.value))

    def _offset(self, line: int, column: int) -> int:
        start = 0
        for _ in range(line - 1):
            start = self.text.index("\n", start) + 1
        rest = self.text[start : start + column].encode()
        # Columns are bytes of UTF-8, of which a character has one or more.
        return self.start + start + len(rest[:column].decode(errors="ignore"))


def statement(text: str, span: Span) -> Statement | None:
    """The class or function in a span of a text; `None` where it is malformed."""
    part = text[slice(*span)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(part).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not body or not isinstance(body[0], (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    return Statement(body[0], span.start, part)


def extent(lines: LineIndex, offset: int) -> Span | None:
    """The lines of the definition around an offset with its decorators, by indentation alone."""
    first = lines.position(offset)[0]
    while first >= 0 and not _is_start(lines.line_text(first)):
        first -= 1
    if first < 0 or not lines.line_text(first).startswith((*_DEFINITIONS, "@")):
        return None
    header = first
    while lines.line_text(header).startswith("@") and header < len(lines.starts) - 1:
        header += 1
        while header < len(lines.starts) - 1 and not _is_start(lines.line_text(header)):
            header += 1
    before = first - 1
    while before >= 0:
        line = lines.line_text(before)
        if line.startswith("@"):
            first = before
        elif _is_start(line):
            break
        before -= 1
    last = header + 1
    while last < len(lines.starts) and not _is_start(lines.line_text(last)):
        last += 1
    end = lines.starts[last] if last < len(lines.starts) else len(lines.text)
    return Span(lines.starts[first], end)


def _is_start(line: str) -> bool:
    return bool(line) and line[0] not in " \t\f#)]}\"'"
