"""What certainly runs when fal calls the methods of an app: their parts, and those of the functions
that they certainly call.

Knows which function a call, or a property that is read, certainly runs; must not know what is
looked for in it. The order of statements is in `certain_reads.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, NamedTuple

from .certain_reads import certain
from .evaluation import YIELDS, own_nodes
from .fal_names import FAILING
from .source import Function, bound_names
from .values import FunctionValue

if TYPE_CHECKING:
    from .endings import Endings, FunctionEnds
    from .source import Definition, Named

_GETTERS = ("property", "cached_property")


class Running(NamedTuple):
    """A function that certainly runs. `has_self`: `self` is the instance in all of it."""

    node: Function
    path: str
    has_self: bool
    ends: FunctionEnds


class Called(NamedTuple):
    """A function that is called; `has_self`: on the instance of the app."""

    function: FunctionValue
    has_self: bool


class CertainRuns:
    """The functions that certainly run with one app."""

    def __init__(self, endings: Endings, replaced: Set[str]) -> None:
        """`replaced` are the names that any code sets, also those of methods."""
        self.endings = endings
        self.replaced = replaced
        self.followed: set[Definition] = set()
        """The functions that were followed, or whose calls Python refuses."""

    def parts(self) -> Iterator[tuple[Running, ast.AST]]:
        """Each expression and import that certainly runs, with the function that it is in.

        Each function is followed once.
        """
        self.followed.clear()
        for name in (*FAILING, *self.endings.attributes.names(self.endings.found)):
            method = self.method(name)
            if method is None or not (name in FAILING or method.route is not None):
                continue
            waiting = [self._steps(Called(method, has_self=True))]
            while waiting:
                step = next(waiting[-1], None)
                if step is None:
                    waiting.pop()
                elif isinstance(step, Called):
                    waiting.append(self._steps(step))
                else:
                    yield step

    def method(self, name: str) -> FunctionValue | None:
        """The method of an instance by a name, where it is certain."""
        found = self._attribute(name)
        return found if found is not None and found.kind == "function" else None

    def _attribute(self, name: str) -> FunctionValue | None:
        if name in self.replaced:
            return None
        binding = self.endings.attributes.get(self.endings.found, name)
        value = binding.value if binding is not None else None
        return value if isinstance(value, FunctionValue) and not value.opaque else None

    def _steps(self, called: Called) -> Iterator[tuple[Running, ast.AST] | Called]:
        """What a function itself certainly evaluates, and the functions that it calls."""
        value = called.function
        node = self.statement(value)
        if not isinstance(node, Function) or value.definition in self.followed:
            return
        if any(isinstance(each, YIELDS) for each in own_nodes(*node.body)):
            return
        self.followed.add(value.definition)
        has_self = called.has_self and first_parameter(node) == "self"
        has_self = has_self and "self" not in bound_names(node.body)
        ends = self.endings.of_method(node, value)
        running = Running(node, value.definition.path, has_self, ends)
        for each in certain(node, running.ends):
            yield running, each
            # A coroutine runs once it is awaited.
            is_awaited = isinstance(each, ast.Await)
            call = each.value if isinstance(each, ast.Await) else each
            if isinstance(call, ast.Call):
                inner = self.called(running, call.func)
                if inner is not None and inner.function.is_async == is_awaited:
                    yield inner
            elif has_self and isinstance(each, ast.Attribute) and is_self(each.value):
                getter = self._getter(each)
                if getter is not None:
                    yield Called(getter, has_self=True)

    def called(self, running: Running, node: ast.expr) -> Called | None:
        """The function that a call certainly runs."""
        if isinstance(node, ast.Attribute) and is_self(node.value):
            method = self.method(node.attr) if running.has_self else None
            return None if method is None else Called(method, has_self=True)
        value = running.ends.named(node)
        if not isinstance(value, FunctionValue) or value.opaque or value.kind != "function":
            return None
        return None if value.definition.name in self.replaced else Called(value, has_self=False)

    def statement(self, function: FunctionValue) -> Named | None:
        """The statement that defines a function."""
        return self.endings.trees.statement(function.definition)

    def _getter(self, node: ast.Attribute) -> FunctionValue | None:
        """The function of a property that is read."""
        value = self._attribute(node.attr) if isinstance(node.ctx, ast.Load) else None
        if value is None or value.kind != "property" or value.is_async:
            return None
        getter = self.statement(value)
        decorators = getter.decorator_list if getter is not None else []
        # A setter has the name of its property, too.
        names = [ast.unparse(each).rpartition(".")[2] for each in decorators]
        return value if len(names) == 1 and names[0] in _GETTERS else None


def first_parameter(function: Function) -> str:
    """The name of the first parameter, empty where there is none by position."""
    parameters = [*function.args.posonlyargs, *function.args.args]
    return parameters[0].arg if parameters else ""


def is_self(node: ast.expr) -> bool:
    """Whether an expression is the name `self`."""
    return isinstance(node, ast.Name) and node.id == "self"
