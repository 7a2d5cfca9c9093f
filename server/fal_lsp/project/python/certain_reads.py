"""Which expressions of a function certainly run when it is called, as far as that is plain.

Knows the order in which Python runs statements; must not know what is looked for among them, nor
what is called (`endings.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol

from .source import Function, evaluated_parts


class Ends(Protocol):
    """What is known of the calls and context managers in a function."""

    def passes_errors(self, node: ast.expr) -> bool:
        """Whether a context manager certainly hides no error."""

    def returns(self, call: ast.Call) -> bool:
        """Whether a call may return."""

    def is_open(self, test: ast.expr) -> bool:
        """Whether a request decides about a condition, so that each of its branches runs."""


def certain(function: Function, ends: Ends) -> Iterator[ast.AST]:
    """The expressions and imports that certainly run when a function does, in their order, the
    expressions with their parts.

    What runs for some requests counts where the others are answered before it: `if not data.text:
    raise ...`.
    """
    yield from _of_block(function.body, ends)


def _of_block(statements: Iterable[ast.stmt], ends: Ends) -> Generator[ast.AST, None, bool]:
    """Those of a block; whether the function goes on behind it, and no error may be hidden."""

    def may_end(statement: ast.stmt) -> bool:
        if isinstance(statement, ast.If) and not statement.orelse and ends.is_open(statement.test):
            return any(isinstance(each, _YIELDS) for each in ast.walk(statement))
        return _may_end(statement)

    for statement in reached(statements, may_end):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield statement
        for node in _evaluated(statement):
            for part in parts(node):
                yield part
                if isinstance(part, ast.Call) and not ends.returns(part):
                    return False
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                yield from parts(item.context_expr)
                if not ends.passes_errors(item.context_expr):
                    return False
            if not (yield from _of_block(statement.body, ends)):
                return False
        if may_end(statement) or not isinstance(statement, _KNOWN):
            # A `try` may hide an error.
            return False
    return True


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


_KNOWN = (
    *(ast.Expr, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Assert, ast.Raise),
    *(ast.If, ast.While, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith),
    *(ast.Import, ast.ImportFrom, ast.Pass, ast.FunctionDef, ast.AsyncFunctionDef),
)


def reached(
    statements: Iterable[ast.stmt], ends: Callable[[ast.stmt], bool] | None = None
) -> Iterator[ast.stmt]:
    """The statements of the body of a function that begin where none before it raises.

    `ends` says which statement may end the function. Of an `if` with a constant, those of its
    branch.
    """
    waiting = [*statements][::-1]
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.If) and isinstance(statement.test, ast.Constant):
            waiting += (statement.body if statement.test.value else statement.orelse)[::-1]
            continue
        yield statement
        if (ends or _may_end)(statement):
            return


def _may_end(statement: ast.stmt) -> bool:
    """Whether a function may end in a statement, or never leave it."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    if isinstance(statement, ast.While) and isinstance(statement.test, ast.Constant):
        return bool(statement.test.value)
    if isinstance(statement, ast.Assert) and isinstance(statement.test, ast.Constant):
        return not statement.test.value
    return any(isinstance(each, _ENDING) for each in ast.walk(statement))


_YIELDS = (ast.Yield, ast.YieldFrom)
_ENDING = (ast.Return, ast.Raise, *_YIELDS)
"""A generator ends at a `yield` where nothing asks it for more."""


def _targets(
    statement: ast.Expr | ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign,
) -> list[ast.expr]:
    """What a statement assigns to."""
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, (ast.AnnAssign, ast.AugAssign)) else []


def parts(node: ast.expr) -> Iterator[ast.AST]:
    """The parts of an expression that are certainly evaluated with it, inner ones first."""
    waiting: list[tuple[ast.AST, bool]] = [(node, False)]
    while waiting:
        each, is_evaluated = waiting.pop()
        if is_evaluated:
            yield each
        else:
            waiting.append((each, True))
            waiting += [(part, False) for part in reversed(evaluated_parts(each))]
