"""Which expressions of a function certainly run when it is called, as far as that is plain.

Knows the order in which Python runs statements; must not know what is looked for among them.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from .control_flow import SWALLOWING
from .lattice import choices
from .modules import BUILTINS, attribute_of_known
from .source import Function, bound_names, evaluated_parts
from .values import UNSET, Deferred, External, FalThing, Foreign, Unset, Value

if TYPE_CHECKING:
    from .attributes import Attributes

_PASSING = frozenset({"torch"})
"""Packages outside of the project of whose context managers none hides an error."""

Passes = Callable[[ast.expr], bool]
"""Whether a context manager certainly hides no error."""


def passes_errors(attributes: Attributes, function: Function, path: str) -> Passes:
    """Whether a context manager in a function of a file certainly hides no error.

    Most of Python, of fal and of what it is built on do not.
    """

    def passes(node: ast.expr) -> bool:
        if not isinstance(node, ast.Call):
            return False
        return all(
            isinstance(each, FalThing)
            # A name without its module is one of a starred import.
            or (isinstance(each, Foreign) and "." in each.name and each.name not in SWALLOWING)
            or (isinstance(each, External) and each.name in _PASSING)
            for each in choices(_named(attributes, function, path, node.func))
        )

    return passes


def _named(attributes: Attributes, function: Function, path: str, node: ast.expr) -> Value:
    """What a dotted name in a function stands for, `UNSET` where that is not known.

    An `External` module is also whatever is in it.
    """
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    value = _bound_to(attributes, function, path, node.id) if isinstance(node, ast.Name) else UNSET
    for name in reversed(names):
        if isinstance(value, (FalThing, Foreign)):
            value = attribute_of_known(value, name)
        elif not isinstance(value, External):
            return UNSET
    return value


def _bound_to(attributes: Attributes, function: Function, path: str, name: str) -> Value:
    """What a name in a function is bound to, `UNSET` where that is not known."""
    own = Counter(bound_names(function.body))
    own.update(each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg))
    if own[name]:
        imported = _imported(function, path).get(name) if own[name] == 1 else None
        return UNSET if imported is None else attributes.resolved(imported)
    value = attributes.resolved(attributes.modules.member(path, name))
    is_builtin = isinstance(value, Unset) and name in BUILTINS
    return Foreign(f"builtins.{name}") if is_builtin else value


def _imported(function: Function, path: str) -> dict[str, Deferred]:
    """What the imports in a function bind."""
    found = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Import):
            for alias in node.names:
                module = alias.name if alias.asname else alias.name.partition(".")[0]
                found[alias.asname or module] = Deferred(path, module, "")
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                found[alias.asname or alias.name] = Deferred(path, module, alias.name)
    return found


def certain(function: Function, passes: Passes) -> Iterator[ast.AST]:
    """The expressions that certainly run when a function does, in their order, with their parts."""
    yield from _of_block(function.body, passes)


def _of_block(statements: Iterable[ast.stmt], passes: Passes) -> Generator[ast.AST, None, bool]:
    """Those of a block; whether none of its errors may be hidden."""
    for statement in reached(statements):
        if isinstance(statement, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign)):
            value = statement.value
            yield from _parts(value) if value is not None else ()
            yield from _targets(statement)
        elif isinstance(statement, (ast.If, ast.While, ast.Assert)):
            yield from _parts(statement.test)
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            yield from _parts(statement.iter)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                yield from _parts(item.context_expr)
                if not passes(item.context_expr):
                    return False
            if not (yield from _of_block(statement.body, passes)):
                return False
        elif not isinstance(statement, _QUIET):
            # A `try` may hide an error.
            return False
    return True


_QUIET = (ast.Import, ast.ImportFrom, ast.Pass, ast.FunctionDef, ast.AsyncFunctionDef)


def reached(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of the body of a function that certainly begin where none before it raises.

    Of an `if` with a constant, those of its branch.
    """
    waiting = [*statements][::-1]
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.If) and isinstance(statement.test, ast.Constant):
            waiting += (statement.body if statement.test.value else statement.orelse)[::-1]
            continue
        yield statement
        if _may_end(statement):
            return


def _may_end(statement: ast.stmt) -> bool:
    """Whether a function may end in a statement, or never leave it."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    if isinstance(statement, ast.While) and isinstance(statement.test, ast.Constant):
        return bool(statement.test.value)
    return any(isinstance(each, _ENDING) for each in ast.walk(statement))


_ENDING = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)
"""A generator ends at a `yield` where nothing asks it for more."""


def _targets(statement: ast.stmt) -> Iterator[ast.AST]:
    """What a statement assigns to, with its parts."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    # `x.y: int` alone assigns nothing.
    for target in targets if getattr(statement, "value", None) is not None else ():
        yield from _parts(target) if target is not None else ()


def _parts(node: ast.expr) -> Iterator[ast.AST]:
    """The parts of an expression that are certainly evaluated with it, inner ones first."""
    waiting: list[tuple[ast.AST, bool]] = [(node, False)]
    while waiting:
        each, is_evaluated = waiting.pop()
        if is_evaluated:
            yield each
        else:
            waiting.append((each, True))
            waiting += [(part, False) for part in reversed(evaluated_parts(each))]
