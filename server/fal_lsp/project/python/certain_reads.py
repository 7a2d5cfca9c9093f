"""Which expressions of a function certainly run when it is called, as far as that is plain.

Knows which statements a function comes to; must not know what is looked for among them, nor what is
called (`endings.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from .evaluation import YIELDS, evaluated, may_end, own_nodes, parts, taken

if TYPE_CHECKING:
    from .endings import FunctionEnds
    from .source import Function


def certain(function: Function, ends: FunctionEnds) -> Iterator[ast.AST]:
    """The expressions and imports that certainly run when a function does, in their order, the
    expressions with their parts.

    What runs for some requests counts where the others are answered before it: `if not data.text:
    raise ...`.
    """
    yield from _of_block(function.body, ends)


def _of_block(statements: Iterable[ast.stmt], ends: FunctionEnds) -> Generator[ast.AST, None, bool]:
    """Those of a block; whether the function certainly goes on after it."""
    for statement in taken(statements):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield statement
        for node in evaluated(statement):
            if not (yield from _of_expression(node, ends)):
                return False
        if isinstance(statement, (ast.With, ast.AsyncWith)) and (
            yield from _of_managers(statement, ends)
        ):
            if not (yield from _of_block(statement.body, ends)):
                return False
        elif _may_end(statement, ends):
            return False
    return True


def _of_expression(node: ast.expr, ends: FunctionEnds) -> Generator[ast.AST, None, bool]:
    """Its parts up to a call that never returns; whether there is none."""
    for part in parts(node):
        yield part
        if isinstance(part, ast.Call) and not ends.returns(part):
            return False
    return True


def _of_managers(
    statement: ast.With | ast.AsyncWith, ends: FunctionEnds
) -> Generator[ast.AST, None, bool]:
    """Those of context managers up to one that may hide errors; whether there is none."""
    for item in statement.items:
        is_passing = yield from _of_expression(item.context_expr, ends)
        if not is_passing or not ends.passes_errors(item.context_expr):
            return False
    return True


def _may_end(statement: ast.stmt, ends: FunctionEnds) -> bool:
    """Whether the function may end in a statement for all requests, by a call, too."""
    if isinstance(statement, ast.If) and not statement.orelse and ends.is_open(statement.test):
        return any(isinstance(each, YIELDS) for each in own_nodes(statement))
    calls = (each for each in own_nodes(statement) if isinstance(each, ast.Call))
    return may_end(statement) or not all(map(ends.returns, calls))
