"""What code that is not followed may change: that is unknown afterwards.

Knows what the body of a function assigns to; must not know what it computes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .lattice import choices, join
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
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .run import Run
    from .scope import Scope

MUTATING = frozenset(
    {
        *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"),
        *("update", "setdefault", "popitem", "add", "discard", "difference_update"),
        *("intersection_update", "symmetric_difference_update"),
        *("__setitem__", "__delitem__", "__iadd__", "__ior__"),
    }
)
"""The methods of Python's lists, dicts and sets that change them."""

_CHANGES = re.compile(
    rb"(?<![\w.])(?P<root>[A-Za-z_]\w*)(?P<path>(?:\.\w+|\[(?:[^\[\]\n]|\[[^\[\]\n]{0,40}\]){0,80}\]){1,5})"
    rb"[ \t]*(?P<how>\(|(?:[-+*/|&%^]|//|\*\*)?=(?!=))"
)
_PART = re.compile(rb"\.(\w+)|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]")
"""A part of a path: the name of an attribute, empty for a subscript."""

_NO_OPERATORS = frozenset({"__init__", "__new__", "__init_subclass__", "__set_name__", "__del__"})
_MOST_GIVEN = 100
_MOST_NESTED = 4
"""Values that a call gets, and how deep they are in containers."""


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
        for link in line.classes:
            for name in names:
                binding = self.run.store.read(link.namespace, name)
                for each in choices(binding.value) if isinstance(binding, Binding) else ():
                    if isinstance(each, FunctionValue):
                        self.leave(each, Arguments((instance, *arguments)))

    def give(self, values: Iterable[Value], *, to_python: bool = False) -> None:
        """A call that is not followed gets some values: what it may change is unknown.

        It may call the functions among them with whatever is among them, and set attributes of the
        classes, which Python's own functions do not.
        """
        listed = list(values)
        reached = self._reached(listed)
        classes = [each for each in reached if isinstance(each, ClassValue)]
        self.run.gives(reached)
        self.run.escape_all(listed)
        # A bound method has its instance.
        self.run.escape_all(each for each in reached if isinstance(each, Made))
        for each in reached:
            if isinstance(each, FunctionValue):
                self.leave(each, Arguments())
                for found in classes:
                    count = len(each.node.args.args) if each.node is not None else 1
                    self.leave(each, Arguments((found,) * count))
        for found in () if to_python else classes:
            self._change(found)

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

    def _reached(self, values: Iterable[Value]) -> list[Value]:
        """The values that are given with some: the items of containers, and what a partial has."""
        reached: list[Value] = []
        waiting = [(each, 0) for value in values for each in choices(value)]
        while waiting and len(reached) < _MOST_GIVEN:
            value, depth = waiting.pop()
            value = self.run.resolve(value)
            reached.append(value)
            items = self.run.items(value)
            inner = [*items.values()] if isinstance(items, dict) else [*(items or ())]
            if isinstance(value, Made) and isinstance(value.callee, Foreign):
                inner = value.arguments.every
            if depth < _MOST_NESTED:
                waiting += [(each, depth + 1) for item in inner for each in choices(item)]
        return reached

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
        self._leave(node, scope, arguments)
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

    def define(self, node: ast.ClassDef, found: ClassValue, scope: Scope) -> None:
        """A class is made whose methods Python, or somebody else, may call at any time.

        The containers of the module and the attributes of classes that they change are unknown.
        """
        for root, attribute, is_set in _changes_in(node, scope):
            if root in ("self", "cls", found.definition.name):
                value: Value | None = found
            else:
                value = self.run.known(scope, root)
            if isinstance(value, ClassValue):
                self._loosen(value, attribute, is_set=is_set and root != "self")
            elif value is not None:
                self._forget_items(value)

    def _loosen(self, found: ClassValue, attribute: str, *, is_set: bool) -> None:
        """An attribute of a class may be changed at any time."""
        binding = self.run.store.read(found.namespace, attribute)
        if binding is None and is_set:
            binding = Binding(UNSET, found.definition.line)
        if not isinstance(binding, Binding) or isinstance(binding.value, FunctionValue):
            return
        self._forget_items(binding.value)
        if is_set:
            value = join([binding.value, Unknown("set by a method")])
            self.run.store.write(found.namespace, attribute, binding._replace(value=value))

    def _forget_items(self, value: Value) -> None:
        if any(isinstance(each, (Sequence, Dictionary)) for each in choices(value)):
            self.run.escape(value)

    def _leave(self, node: Any, scope: Scope, arguments: Arguments) -> None:
        if scope.kind == "class" and scope.outer is not None:
            # The body of a method does not see the names of its class.
            scope = scope.outer
        names = [each.arg for each in node.args.args]
        given = dict(zip(names, arguments.positional, strict=False))
        for found in ast.walk(node):
            if isinstance(found, ast.Constant):
                self.run.gives((Constant(found.value),))
            if isinstance(found, ast.Call) and isinstance(found.func, ast.Name):
                called = self.run.resolve(self.run.lookup(scope, found.func.id))
                if isinstance(called, FunctionValue) and found.func.id not in given:
                    self.leave(called, Arguments())
            owner, is_set = _changed(found)
            root, is_class = _root(owner)
            if root is None:
                continue
            value = given.get(root.id) or self.run.resolve(self.run.lookup(scope, root.id))
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


def _changes_in(node: ast.ClassDef, scope: Scope) -> Iterator[tuple[str, str, bool]]:
    """What the text of a class may change: a name, its attribute if any, whether that is set.

    Most classes change nothing, and to look at each node of their trees would take as long as all
    the rest.
    """
    lines = scope.source.lines[node.lineno - 1 : node.end_lineno]
    for match in _CHANGES.finditer(b"\n".join(lines)):
        path = _PART.findall(match["path"])
        is_call = match["how"] == b"("
        if is_call and path.pop().decode() not in MUTATING:
            continue
        attribute = path[0].decode() if path else ""
        yield match["root"].decode(), attribute, bool(attribute) and not is_call and len(path) == 1


def _is_mutating(node: ast.AST) -> bool:
    """Whether a call may change the container whose method it calls, by its name."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in MUTATING


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
