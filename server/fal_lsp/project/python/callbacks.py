"""What may run at any time: methods, functions that somebody else has, and what they call.

Whatever these may change is unknown, now and once another value gets its name. Must not know when
something runs, nor what it computes, nor how its text is read (`mentions.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from .attribute_access import may_set_attribute
from .contents import HOLDERS, give_whole, mentioned, touched, with_contents
from .lattice import join
from .mentions import FUNCTIONS, SUPER
from .plain_data import MUTATING
from .scope import around
from .values import (
    ANY_NAME,
    UNSET,
    Binding,
    ClassValue,
    Dictionary,
    FunctionValue,
    Made,
    ModuleValue,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from .mentions import Mention
    from .run import Run
    from .scope import Scope


class Callbacks:
    """Methods and functions in one run that may run at any time."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._handed: set[ast.AST] = set()
        self._mentions: dict[str, set[Mention]] = {}
        """By the name of the module that they start from."""

    def take_handed(self) -> None:
        """Somebody has got functions that may run at any time from here on."""
        handed = [*self.run.handed]
        self.run.handed.clear()
        for each in handed:
            if each.node not in self._handed:
                self._handed.add(each.node)
                self.define(each.node, around(each.scope))

    def define(self, node: ast.AST, scope: Scope, own: ClassValue | None = None) -> None:
        """A function, or a class with its methods, may run at any time: `own` is the class.

        What its text may change is unknown, and what the functions may change that it names.
        """
        seen = {node}
        waiting: list[tuple[ast.AST, Scope]] = [(node, scope)]
        while waiting:
            node, scope = waiting.pop()
            text = self.run.text(node)
            if not self.run.spend_on(len(text.mentions)):
                return
            mentions, values = mentioned(self.run, scope, text)
            if isinstance(node, FUNCTIONS):
                mentions = tuple(each for each in mentions if each.root not in text.parameters)
            if scope.top().names is self.run.module.names:
                self._keep(text.names, mentions)
            if own is not None:
                values.update(dict.fromkeys((*text.parameters, SUPER, own.definition.name), own))
                own = None
            functions = [each for value in values.values() for each in self._held(value)]
            for mention in mentions:
                value = values.get(mention.root)
                if mention.is_whole and mention.root in text.parameters:
                    # An instance hands itself on all the time.
                    continue
                functions += self._touch(mention, value) if value is not None else ()
            for each in functions:
                if _is_readable(each) and each.node not in seen:
                    seen.add(each.node)
                    waiting.append((each.node, around(each.scope)))

    def _keep(self, names: Iterable[str], mentions: Iterable[Mention]) -> None:
        """Keep what a text does with names that may get another value."""
        self.run.awaited.update(dict.fromkeys(names, self._bound))
        for mention in mentions:
            self.run.awaited[mention.root] = self._bound
            self._mentions.setdefault(mention.root, set()).add(mention)

    def _bound(self, name: str, value: Value) -> None:
        """A name of the module that something uses that may run at any time gets a value."""
        value = self.run.resolve(value)
        functions = self._held(value)
        for mention in self._mentions.get(name, ()):
            functions += self._touch(mention, value)
        for each in functions:
            if _is_readable(each):
                self.define(each.node, around(each.scope))

    def _held(self, value: Value | None) -> list[Value]:
        """What a text may get from a name, functions among it."""
        return with_contents(self.run, (value,)) if isinstance(value, HOLDERS) else []

    def _touch(self, mention: Mention, value: Value) -> list[Value]:
        """Something may change what a mention of a value leads to; the functions among that."""
        functions: list[Value] = []
        for each, path in touched(self.run, mention, value):
            first = path[0] if path else ""
            is_set = mention.use == "set" and len(path) == 1
            if isinstance(each, FunctionValue):
                functions.append(each)
            elif isinstance(each, ModuleValue) and is_set:
                may_set_attribute(self.run, each, first)
            elif isinstance(each, (ClassValue, ModuleValue)) and not path:
                give_whole(self.run, each)
            elif isinstance(each, ClassValue):
                if is_set and mention.root != "self" and first != ANY_NAME:
                    self._set(each, first)
            elif isinstance(each, Made):
                is_given = not path and mention.gives
                if is_set or is_given or (first.endswith("()") and self._changes(each, first[:-2])):
                    self.run.escape(each)
            elif isinstance(each, (Sequence, Dictionary)):
                self.run.escape(each)
        return functions

    def _changes(self, made: Made, name: str) -> bool:
        """Whether a method of an instance may change it: one of the project, or of a container."""
        if name in MUTATING:
            return True
        if not isinstance(made.callee, ClassValue):
            return False
        line = self.run.modules.lineage(made.callee, self.run.store, self.run.lineages)
        return any(name in each.namespace for each in line.classes)

    def _set(self, found: ClassValue, attribute: str) -> None:
        """An attribute of a class may be set at any time."""
        binding = self.run.store.read(found.namespace, attribute)
        if binding is None:
            binding = Binding(UNSET, found.definition.line)
        if not isinstance(binding, Binding) or isinstance(binding.value, FunctionValue):
            return
        value = join([binding.value, Unknown("set by a method")])
        self.run.store.write(found.namespace, attribute, binding._replace(value=value))


def _is_readable(value: Value) -> TypeGuard[FunctionValue]:
    return isinstance(value, FunctionValue) and value.node is not None
