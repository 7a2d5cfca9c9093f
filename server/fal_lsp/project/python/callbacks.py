"""What Python, or somebody else, may run at any time: the methods of classes, and what they call.

Whatever these may change is unknown, now and once another value gets its name. Knows how changes
are written; must not know when something runs, nor what it computes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from .attribute_access import may_set_attribute
from .lattice import choices, join
from .plain_data import MUTATING
from .values import (
    UNSET,
    Binding,
    Choice,
    ClassValue,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    import ast

    from .run import Run
    from .scope import Scope

_CHANGES = re.compile(
    rb"(?<![\w.])(?P<root>[A-Za-z_]\w*)(?P<path>(?:\.\w+|\[(?:[^\[\]\n]|\[[^\[\]\n]{0,40}\]){0,80}\]){1,5})"
    rb"[ \t]*(?P<how>\(|(?:[-+*/|&%^]|//|\*\*)?=(?!=))"
)
_PART = re.compile(rb"\.(\w+)|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]")
"""A part of a path: the name of an attribute, empty for a subscript."""

_GIVEN_BACK = re.compile(
    rb"\b(?:return|yield)[ \t]+([A-Za-z_]\w*(?:[ \t]*,[ \t]*[A-Za-z_]\w*){0,20})"
    rb"[ \t]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
"""The names of what somebody gets who may change it."""

_NAME = re.compile(rb"(?<![\w.])[A-Za-z_]\w*")


_MOST_REACHED = 100
_MOST_NESTED = 4
"""Values that belong to some, and how deep they are in containers."""


HOLDERS = (FunctionValue, Sequence, Dictionary, Made, Choice)
"""The values that are functions or may lead to some."""


class _Change(NamedTuple):
    """`root.path = ...`, or a call of `root.path`, which may change what it is a method of."""

    root: str
    path: tuple[str, ...]
    """The names of attributes, empty for a subscript."""
    is_call: bool

    @property
    def is_mutating(self) -> bool:
        """Whether it changes a container."""
        return not self.is_call or self.path[-1] in MUTATING

    @property
    def owner(self) -> tuple[str, ...]:
        """The path to what is changed."""
        return self.path[:-1] if self.is_call else self.path


class _Text(NamedTuple):
    """What is read in the text of a class or a function."""

    changes: tuple[_Change, ...]
    names: frozenset[str]
    """All of its names: a function among them may be called."""


class Callbacks:
    """Methods and functions in one run that may run at any time."""

    def __init__(self, run: Run) -> None:
        self.run = run
        run.on_bound = self._bound
        self._texts: dict[ast.AST, _Text] = {}
        self._changes: dict[str, set[_Change]] = {}
        """By the name of the module that they start from."""

    def define(self, node: ast.ClassDef, found: ClassValue, scope: Scope) -> None:
        """A class is made: its methods may run at any time."""
        self._read(node, scope, found)

    def _read(self, node: ast.AST, scope: Scope, own: ClassValue | None = None) -> None:
        """What the text of a class or a function may change is unknown.

        So is what the functions may change that it names. `own` is the class itself.
        """
        seen = {node}
        waiting: list[tuple[ast.AST, Scope]] = [(node, scope)]
        while waiting:
            node, scope = waiting.pop()
            text = self._text(node, scope)
            if not self.run.spend_on(len(text.changes)):
                return
            names = sorted(bound_in(scope, text.names))
            values = {name: self.run.known(scope, name) for name in names}
            if scope.top().names is self.run.module.names:
                self._keep(text)
            if own is not None:
                values.update(dict.fromkeys(("self", "cls", own.definition.name), own))
                own = None
            functions = [each for value in values.values() for each in self._held(value)]
            for change in text.changes:
                value = values.get(change.root)
                functions += self._change(change, value) if value is not None else ()
            for each in functions:
                if _is_readable(each) and each.node not in seen:
                    seen.add(each.node)
                    waiting.append((each.node, around(each.scope)))

    def _keep(self, text: _Text) -> None:
        """Keep what a text does with names that may get another value."""
        self.run.awaited |= text.names
        for change in text.changes:
            self._changes.setdefault(change.root, set()).add(change)

    def _bound(self, name: str, value: Value) -> None:
        """A name of the module that something uses that may run at any time gets a value."""
        value = self.run.resolve(value)
        functions = self._held(value)
        for change in self._changes.get(name, ()):
            functions += self._change(change, value)
        for each in functions:
            if _is_readable(each):
                self._read(each.node, around(each.scope))

    def _held(self, value: Value | None) -> list[Value]:
        """What a text may get from a name, functions among it."""
        return reached(self.run, (value,)) if isinstance(value, HOLDERS) else []

    def _change(self, change: _Change, value: Value) -> Iterator[Value]:
        """Something may change what belongs to a value; yields a function that it may call."""
        *inner, last = change.path or ("",)
        owner, rest = in_module(self.run, value, tuple(inner))
        if isinstance(owner, ModuleValue) and last and not (rest or change.is_call):
            may_set_attribute(self.run, owner, last)
            return
        value, path = in_module(self.run, value, change.path)
        change = change._replace(path=path)
        for each in choices(value):
            if isinstance(each, FunctionValue) and not path:
                yield each
            elif isinstance(each, ClassValue) and path:
                self._loosen(each, change)
            elif isinstance(each, Made) and isinstance(each.callee, ClassValue) and path:
                if change.is_mutating or self._has(each.callee, path[0]):
                    self.run.escape(each)
            elif isinstance(each, (Sequence, Dictionary)) and path and change.is_mutating:
                self.run.escape(each)

    def _has(self, found: ClassValue, name: str) -> bool:
        """Whether a class of the project has a method of a name."""
        line = self.run.modules.lineage(found, self.run.store, self.run.lineages)
        return any(name in each.namespace for each in line.classes)

    def _loosen(self, found: ClassValue, change: _Change) -> None:
        """An attribute of a class may be changed at any time."""
        if not change.is_mutating or not change.owner or not change.owner[0]:
            return
        attribute = change.owner[0]
        is_set = not change.is_call and len(change.path) == 1 and change.root != "self"
        binding = self.run.store.read(found.namespace, attribute)
        if binding is None and is_set:
            binding = Binding(UNSET, found.definition.line)
        if not isinstance(binding, Binding) or isinstance(binding.value, FunctionValue):
            return
        if any(isinstance(each, (Sequence, Dictionary)) for each in choices(binding.value)):
            self.run.escape(binding.value)
        if is_set:
            value = join([binding.value, Unknown("set by a method")])
            self.run.store.write(found.namespace, attribute, binding._replace(value=value))

    def _text(self, node: ast.AST, scope: Scope) -> _Text:
        """What is read in a text. To look at each node of all trees would take as long as all
        the rest.
        """
        text = self._texts.get(node)
        if text is None:
            lines = scope.source.lines[node.lineno - 1 : node.end_lineno]  # type: ignore[attr-defined]
            text = self._texts[node] = _text_of(b"\n".join(lines))
        return text


def _is_readable(value: Value) -> TypeGuard[FunctionValue]:
    return isinstance(value, FunctionValue) and value.node is not None


def reached(run: Run, values: Iterable[Value]) -> list[Value]:
    """Some values with what belongs to them: the items of containers, and what a partial has."""
    found: list[Value] = []
    waiting = [(each, 0) for value in values for each in choices(value)]
    while waiting and len(found) < _MOST_REACHED:
        value, depth = waiting.pop()
        value = run.resolve(value)
        found.append(value)
        items = run.items(value)
        inner = [*items.values()] if isinstance(items, dict) else [*(items or ())]
        if isinstance(value, Made) and isinstance(value.callee, Foreign):
            inner = value.arguments.every
        if depth < _MOST_NESTED:
            waiting += [(each, depth + 1) for item in inner for each in choices(item)]
    return found


def in_module(run: Run, value: Value, path: tuple[str, ...]) -> tuple[Value, tuple[str, ...]]:
    """What a path leads to through modules, and the rest of the path."""
    while isinstance(value, ModuleValue) and path:
        value = run.resolve(run.modules.module_attribute(value, path[0], run.store))
        path = path[1:]
    return value, path


def _text_of(written: bytes) -> _Text:
    changes = {
        _Change(
            match["root"].decode(),
            tuple(each.decode() for each in _PART.findall(match["path"])),
            match["how"] == b"(",
        )
        for match in _CHANGES.finditer(written)
    }
    for match in _GIVEN_BACK.finditer(written):
        changes.update(
            _Change(each.decode(), ("",), False) for each in _NAME.findall(match.group(1))
        )
    names = frozenset(each.decode() for each in {*_NAME.findall(written)})
    return _Text(tuple(sorted(changes)), names)


def bound_in(scope: Scope, names: AbstractSet[str]) -> set[str]:
    """Those of some names that are bound in a scope or around it."""
    found: set[str] = set()
    current: Scope | None = scope
    while current is not None:
        found |= names & current.names.keys()
        current = current.outer
    return found


def around(scope: Scope) -> Scope:
    """Where a function finds its names: the body of a method does not see those of its class."""
    is_method = scope.kind == "class" and scope.outer is not None
    return scope.outer if is_method and scope.outer is not None else scope
