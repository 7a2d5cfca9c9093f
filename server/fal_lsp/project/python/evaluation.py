"""What Python certainly evaluates of expressions and statements, and where a function may end.

Knows the order in which Python runs code; must not know what a name stands for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

YIELDS = (ast.Yield, ast.YieldFrom)
"""A generator ends where nothing asks it for more."""

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def read_at_once(nodes: Iterable[ast.expr]) -> Iterator[ast.Name]:
    """The names that some expressions certainly read where they are evaluated."""
    waiting: list[ast.AST] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            yield node
        waiting += evaluated_parts(node)


def evaluated_parts(node: ast.AST) -> list[ast.AST]:
    """The parts of an expression that are certainly evaluated with it."""
    if isinstance(node, ast.Lambda):
        return [*node.args.defaults]
    if isinstance(node, ast.BoolOp):
        return [node.values[0]]
    if isinstance(node, ast.IfExp):
        return [node.test]
    if isinstance(node, ast.Compare):
        return [node.left, node.comparators[0]]
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        return [node.generators[0].iter]
    return [*ast.iter_child_nodes(node)]


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


def evaluated(statement: ast.stmt) -> Iterator[ast.expr]:
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


def taken(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block; of an `if` with a constant, those of its branch."""
    waiting = [*statements][::-1]
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.If) and isinstance(statement.test, ast.Constant):
            waiting += (statement.body if statement.test.value else statement.orelse)[::-1]
        else:
            yield statement


def own_nodes(*nodes: ast.AST) -> Iterator[ast.AST]:
    """The nodes of statements without those of the functions in them."""
    waiting = [*nodes]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)


def may_end(statement: ast.stmt) -> bool:
    """Whether a function may end in a statement, or never leave it; its calls are not looked at."""
    return any(
        isinstance(each, (ast.Return, *YIELDS)) or _is_end(each) for each in own_nodes(statement)
    )


def reached(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that a function certainly comes to before it can return.

    Where it raises before them, it does not return either, unless a context manager hides it.
    """
    for statement in taken(statements):
        yield statement
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from reached(statement.body)
        elif isinstance(statement, ast.Try):
            yield from reached(statement.finalbody)
        if any(isinstance(each, (ast.Return, *YIELDS)) for each in own_nodes(statement)):
            return


def never_leaves(statement: ast.stmt) -> bool:
    """Whether a statement certainly raises or never ends; its calls are not looked at."""
    if isinstance(statement, ast.If):
        return all(map(_never_leave, _branches(statement)))
    if isinstance(statement, ast.Try):
        every = [statement.body, *(each.body for each in statement.handlers)]
        return all(map(_never_leave, every))
    if isinstance(statement, ast.While) and any(
        isinstance(each, ast.Break) for each in own_nodes(*statement.body)
    ):
        return False
    return _is_end(statement)


def _never_leave(statements: Iterable[ast.stmt]) -> bool:
    return any(map(never_leaves, reached(statements)))


def _branches(statement: ast.If) -> Iterator[list[ast.stmt]]:
    """The blocks of an `if` with its `elif` and `else`, of which one is empty without an `else`."""
    yield statement.body
    rest = statement.orelse
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        yield rest[0].body
        rest = rest[0].orelse
    yield rest


def _is_end(node: ast.AST) -> bool:
    """Whether a node itself raises, or is a loop that goes on for ever."""
    if isinstance(node, ast.While) and isinstance(node.test, ast.Constant):
        return bool(node.test.value)
    if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant):
        return not node.test.value
    return isinstance(node, ast.Raise)
