"""What an attribute of a class is, in Python's order of its bases and with those of fal.

Knows how a class and its bases are read and changed; must not know what fal does with an attribute.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from . import fal_names
from .lattice import choices, join, join_bindings, may_be_unset, set_part
from .plain_data import data_value
from .values import (
    ANY_NAME,
    DELETED,
    UNSET,
    Binding,
    ClassValue,
    FalThing,
    Foreign,
    Unknown,
    Unset,
)

if TYPE_CHECKING:
    from .module import Module
    from .modules import Modules
    from .mro import Lineage, Lineages, Link
    from .values import Value


class Attributes:
    """The attributes of classes as one file sees them."""

    def __init__(self, modules: Modules, module: Module) -> None:
        self.modules = modules
        self.module = module
        self.store = module.store
        self._lineages: Lineages = {}
        self._names: dict[int, dict[str, None]] = {}

    def lineage(self, found: ClassValue) -> Lineage:
        """The class and its bases in order."""
        known = self._lineages.get(id(found))
        return known or self.modules.lineage(found, self.store, self._lineages)

    def resolved(self, value: Value) -> Value:
        """A value in place of the name that stands for it."""
        found = self.modules.resolve(value, self.store)
        return self.store.seen(found) if self.store.elsewhere else found

    def of_annotation(self, path: str, value: Value | str) -> Value:
        """What a type in an annotation of a file stands for.

        It is a name where the annotation is evaluated once the file has run.
        """
        if isinstance(value, str):
            name, value = value, self.modules.member(path, value, self.store)
            if isinstance(value, Unset) and hasattr(builtins, name):
                value = Foreign(f"builtins.{name}")
        return self.resolved(value)

    def names(self, found: ClassValue) -> Mapping[str, None]:
        """The names that project classes of a lineage bind; `ANY_NAME` stands for unknown ones."""
        names = self._names.get(id(found))
        if names is None:
            names = self._names[id(found)] = {}
            for each in self.lineage(found).classes:
                names.update(dict.fromkeys((*each.namespace, *self.changed_later(each))))
        return names

    def changed_later(self, found: ClassValue) -> list[str]:
        """The names that are set or removed after the class statement."""
        return self.store.keys(found.changed_later)

    def own(self, found: ClassValue) -> frozenset[str]:
        """The names that the class certainly sets itself, in its statement or after it."""
        later = set(self.changed_later(found)) - {ANY_NAME, "__init__"}
        return frozenset(
            name for name in {*found.namespace, *later} if self._is_certainly_own(found, name)
        )

    def is_unchanged(self, found: ClassValue) -> bool:
        """Whether a class has what its statement gives it, and certainly nothing else."""
        is_changed = bool(self.changed_later(found)) or self.may_have_others(found)
        return found.is_as_written and not is_changed

    def of_statement(self, found: ClassValue, name: str) -> Binding | None:
        """What the statement of a class itself binds a name to."""
        binding: Binding | None = self.store.read(found.namespace, name)
        return binding

    def may_have_others(self, found: ClassValue) -> bool:
        """Whether code may set attributes of the class that nobody can read."""
        return (
            self.store.read(found.changed_later, ANY_NAME) is not None
            or self.store.read(found.namespace, ANY_NAME) is not None
            or self.module.sets_unknown
            or self.module.is_dynamic
        )

    def of_all_names(self, found: ClassValue, *, later: bool = True) -> dict[str, Binding | None]:
        """Each attribute that a class of the project binds; without `later` as defined."""
        return {
            name: self.get(found, name, later=later)
            for name in self.names(found)
            if name != ANY_NAME
        }

    def _is_certainly_own(self, found: ClassValue, name: str) -> bool:
        later = self.store.read(found.changed_later, name)
        if later is not None and DELETED in choices(later.value):
            return False
        bindings = [
            self.store.read(table, name) for table in (found.namespace, found.changed_later)
        ]
        return any(each is not None and not may_be_unset(each.value) for each in bindings)

    def get(self, found: ClassValue, name: str, *, later: bool = True) -> Binding | None:
        """`getattr(found, name)`, `None` where no class has it; without `later` as defined."""
        line = self.lineage(found)
        names = self.names(found)
        is_bound = name in names or ANY_NAME in names
        if not is_bound and line.is_complete:
            return of_fal(line.fal_bases, name)
        seen: list[Binding | None] = []
        for link in line.links:
            if not is_bound and not isinstance(link, FalThing):
                continue
            binding = self._of_link(found, link, name, later)
            if binding is None:
                continue
            seen.append(binding)
            if not may_be_unset(binding.value):
                break
        else:
            seen.append(None)
        if seen == [None]:
            return None
        is_own = len(seen) == 1 and seen[0] is not None and seen[0].owner == found.definition.name
        if not line.is_complete and not (is_own and name in found.namespace):
            seen.append(Binding(Unknown("a base class is not known"), 0))
        resolved = [None if each is None else self._resolved(each) for each in seen]
        if len(resolved) == 1:
            return resolved[0]
        rest = [each for each in resolved[:-1] if each is not None]
        certain = [each._replace(value=set_part(each.value) or UNSET) for each in rest]
        return join_bindings([*certain, resolved[-1]])

    def _resolved(self, binding: Binding) -> Binding:
        value = self.resolved(binding.value)
        return binding if value is binding.value else binding._replace(value=value)

    def _of_link(self, found: ClassValue, link: Link, name: str, later: bool) -> Binding | None:
        if isinstance(link, FalThing):
            return _of_fal_class(link.name, name)
        if not isinstance(link, ClassValue):
            return None
        if self.store.read(link.changed_later, ANY_NAME) is not None:
            return Binding(Unknown("set by code"), link.definition.line)
        first: Binding | None = self.store.read(link.namespace, name)
        after: Binding | None = self.store.read(link.changed_later, name)
        if first is None and self.store.read(link.namespace, ANY_NAME) is not None:
            return Binding(join([UNSET, Unknown("bound by code")]), link.definition.line)
        if after is None:
            return first
        if not later:
            # When a base was changed is not known.
            return first if link is found else join_bindings([first, after])
        if may_be_unset(after.value):
            return join_bindings([first, after])
        return after


def of_fal(bases: tuple[str, ...], name: str) -> Binding | None:
    """An attribute that a class has from the classes of fal among its bases."""
    for base in bases:
        found = _of_fal_class(base, name)
        if found is not None:
            return found
    return None


@cache
def _of_fal_class(class_name: str, name: str) -> Binding | None:
    """An attribute of one of fal's own classes."""
    if class_name not in fal_names.APP_BASES and class_name not in fal_names.APP_CLASSES:
        return None
    if name in fal_names.APP_DEFAULTS and class_name == "fal.App":
        return Binding(data_value(fal_names.APP_DEFAULTS[name]), 0)
    if name in fal_names.APP_METHODS:
        return Binding(Unknown("a method of fal", "function"), 0)
    others = fal_names.OTHER_APPS.get(class_name, {})
    return Binding(data_value(others[name]), 0) if name in others else None
