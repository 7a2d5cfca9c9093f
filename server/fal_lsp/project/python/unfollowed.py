"""What code that is not followed may change: that is unknown afterwards.

Knows what the body of a function assigns to; must not know what it computes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from .attribute_access import may_set_attribute
from .callbacks import HOLDERS, around, bound_in, in_module, reached
from .lattice import MAX_CHOICE, choices, join
from .plain_data import MUTATING
from .values import (
    ANY_NAME,
    UNSET,
    Arguments,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Namespace,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .run import Run
    from .scope import Scope

_PASSING: Mapping[type[ast.AST], tuple[str, ...]] = {
    **dict.fromkeys((ast.Return, ast.Yield, ast.Assign, ast.AnnAssign, ast.NamedExpr), ("value",)),
    **dict.fromkeys((ast.List, ast.Tuple, ast.Set), ("elts",)),
    **dict.fromkeys((ast.Dict, ast.BoolOp), ("values",)),
    ast.IfExp: ("body", "orelse"),
    ast.Lambda: ("body",),
    ast.Call: ("args",),
    ast.keyword: ("value",),
}
"""The parts of a node that are given to somebody as they are."""

_LOOKING = frozenset(
    {"len", "print", "str", "repr", "isinstance", "id", "type", "bool", "sum", "any", "all"}
    | {"list", "tuple", "set", "frozenset", "dict", "sorted", "max", "min", "range", "format"}
)
"""Functions of Python that do not keep what they are given."""

_NO_OPERATORS = frozenset({"__init__", "__new__", "__init_subclass__", "__set_name__", "__del__"})


class Unfollowed:
    """Functions in one run whose bodies are not run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._leaving: set[ast.AST] = set()

    def run_methods(
        self, found: ClassValue, names: tuple[str, ...], arguments: tuple[Value, ...] = ()
    ) -> None:
        """Python calls methods of a class, which are not followed, by itself."""
        if not self.run.spend(50):
            return
        instance = Made(found, Arguments(), 0)
        line = self.run.modules.lineage(found, self.run.store, self.run.lineages)
        tables = [table for each in line.classes for table in (each.namespace, each.changed_later)]
        for table in tables:
            for name in names:
                binding = self.run.store.read(table, name)
                for each in choices(binding.value) if isinstance(binding, Binding) else ():
                    if isinstance(each, FunctionValue):
                        self.leave(each, Arguments((instance, *arguments)))

    def give(self, values: Iterable[Value], *, to_python: bool = False) -> None:
        """A call that is not followed gets some values: what it may change is unknown.

        It may call the functions among them with whatever is among them, and set attributes of the
        classes, which Python's own functions do not.
        """
        listed = list(values)
        given = reached(self.run, listed)
        classes = [each for each in given if isinstance(each, ClassValue)]
        self.run.gives(given)
        self.run.escape_all(listed)
        # A bound method has its instance.
        self.run.escape_all(each for each in given if isinstance(each, Made))
        for each in given:
            if isinstance(each, FunctionValue):
                self.leave(each, Arguments())
                for found in classes:
                    count = len(each.node.args.args) if each.node is not None else 1
                    self.leave(each, Arguments((found,) * count))
        for found in () if to_python else classes:
            self._change(found)

    def some_item(self, owner: Value) -> Value:
        """An item of a container, where it is not known which: any that does or holds something."""
        found: dict[int, Value] = {}
        for each in choices(owner):
            items = self.run.items(each) or ()
            if isinstance(each, Namespace):
                items = [name.value for name in each.names.values() if isinstance(name, Binding)]
            if not self.run.spend_on(len(items)):
                break
            for item in items.values() if isinstance(items, dict) else items:
                value = self.run.resolve(item)
                if isinstance(value, HOLDERS):
                    found[id(value)] = value
        held = [*found.values()]
        if len(held) >= MAX_CHOICE:
            self.give(held, to_python=True)
            held = []
        return join([Unknown("an item that is not known"), *held])

    def use(self, value: Value) -> None:
        """A function, or what one of Python's has made, is called in a way that is not followed.

        It may call what it was made with.
        """
        is_made = isinstance(value, Made) and isinstance(value.callee, Foreign)
        if is_made or isinstance(value, FunctionValue):
            self.give((value,), to_python=True)
        elif isinstance(value, Made) and value.changed_later is None:
            self.give(value.arguments.every, to_python=True)

    def operate(self, values: Iterable[Value]) -> None:
        """Operators, a subscript or a loop call special methods of instances."""
        for value in values:
            found = value.callee if isinstance(value, Made) else None
            if isinstance(found, ClassValue):
                links = self.run.modules.lineage(found, self.run.store, self.run.lineages).links
                names = {
                    name
                    for each in links
                    if isinstance(each, ClassValue)
                    for name in each.namespace
                    if name.startswith("__")
                }
                self.run_methods(found, tuple(sorted(names - _NO_OPERATORS)))
                self.run.escape(value)

    def _change(self, found: ClassValue) -> None:
        self.run.escape_attributes(found)
        unknown = Binding(Unknown("a call that cannot be followed"), 0)
        self.run.store.write(found.changed_later, ANY_NAME, unknown)

    def leave(self, function: FunctionValue, arguments: Arguments) -> None:
        """A function runs that is not followed: what it can change is unknown."""
        self.run.gives(arguments.every)
        self.run.escape_all(arguments.every)
        node, scope = function.node, function.scope
        if node is None or scope is None or node in self._leaving:
            return
        if not self.run.spend(10 + self.run.size(node)):
            return
        self._leaving.add(node)
        given = dict(function.defaults)
        names = [each.arg for each in node.args.args]
        given.update(zip(names, arguments.positional, strict=False))
        self._leave(node, scope, given)
        self._leaving.discard(node)

    def repeat(
        self, statements: Iterable[ast.AST], scope: Scope, items: Mapping[str, ast.expr]
    ) -> None:
        """Some statements run any number of times: the containers that they change are unknown.

        `items` are the names that stand for an item each time, with what these are taken from.
        """
        changed = {}
        for statement in statements:
            for found in ast.walk(statement):
                owner, is_set = _changed(found)
                root, _ = _root(owner)
                if root is not None and (is_set or _is_mutating(found)):
                    changed[root.id] = root
        for name, root in changed.items():
            for each in ast.walk(items.get(name, root)):
                value = self.run.known(scope, each.id) if isinstance(each, ast.Name) else None
                if value is not None:
                    self._forget_items(value)

    def _forget_items(self, value: Value) -> None:
        if any(isinstance(each, (Sequence, Dictionary)) for each in choices(value)):
            self.run.escape(value)

    def _leave(self, node: ast.AST, scope: Scope, given: Mapping[str, Value]) -> None:
        scope = around(scope)
        nodes = [*ast.walk(node)]
        named = {each.id for each in nodes if isinstance(each, ast.Name)}
        values = {name: self.run.known(scope, name) for name in bound_in(scope, named)}
        values.update(given)
        # Whatever function it names may be called, or given to something that calls it.
        called = [each for value in values.values() for each in choices(value or UNSET)]
        has_modules = any(isinstance(each, ModuleValue) for each in called)
        for found in nodes:
            if isinstance(found, ast.Constant):
                self.run.gives((Constant(found.value),))
            elif has_modules and isinstance(found, ast.Attribute):
                called += choices(self._start(found, values)[0])
            for name in _passed_on(found):
                self.run.escape(values.get(name.id) or UNSET)
            owner, is_set = _changed(found)
            if owner is None:
                continue
            value, is_class = self._start(owner, values)
            if isinstance(value, Made) and isinstance(value.callee, ClassValue):
                if isinstance(found, ast.Call) and isinstance(found.func, ast.Attribute):
                    self.run_methods(value.callee, (found.func.attr,))
                self.run.escape_attributes(value.callee)
                value = value.callee if is_class else value
            elif isinstance(value, ClassValue):
                self.run.escape_attributes(value)
            self.run.escape(value)
            if is_set and isinstance(value, ClassValue):
                self._change(value)
            elif is_set and isinstance(value, ModuleValue):
                may_set_attribute(self.run, value, getattr(found, "attr", ANY_NAME))
        functions = {each.node: each for each in called if isinstance(each, FunctionValue)}
        for each in functions.values():
            self.leave(each, Arguments())

    def _start(
        self, node: ast.expr | None, values: Mapping[str, Value | None]
    ) -> tuple[Value, bool]:
        """What an expression starts from, `UNSET` where that is not known, and whether its class is
        meant.
        """
        root, is_class = _root(node)
        value = values.get(root.id) if root is not None else None
        if isinstance(value, ModuleValue):
            value, _ = in_module(self.run, value, _path(node))
        return value or UNSET, is_class


