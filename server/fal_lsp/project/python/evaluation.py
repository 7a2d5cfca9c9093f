"""What Python certainly evaluates of expressions and statements, and where a function may end.

Knows the order in which Python runs code; must not know what a name stands for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

YIELDS = (ast.Yield, ast.YieldFrom)
_ENDING = (ast.Return, ast.Raise, *YIELDS)
"""A generator ends at a `yield` where nothing asks it for more."""


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


def taken(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block; of an `if` with a constant, those of its branch."""
    waiting = [*statements][::-1]
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.If) and isinstance(statement.test, ast.Constant):
            waiting += (statement.body if statement.test.value else statement.orelse)[::-1]
        else:
            yield statement


def reached(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of the body of a function that begin where none before it raises."""
    for statement in taken(statements):
        yield statement
        if may_end(statement):
            return


def may_end(statement: ast.stmt) -> bool:
    """Whether a function may end in a statement, or never leave it; its calls are not looked at."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    if isinstance(statement, ast.While) and isinstance(statement.test, ast.Constant):
        return bool(statement.test.value)
    if isinstance(statement, ast.Assert) and isinstance(statement.test, ast.Constant):
        return not statement.test.value
    return any(isinstance(each, _ENDING) for each in ast.walk(statement))
