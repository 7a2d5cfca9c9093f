"""Which expressions of a function certainly run when it is called, as far as that is plain.

Knows the order in which Python runs statements; must not know what is looked for among them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from .imports import ModuleLocation
from .pickling import Function, reached
from .source import Written
from .values import External, FalThing, Foreign, Unset

if TYPE_CHECKING:
    from .attributes import Attributes

__all__ = ["Function", "UnknownAttribute", "certain", "name_place", "passes_errors"]


class UnknownAttribute(NamedTuple):
    """An attribute that a method reads or sets and that the instance certainly does not have."""

    owner: str
    """The class of the app, or the model of the request."""
    name: str
    method: str
    """The method that fal calls."""
    path: str
    written: Written
    others: tuple[str, ...]
    """Those that it has."""
    is_field: bool = False
    """Whether `owner` is the model of a request."""
    is_set: bool = False


def name_place(node: ast.Attribute) -> Written:
    """Where the name of an attribute is written."""
    end = (node.end_lineno or 1) - 1, node.end_col_offset or 0
    return Written((end[0], end[1] - len(node.attr.encode())), end)


def passes_errors(attributes: Attributes, function: Function, path: str) -> Passes:
    """Whether a context manager of a function in a file hides no error.

    Those of packages do not, but for the one that is made for that.
    """

    def passes(node: ast.expr) -> bool:
        called = node.func if isinstance(node, ast.Call) else None
        if called is None or getattr(called, "attr", "") in _HIDING:
            return False
        while isinstance(called, ast.Attribute):
            called = called.value
        if not isinstance(called, ast.Name) or called.id in _HIDING:
            return False
        return _is_foreign(attributes, function, path, called.id)

    return passes


_HIDING = ("suppress", "ExitStack", "AsyncExitStack", "TaskGroup", "raises")


def _is_foreign(attributes: Attributes, function: Function, path: str, name: str) -> bool:
    """Whether a name certainly stands for something that is not of the project."""
    modules = attributes.modules
    value = attributes.resolved(modules.member(path, name))
    if not isinstance(value, Unset):
        return isinstance(value, (External, FalThing, Foreign))
    # An import in the function is no name of the module.
    imported = {
        (alias.asname or alias.name.partition(".")[0]): alias.name
        for node in ast.walk(function)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    if name not in imported:
        return name == "open"
    return not isinstance(modules.find(path, imported[name]), ModuleLocation)


Passes = Callable[[ast.expr], bool]
"""Whether a context manager certainly hides no error."""


def certain(function: Function, passes: Passes) -> Iterator[ast.AST]:
    """The expressions that certainly run when a function does, in their order, with their parts."""
    yield from _of_block(function.body, passes)


def _of_block(statements: Iterable[ast.stmt], passes: Passes) -> Generator[ast.AST, None, bool]:
    """Those of a block; whether what follows it certainly runs, too."""
    for statement in reached(statements):
        if isinstance(statement, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign)):
            value = statement.value
            yield from _parts(value) if value is not None else ()
            yield from _targets(statement)
        elif isinstance(statement, (ast.If, ast.While)):
            yield from _parts(statement.test)
            if any(isinstance(each, _ENDS) for each in ast.walk(statement)):
                return False
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            yield from _parts(statement.iter)
            if any(isinstance(each, _ENDS) for each in ast.walk(statement)):
                return False
        elif isinstance(statement, ast.Assert):
            yield from _parts(statement.test)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                yield from _parts(item.context_expr)
            if not all(passes(item.context_expr) for item in statement.items):
                return False
            if not (yield from _of_block(statement.body, passes)):
                return False
        elif not isinstance(statement, _QUIET):
            # A `try` may hide an error.
            return False
    return not any(isinstance(each, _LEAVING) for each in statements)


_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)


_QUIET = (ast.Import, ast.ImportFrom, ast.Pass, ast.FunctionDef, ast.AsyncFunctionDef)
_ENDS = (ast.Return, ast.Raise, ast.Yield, ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Try)


def _targets(statement: ast.stmt) -> Iterator[ast.AST]:
    """What a statement assigns to, with its parts."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    # `x.y: int` alone assigns nothing.
    for target in targets if getattr(statement, "value", None) is not None else ():
        yield from _parts(target) if target is not None else ()


def _parts(node: ast.expr) -> Iterator[ast.AST]:
    """The parts of an expression that are certainly evaluated with it, inner ones first."""
    if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        return
    if isinstance(node, ast.BoolOp):
        yield from _parts(node.values[0])
        return
    if isinstance(node, ast.IfExp):
        yield from _parts(node.test)
        return
    if isinstance(node, ast.Compare):
        yield from _parts(node.left)
        yield from _parts(node.comparators[0])
        return
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.expr):
            yield from _parts(each)
        elif isinstance(each, ast.keyword):
            yield from _parts(each.value)
    yield node