def _is_mutating(node: ast.AST) -> bool:
    """Whether a call may change the container whose method it calls, by its name."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in MUTATING


def _passed_on(node: ast.AST) -> Iterator[ast.Name]:
    """The names whose values somebody else gets by an expression or statement, or another name."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _LOOKING:
        return
    for field in _PASSING.get(type(node), ()):
        inner = getattr(node, field)
        for each in inner if isinstance(inner, list) else (inner,):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                yield each


def _changed(node: ast.AST) -> tuple[ast.expr | None, bool]:
    """What an expression may change, and whether it sets something of it."""
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        return node.value, True
    if not isinstance(node, ast.Call):
        return None, False
    if isinstance(node.func, ast.Attribute):
        return node.func.value, False
    is_setattr = isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr")
    return (node.args[0], True) if is_setattr and node.args else (None, False)


def _root(node: ast.expr | None) -> tuple[ast.Name | None, bool]:
    """The name that an expression starts from, and whether the class of its value is meant."""
    is_class = False
    while node is not None and not isinstance(node, ast.Name):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id != "type":
                return None, False
            node, is_class = node.args[0], True
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            is_class = is_class or (isinstance(node, ast.Attribute) and node.attr == "__class__")
            node = node.value
        else:
            return None, False
    return node, is_class


def _path(node: ast.expr | None) -> tuple[str, ...]:
    """The names of the attributes of an expression that starts from a name."""
    names = []
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        names.append(node.attr if isinstance(node, ast.Attribute) else "")
        node = node.value
    return tuple(reversed(names))
