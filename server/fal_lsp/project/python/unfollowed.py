"""What code that is not followed may change: that is unknown afterwards.

Must not know what it computes, nor how its text is read (`mentions.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .attribute_access import may_set_attribute
from .contents import HOLDERS, give_whole, mentioned, touched, with_contents
from .lattice import MAX_CHOICE, choices, join
from .scope import around
from .values import (
    ANY_NAME,
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
    import ast

    from .mentions import Mention
    from .run import Run
    from .scope import Scope

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
        given = with_contents(self.run, listed)
        classes = [each for each in given if isinstance(each, ClassValue)]
        self.run.gives(given)
        self.run.escape_all(listed)
        # A bound method has its instance, a tuple its items.
        self.run.escape_all(given)
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
        changed = {
            mention.root
            for statement in statements
            for mention in self.run.text(statement).mentions
            if mention.mutates
        }
        for name in sorted(changed):
            sources = self.run.text(items[name]).names if name in items else (name,)
            for each in sources:
                value = self.run.known(scope, each)
                if value is not None:
                    self._forget_items(value)

    def _forget_items(self, value: Value) -> None:
        if any(isinstance(each, (Sequence, Dictionary)) for each in choices(value)):
            self.run.escape(value)

    def _leave(self, node: ast.AST, scope: Scope, given: Mapping[str, Value]) -> None:
        scope = around(scope)
        text = self.run.text(node)
        mentions, values = mentioned(self.run, scope, text)
        values.update({**dict.fromkeys(text.parameters), **given})
        self.run.gives(map(Constant, text.strings))
        # Whatever function it names may be called, or given to something that calls it.
        called = [each for value in values.values() if value for each in choices(value)]
        for mention in mentions:
            value = values.get(mention.root)
            if value is not None:
                for each, path in touched(self.run, mention, value):
                    called.append(each)
                    self._touch(each, path, mention)
        functions = {each.node: each for each in called if isinstance(each, FunctionValue)}
        for each in functions.values():
            self.leave(each, Arguments())

    def _touch(self, value: Value, path: tuple[str, ...], mention: Mention) -> None:
        """A mention leads to a value: what may be done with it is done."""
        is_set = mention.use == "set"
        methods = [each.removesuffix("()") for each in path if each.endswith("()")]
        if isinstance(value, Made) and isinstance(value.callee, ClassValue):
            if methods:
                self.run_methods(value.callee, tuple(methods))
            if methods or is_set:
                self.run.escape_attributes(value.callee)
            if methods or mention.gives:
                self.run.escape(value)
        elif isinstance(value, (ClassValue, ModuleValue)) and not path:
            give_whole(self.run, value)
        elif isinstance(value, ClassValue):
            if methods or is_set:
                self.run.escape_attributes(value)
            if is_set:
                self._change(value)
        elif isinstance(value, ModuleValue):
            may_set_attribute(self.run, value, path[0])
        else:
            self.run.escape(value)
