"""What is in values, and what of it code may change that mentions them.

Knows containers, modules, classes and instances; must not know statements or calls.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..files import Unreadable
from .imports import ModuleLocation
from .lattice import choices
from .mentions import ALL_ITEMS, ANY_ITEM, CLASS_OF, ITEM, Mention, Text
from .scope import Scope, bound_in
from .values import (
    ANY_NAME,
    Binding,
    Choice,
    ClassValue,
    Deferred,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Sequence,
    Value,
)

if TYPE_CHECKING:
    from .run import Run

HOLDERS = (FunctionValue, Sequence, Dictionary, Made, Choice)
"""The values that are functions or may lead to some."""

_MOST_REACHED = 100
_MOST_NESTED = 4
"""Values that belong to some, and how deep they are in containers."""

_ANY_NAMES = frozenset({"globals", "exec", "eval"})
"""Functions by which code has names that it does not mention."""

_NO_ITEMS = frozenset({"keys()", "index()", "count()"})
_AN_ITEM = frozenset({ITEM, ANY_ITEM, "get()"})
_ITEMS = frozenset({ALL_ITEMS, "values()", "items()", "copy()"})
"""What of a container is in what a part of a path leads to."""


def with_contents(run: Run, values: Iterable[Value]) -> list[Value]:
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


def mentioned(
    run: Run, scope: Scope, text: Text
) -> tuple[tuple[Mention, ...], dict[str, Value | None]]:
    """The mentions in a text, and what its names stand for in the scope around it."""
    mentions, names = text.mentions, text.names
    imported = _imported(run, scope, text) if text.imports else {}
    if scope.top().names is run.module.names and (imported or "sys" in names):
        own = ModuleValue(run.module.path)
        found = [_at_home(each, imported.get(each.root) == own) for each in mentions]
        at_home = tuple(each for each in found if each is not None)
        mentions, names = mentions + at_home, names.union(each.root for each in at_home)
    if not _ANY_NAMES.isdisjoint(names):
        every = [each for each in scope.top().names if each != ANY_NAME]
        mentions += tuple(Mention(each, (), "give") for each in every)
        names = names.union(every)
    values = {name: run.known(scope, name) for name in sorted(bound_in(scope, names))}
    for name, value in imported.items():
        before = values.get(name)
        values[name] = value if before is None else Choice((*choices(before), *choices(value)))
    return mentions, values


def _imported(run: Run, scope: Scope, text: Text) -> dict[str, Value]:
    """What a text imports itself of the module that runs, and of those that this has imported."""
    found: dict[str, Value] = {}
    for name, (module, inner) in text.imports.items():
        if module in run.imported or _is_own(run, scope.source.path, module):
            found[name] = run.resolve(Deferred(scope.source.path, module, inner))
    return found


def _is_own(run: Run, path: str, module: str) -> bool:
    """Whether a module that a file imports is the one that runs."""
    own = run.module.path
    if module.rpartition(".")[2] != os.path.splitext(os.path.basename(own))[0]:
        return False
    found = run.modules.find(path, module)
    return isinstance(found, ModuleLocation) and found.path == own


def _at_home(mention: Mention, is_module: bool) -> Mention | None:
    """A mention by way of the module that runs as one of its names, `None` for another."""
    if mention.root == "sys" and mention.path[:1] == ("modules",):
        path = mention.path[2:]
    else:
        path = mention.path if is_module else ()
    if not path or (len(path) == 1 and mention.use == "set"):
        return None
    return Mention(path[0].removesuffix("()"), path[1:], mention.use)


def touched(run: Run, mention: Mention, value: Value) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """What code may change, call or set something of, by a mention of a value.

    Each with the rest of the path. A list or dict among it may be changed, whatever the rest is;
    one that is only read is not among it.
    """
    waiting = [(value, mention.path)]
    seen: set[tuple[int, tuple[str, ...]]] = set()
    while waiting:
        value, path = waiting.pop()
        for each in choices(run.resolve(value)):
            is_setting = mention.use == "set" and len(path) == 1
            if isinstance(each, (Sequence, Dictionary)):
                place = id(each.table), path
                if not mention.gives or place in seen:
                    continue
                seen.add(place)
                is_fixed = isinstance(each, Sequence) and each.kind not in ("list", "set")
                deeper = _into(each, path, is_fixed=is_fixed)
                if deeper is None or (is_setting and not is_fixed):
                    yield each, path
                elif path[:1] and path[0] in _NO_ITEMS:
                    continue
                else:
                    waiting += [(item, deeper) for item in run.share(each)]
            elif path[:1] == ("__dict__",):
                waiting.append((each, ()))
            elif not path or is_setting:
                yield each, path
            elif isinstance(each, ModuleValue):
                name = path[0].removesuffix("()")
                found = run.modules.module_attribute(each, name, run.store)
                waiting.append((found, path[1:]))
            else:
                yield each, path
                waiting += _of_attribute(run, each, path)


def give_whole(run: Run, value: Value) -> None:
    """A class or a module is given to somebody: its lists and dicts may be changed."""
    if isinstance(value, ClassValue):
        run.escape_attributes(value)
    elif isinstance(value, ModuleValue) and value.path.endswith(".py"):
        module = run.modules.module(value.path)
        names = {} if isinstance(module, Unreadable) else module.names
        if run.spend_on(len(names)):
            held = [each.value for each in names.values() if isinstance(each, Binding)]
            run.escape_all(each for each in held if isinstance(each, (Sequence, Dictionary)))


def _into(
    container: Sequence | Dictionary, path: tuple[str, ...], *, is_fixed: bool
) -> tuple[str, ...] | None:
    """The path from the items of a container, `None` where that itself may be changed."""
    part = path[0] if path else ALL_ITEMS if is_fixed else None
    if part in _ITEMS or part in _NO_ITEMS:
        return ()
    if part in _AN_ITEM:
        # Of a list it may be a slice.
        is_one = isinstance(container, Dictionary) or part == ITEM
        return path[1:] if is_one else ()
    return () if is_fixed else None


def _of_attribute(
    run: Run, owner: Value, path: tuple[str, ...]
) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """What an attribute of a class or an instance may lead to."""
    is_instance = isinstance(owner, Made)
    found = owner.callee if isinstance(owner, Made) else owner
    if not isinstance(found, ClassValue) or path[0].endswith("()"):
        return
    if path[0] == CLASS_OF and is_instance:
        yield found, path[1:]
    tables = [
        link.namespace for link in run.modules.lineage(found, run.store, run.lineages).classes
    ]
    if isinstance(owner, Made) and owner.changed_later is not None:
        tables.append(owner.changed_later)
    for table in tables:
        binding = run.store.read(table, path[0])
        if isinstance(binding, Binding):
            yield binding.value, path[1:]
