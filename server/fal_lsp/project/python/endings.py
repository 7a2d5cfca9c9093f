"""How a function may end: by calls that never return; and what hides the errors in it.

Knows what the names in a function stand for; must not know what is looked for (`certain_reads.py`).
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from ..files import Unreadable
from .certain_reads import parts, reached
from .control_flow import SWALLOWING
from .lattice import choices
from .modules import BUILTINS, attribute_of_known
from .source import Function, bound_names
from .syntax import parse, read_source
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

_PASSING = frozenset({"torch"})
"""Packages outside of the project of whose context managers none hides an error."""

_EXITS = frozenset({"sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"})
_OF_TYPES = ("callable", "hasattr", "isinstance", "issubclass", "type")
"""What these say of a parameter is the same for each request."""

_NEVER = ("NoReturn", "Never")
_MOST_NESTED = 3
"""How many calls deep a function is looked for that raises."""


class FunctionEnds:
    """The calls and context managers in a function of a file, which may be a method of a class."""

    def __init__(
        self,
        attributes: Attributes,
        found: ClassValue,
        function: Function,
        path: str,
        requests: Collection[str] = (),
        outer: FunctionEnds | None = None,
    ) -> None:
        """`requests` are the names of its parameters that a request decides about.

        `outer` is the function that calls it.
        """
        self.attributes = attributes
        self.found = found
        self.function = function
        self.path = path
        self.requests = requests
        self.depth: int = 0 if outer is None else outer.depth + 1
        self._functions: dict[str, dict[int, Function]] = {} if outer is None else outer._functions
        """By file and line, counted from 0."""

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
            for each in choices(_named(self.attributes, self.function, self.path, node.func))
        )

    def returns(self, call: ast.Call) -> bool:
        """Whether a call may return, as far as it can be followed."""
        return not any(map(self._never_returns, self._called(call.func)))

    def is_open(self, test: ast.expr) -> bool:
        """Whether a request decides about a condition."""
        names = {each.id for each in ast.walk(test) if isinstance(each, ast.Name)}
        return not names.isdisjoint(self.requests) and names.isdisjoint(_OF_TYPES)

    def _called(self, node: ast.expr) -> Iterable[Value]:
        """What a call may run: functions, and the constructors of classes."""
        value = _named(self.attributes, self.function, self.path, node)
        if isinstance(value, Unset) and isinstance(node, ast.Attribute):
            # A method, whatever it is called on: `self`, `super()` or the class.
            binding = self.attributes.get(self.found, node.attr)
            value = UNSET if binding is None else binding.value
        for each in choices(value):
            made = each.namespace.get("__init__") if isinstance(each, ClassValue) else None
            yield made.value if isinstance(made, Binding) else each

    def _never_returns(self, value: Value) -> bool:
        if isinstance(value, Foreign):
            return value.name in _EXITS
        node = self._node(value) if isinstance(value, FunctionValue) else None
        if node is None or not isinstance(value, FunctionValue) or self.depth > _MOST_NESTED:
            return False
        if node.returns is not None and ast.unparse(node.returns).endswith(_NEVER):
            return True
        inner = FunctionEnds(self.attributes, self.found, node, value.definition.path, outer=self)
        for statement in reached(node.body):
            if isinstance(statement, ast.Raise):
                return True
            evaluated = getattr(statement, "value", None)
            calls = parts(evaluated) if isinstance(evaluated, ast.expr) else ()
            if not all(inner.returns(each) for each in calls if isinstance(each, ast.Call)):
                return True
        return False

    def _node(self, function: FunctionValue) -> Function | None:
        """The tree of a function, which is read again where it was not kept."""
        path = function.definition.path
        if path not in self._functions:
            text = read_source(self.attributes.modules.workspace, path)
            tree = text if isinstance(text, Unreadable) else parse(path, text)
            self._functions[path] = {
                each.lineno - 1: each
                for each in (() if isinstance(tree, Unreadable) else ast.walk(tree))
                if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))
            }
        return self._functions[path].get(function.definition.line)


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
        elif isinstance(value, ModuleValue):
            modules = attributes.modules
            value = attributes.resolved(modules.module_attribute(value, name, attributes.store))
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
