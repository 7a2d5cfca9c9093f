"""Where a Python file writes the name of one of its classes.

Knows `ast`; must not know documents or values.

Certain or nothing: a name that the file also binds otherwise, or that is looked up by a string, is
left alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...text import Span
from ..files import Unreadable
from .syntax import parse

_BY_STRING = frozenset({"globals", "locals", "vars", "eval", "exec", "getattr", "setattr"})
"""Builtins that can look up a name which a string holds."""


def uses_of_class(source: str, name: str, new: str) -> tuple[Span, ...] | None:
    """The spans of a class's name in a file, its statement and all uses, in code points.

    `source` has line feeds as line ends. `None` where the uses are not certain: the class is not
    defined once at the top level, the name has another meaning somewhere, or `new` has one.
    """
    tree = parse("", source)
    if isinstance(tree, Unreadable):
        return None
    classes = [each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == name]
    if len(classes) != 1:
        return None
    nodes = list(ast.walk(tree))
    bound = [each for node in nodes for each in _bound(node)]
    used = [node for node in nodes if isinstance(node, ast.Name)]
    if bound.count(name) != 1 or new in bound or any(each.id == new for each in used):
        return None
    lines = _Lines(source)
    spans: list[Span | None] = [lines.statement(classes[0])]
    spans += [lines.of(each, name) for each in used if each.id == name]
    exported = {id(each) for each in _exported(tree)}
    annotations = {id(each) for node in nodes for each in _annotations(node)}
    indirect = any(each.id in _BY_STRING for each in used)
    for node in nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in exported or id(node) in annotations:
            if node.value == name:
                spans.append(lines.of_string(node, name))
            elif re.search(rf"\b{re.escape(name)}\b", node.value):
                return None
        elif indirect and node.value == name:
            return None
    certain = [span for span in spans if span is not None]
    return tuple(sorted(set(certain))) if len(certain) == len(spans) else None


def is_taken(source: str, name: str) -> bool:
    """Whether a file gives a name a meaning at its top level."""
    tree = parse("", source)
    if isinstance(tree, Unreadable):
        return False
    for statement in tree.body:
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        inside = [node for each in targets if each for node in ast.walk(each)]
        nodes = [statement, *getattr(statement, "names", ()), *inside]
        if any(name in _bound(node) for node in nodes if isinstance(node, ast.AST)):
            return True
    return False


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a node binds, or declares to be bound elsewhere."""
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
    elif isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    else:
        # Exception handlers, patterns and type parameters hold the name itself.
        for field in ("name", "rest"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value


def _exported(tree: ast.Module) -> Iterator[ast.expr]:
    """The items of `__all__`."""
    for statement in tree.body:
        if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
            value = statement.value
            if isinstance(value, (ast.List, ast.Tuple)) and any(
                isinstance(each, ast.Name) and each.id == "__all__" for each in targets
            ):
                yield from value.elts


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes in the annotations of a node."""
    for field in ("annotation", "returns"):
        value = getattr(node, field, None)
        if isinstance(value, ast.expr):
            yield from ast.walk(value)


class _Lines:
    """The lines of a source, to turn places of `ast` into offsets."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = source.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line from 1 and a column in UTF-8 bytes."""
        before = self._lines[line - 1].encode("utf-8")[:column].decode("utf-8", "replace")
        return self._starts[line - 1] + len(before)

    def statement(self, node: ast.ClassDef) -> Span | None:
        """The name in a class statement."""
        found = re.compile(r"class[ \t\f]+(\w+)").match(
            self._source, self.offset(node.lineno, node.col_offset)
        )
        return Span(*found.span(1)) if found is not None and found[1] == node.name else None

    def of(self, node: ast.Name, name: str) -> Span | None:
        """A name; None where the source has something else there, as in f-strings before 3.12."""
        start = self.offset(node.lineno, node.col_offset)
        return self._checked(start, name)

    def of_string(self, node: ast.Constant, name: str) -> Span | None:
        """The inside of a string that is just the name."""
        start = self.offset(node.lineno, node.col_offset)
        found = re.compile(rf"(['\"]){re.escape(name)}\1").match(self._source, start)
        return self._checked(start + 1, name) if found is not None else None

    def _checked(self, start: int, name: str) -> Span | None:
        fits = self._source.startswith(name, start)
        return Span(start, start + len(name)) if fits else None
