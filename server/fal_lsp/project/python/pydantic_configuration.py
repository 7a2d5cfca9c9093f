"""The configuration of a model of pydantic, `model_config` or `class Config`.

Knows how pydantic 2 reads it from the names of a class; must not know what a setting does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .plain_data import truth
from .values import ANY_NAME, ITEMS, Binding, ClassValue, Dictionary

if TYPE_CHECKING:
    from .flow import Store
    from .mro import Lineage
    from .values import Table

NAMES = ("Config", "model_config")
"""Under which a class may have it."""


def read(store: Store, names: Table) -> Mapping[str, Binding] | None:
    """The settings that the names of a class are now, `None` where they are not known."""
    result: dict[str, Binding] = {}
    for name in NAMES:
        binding = store.read(names, name)
        if binding is None:
            continue
        value = binding.value
        items = store.read(value.table, ITEMS) if isinstance(value, Dictionary) else None
        if items is not None:
            result.update({key: Binding(each, binding.line) for key, each in items.items()})
        elif isinstance(value, ClassValue) and _is_plain(store, value):
            result.update(value.namespace)
        else:
            return None
    return result


def _is_plain(store: Store, found: ClassValue) -> bool:
    """Whether a class has no attributes but those that its statement gives it."""
    is_changed = bool(store.keys(found.changed_later)) or ANY_NAME in found.namespace
    return found.is_as_written and not found.bases and not is_changed


def kept(store: Store, found: ClassValue) -> Mapping[str, Binding] | None:
    """With which a class was made, `None` where it is not known or may be another one by now."""
    if any(store.read(found.changed_later, name) is not None for name in NAMES):
        return None
    now = read(store, found.namespace)
    return now if now == found.configuration else None


def settings_of(store: Store, line: Lineage) -> Mapping[str, Binding] | None:
    """All settings that may count for a class when it is made, `None` where some are not known."""
    own, *bases = line.classes
    result: dict[str, Binding] = {}
    for each in [*(kept(store, base) for base in reversed(bases)), own.configuration]:
        if each is None:
            return None
        result.update(each)
    return result


def is_given(binding: object) -> bool:
    """Whether a configuration is certainly there; an empty one counts as none."""
    value = binding.value if isinstance(binding, Binding) else None
    return isinstance(value, (ClassValue, Dictionary)) and truth(value) is True
