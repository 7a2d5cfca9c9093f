"""The syntax trees of Python files, and the statement in them that defines a class or a function.

Knows where such a statement is; must not know what is looked for in it. Kept for one question at a
time: a tree takes much more memory than its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..files import Unreadable
from .source import Named
from .syntax import parse, read_source

if TYPE_CHECKING:
    import ast

    from ..workspace import Workspace
    from .source import Definition


class _Tree(NamedTuple):
    module: ast.Module
    statements: dict[int, Named]
    """All that define a class or a function, by their line, counted from 0: each has its own."""
    top: frozenset[int]
    """The lines of those that are in no other statement."""


class Trees:
    """The trees of files, each parsed when it is first asked for. Never raises."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._trees: dict[str, _Tree | None] = {}

    def module(self, path: str) -> ast.Module | None:
        """The whole file; `None` where it cannot be read."""
        tree = self._tree(path)
        return None if tree is None else tree.module

    def statement(self, definition: Definition) -> Named | None:
        """The statement that defines a class or a function, wherever it is in its file."""
        tree = self._tree(definition.path)
        found = None if tree is None else tree.statements.get(definition.line)
        return found if found is not None and found.name == definition.name else None

    def at_top(self, definition: Definition) -> Named | None:
        """The statement that defines a class or a function, if it is in no other statement."""
        tree = self._tree(definition.path)
        is_top = tree is not None and definition.line in tree.top
        return self.statement(definition) if is_top else None

    def _tree(self, path: str) -> _Tree | None:
        if path not in self._trees:
            text = read_source(self._workspace, path)
            module = text if isinstance(text, Unreadable) else parse(path, text)
            self._trees[path] = None if isinstance(module, Unreadable) else _indexed(module)
        return self._trees[path]


def _indexed(module: ast.Module) -> _Tree:
    return _Tree(
        module,
        {each.lineno - 1: each for each in _named(module)},
        frozenset(each.lineno - 1 for each in module.body if isinstance(each, Named)),
    )


def _named(module: ast.Module) -> Iterator[Named]:
    """The statements that define classes and functions, those in other statements, too."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Named):
            yield node
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, field, None)
            if isinstance(inner, list):
                waiting += inner
