"""Which expressions of a function certainly run when it is called, as far as that is plain.

Knows which statements a function comes to; must not know what is looked for among them, nor what is
called (`endings.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from .evaluation import YIELDS, may_end, parts, taken

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
    """Those of a block; whether the function certainly goes on behind it."""
    for statement in taken(statements):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield statement
        for node in _evaluated(statement):
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
        return any(isinstance(each, YIELDS) for each in ast.walk(statement))
    if may_end(statement):
        return True
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    calls = (each for each in ast.walk(statement) if isinstance(each, ast.Call))
    return not all(map(ends.returns, calls))


def _evaluated(statement: ast.stmt) -> Iterator[ast.expr]:
    """What a statement certainly evaluates, in this order."""
    if isinstance(statement, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign)):
        if statement.value is not None:
            yield statement.value
            # `x.y: int` alone assigns nothing.
            yield from _targets(statement)
    elif isinstance(statement, (ast.If, ast.While, ast.Assert)):
        yield statement.test
    elif isinstance(statement, (ast.For, ast.AsyncFor)):
        yield statement.iter
    elif isinstance(statement, ast.Raise) and statement.exc is not None:
        yield statement.exc


def _targets(
    statement: ast.Expr | ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign,
) -> list[ast.expr]:
    """What a statement assigns to."""
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, (ast.AnnAssign, ast.AugAssign)) else []
