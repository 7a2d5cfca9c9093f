"""How a function goes on: which calls never return, which context managers hide an error, and which
conditions a request decides about (`request_conditions.py`).

Knows what the names in a function stand for; must not know what is looked for (`certain_reads.py`).
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from .control_flow import SWALLOWING
from .evaluation import evaluated, never_leaves, parts, reached
from .lattice import choices
from .modules import BUILTINS, attribute_of_known
from .request_conditions import RequestConditions
from .request_models import RequestModels
from .source import Function, bound_names
from .values import (
    UNSET,
    Binding,
    ClassValue,
    Deferred,
    External,
    FalThing,
    Foreign,
    FunctionValue,
    ModuleValue,
    Unset,
    Value,
)

if TYPE_CHECKING:
    from .attributes import Attributes
    from .trees import Trees

_PASSING = frozenset({"torch"})
"""Packages outside of the project of whose context managers none hides an error."""

_EXITS = frozenset(
    {"sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"}
    | {f"os.exec{each}" for each in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")}
)
_NEVER = ("NoReturn", "Never")

_Place = tuple[str, int]
"""The file and the line of a function, counted from 0."""


class Endings:
    """Which functions never return, as a class of an app calls them; each is read once."""

    def __init__(
        self, attributes: Attributes, found: ClassValue, trees: Trees, paths: Iterable[str]
    ) -> None:
        """`paths` are those of all files that run, or may run, with the class."""
        self.attributes = attributes
        self.found = found
        self.trees = trees
        self.models = RequestModels(attributes, trees, paths)
        self._followed: set[_Place] = set()
        self._endless: set[_Place] = set()
        self._callers: dict[_Place, list[_Place]] = {}
        """The functions that certainly call another one, by its place."""

    def of_method(self, node: Function, method: FunctionValue) -> FunctionEnds:
        """Those of a method; if it is an endpoint, requests decide about conditions."""
        is_endpoint = method.route is not None and method.route.is_of_requests
        conditions = RequestConditions(node, method, self.models) if is_endpoint else None
        return FunctionEnds(self, node, method.definition.path, conditions)

    def never_returns(self, value: Value) -> bool:
        """Whether a call certainly does not return, as far as it can be followed."""
        if isinstance(value, FunctionValue):
            self._follow(value)
            return _place(value) in self._endless
        return isinstance(value, Foreign) and value.name in _EXITS

    def _follow(self, value: FunctionValue) -> None:
        """Read a function with all that it certainly calls; then say it to the callers of each."""
        waiting, endless = [value], []
        while waiting:
            each = waiting.pop()
            caller = _place(each)
            if caller in self._followed:
                continue
            self._followed.add(caller)
            for called in self._certainly_called(each):
                if called is None or _place(called) in self._endless:
                    endless.append(caller)
                    break
                self._callers.setdefault(_place(called), []).append(caller)
                waiting.append(called)
        while endless:
            place = endless.pop()
            if place not in self._endless:
                self._endless.add(place)
                endless += self._callers.get(place, ())

    def _certainly_called(self, value: FunctionValue) -> Iterator[FunctionValue | None]:
        """The functions that a function certainly calls, `None` for an end of it."""
        node = self.trees.statement(value.definition)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return
        if _last_name(node.returns) in _NEVER:
            yield None
        inner = FunctionEnds(self, node, value.definition.path)
        for statement in reached(node.body):
            if never_leaves(statement):
                yield None
            expressions = [*evaluated(statement)]
            if isinstance(statement, (ast.With, ast.AsyncWith)):
                expressions = [each.context_expr for each in statement.items]
            every = (part for each in expressions for part in parts(each))
            for call in (each for each in every if isinstance(each, ast.Call)):
                for called in inner.called(call.func):
                    if isinstance(called, FunctionValue):
                        yield called
                    elif self.never_returns(called):
                        yield None


class FunctionEnds:
    """The calls and context managers in a function of a file, which may be a method of a class."""

    def __init__(
        self,
        endings: Endings,
        function: Function,
        path: str,
        conditions: RequestConditions | None = None,
    ) -> None:
        self.endings = endings
        self.attributes = endings.attributes
        self.function = function
        self.path = path
        self.conditions = conditions
        self._values: dict[str, Value] = {}
        self._returning: dict[int, bool] = {}

    def passes_errors(self, node: ast.expr) -> bool:
        """Whether a context manager certainly hides no error.

        Most of Python, of fal and of what it is built on do not.
        """
        if not isinstance(node, ast.Call):
            return False
        return all(
            isinstance(each, FalThing)
            # A name without its module is one of a starred import.
            or (isinstance(each, Foreign) and "." in each.name and each.name not in SWALLOWING)
            or (isinstance(each, External) and each.name in _PASSING)
            for each in choices(self.named(node.func))
        )

    def returns(self, call: ast.Call) -> bool:
        """Whether a call may return, as far as it can be followed."""
        if id(call) not in self._returning:
            called = self.called(call.func)
            self._returning[id(call)] = not any(map(self.endings.never_returns, called))
        return self._returning[id(call)]

    def is_open(self, test: ast.expr) -> bool:
        """Whether a request decides about a condition."""
        return self.conditions is not None and self.conditions.decides(test)

    def called(self, node: ast.expr) -> Iterable[Value]:
        """What a call may run: functions, and the constructors of classes."""
        value = self.named(node)
        if isinstance(value, Unset) and isinstance(node, ast.Attribute):
            # A method, whatever it is called on: `self`, `super()` or the class.
            binding = self.attributes.get(self.endings.found, node.attr)
            value = UNSET if binding is None else binding.value
        for each in choices(value):
            made = each.namespace.get("__init__") if isinstance(each, ClassValue) else None
            yield made.value if isinstance(made, Binding) else each

    def named(self, node: ast.expr) -> Value:
        """What a dotted name stands for, `UNSET` where that is not known.

        An `External` module is also whatever is in it.
        """
        names = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        value = self._bound_to(node.id) if isinstance(node, ast.Name) else UNSET
        for name in reversed(names):
            if isinstance(value, (FalThing, Foreign)):
                value = attribute_of_known(value, name)
            elif isinstance(value, ModuleValue):
                attributes = self.attributes
                inner = attributes.modules.module_attribute(value, name, attributes.store)
                value = attributes.resolved(inner)
            elif not isinstance(value, External):
                return UNSET
        return value

    def _bound_to(self, name: str) -> Value:
        """What a name is bound to, `UNSET` where that is not known."""
        if name not in self._values:
            self._values[name] = self._read(name)
        return self._values[name]

    def _read(self, name: str) -> Value:
        times = self._own[name]
        if times:
            imported = self._imported.get(name) if times == 1 else None
            return UNSET if imported is None else self.attributes.resolved(imported)
        value = self.attributes.resolved(self.attributes.modules.member(self.path, name))
        is_builtin = isinstance(value, Unset) and name in BUILTINS
        return Foreign(f"builtins.{name}") if is_builtin else value

    @cached_property
    def _own(self) -> Counter[str]:
        """How often the function binds each name."""
        own = Counter(bound_names(self.function.body))
        own.update(each.arg for each in ast.walk(self.function.args) if isinstance(each, ast.arg))
        return own

    @cached_property
    def _imported(self) -> dict[str, Deferred]:
        """What the imports in the function bind."""
        found = {}
        for node in ast.walk(self.function):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    module = alias.name if alias.asname else alias.name.partition(".")[0]
                    found[alias.asname or module] = Deferred(self.path, module, "")
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                for alias in node.names:
                    found[alias.asname or alias.name] = Deferred(self.path, module, alias.name)
        return found


def _place(value: FunctionValue) -> _Place:
    return value.definition.path, value.definition.line


def _last_name(node: ast.expr | None) -> str:
    """The last part of a dotted name, which may be in quotes."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.rpartition(".")[2]
    return node.id if isinstance(node, ast.Name) else ""
