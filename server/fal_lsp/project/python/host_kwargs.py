"""What fal collects of a class when it is defined: `host_kwargs`, which it passes to the platform.

Knows `App.__init_subclass__` of fal 1.83.0 (fal/app.py); must not know `[tool.fal]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from . import fal_names
from .attributes import of_fal
from .lattice import join_bindings, may_be_unset, without
from .plain_data import data_value, is_none, truth
from .values import ANY_NAME, ITEMS, Binding, ClassValue, Constant, Dictionary, FalThing, Value

if TYPE_CHECKING:
    from .attributes import Attributes

_MAX_CHAIN = 60

_TRUTHY = frozenset({"app_files", "app_files_ignore"})
"""The attributes that `__init_subclass__` copies only where they are not empty."""

PASSED = frozenset({"machine_type", "num_gpus", "regions", "requirements", "local_python_modules"})
"""The attributes that `wrap_app` passes in addition to `host_kwargs`."""


class Collected(NamedTuple):
    """`host_kwargs` of a class, a key that may not be there with `UNSET` among its values."""

    values: Mapping[str, Binding]
    explicit: Mapping[str, bool]
    """The keys that count as set by the class itself, `False` for those that may not."""
    is_certain: bool


CollectedBy = Callable[[ClassValue], Collected | None]
"""What a base class collects; `None` where that is just being asked."""


def statement_keywords(attributes: Attributes, found: ClassValue) -> dict[str, Binding]:
    """The keywords of the class statements that `host_kwargs` passes on."""
    keywords: dict[str, Binding] = {}
    current: ClassValue | None = found
    for _ in range(_MAX_CHAIN):
        if current is None:
            break
        keywords = {**current.keywords, **keywords}
        above = attributes.lineage(current).classes[1:]
        current = next((each for each in above if attributes.lineage(each).is_app), None)
    return keywords


def host_kwargs(attributes: Attributes, found: ClassValue, collected_by: CollectedBy) -> Collected:
    """`host_kwargs` after `__init_subclass__`."""
    parent = _before(attributes, found, collected_by)
    if parent is None:
        return Collected({}, {}, False)
    line = attributes.lineage(found)
    values = {**parent.values, **found.keywords}
    values.pop("name", None)
    names = attributes.names(found)
    inherited: Mapping[str, Binding | None] = {}
    if line.is_complete and ANY_NAME not in names:
        inherited = _collected_of_fal(line.fal_bases)
    for key in dict.fromkeys((*parent.values, *fal_names.COLLECTED)):
        if key in inherited and key not in names:
            default = inherited[key]
            if default is not None:
                values[key] = default
            continue
        attribute = attributes.get(found, key, later=False)
        if attribute is not None:
            _update(values, key, attribute, _is_taken(key, attribute, parent.values.get(key)))
    image = attributes.get(found, "image", later=False)
    if image is not None and is_none(image.value) is not True:
        kind = image._replace(value=Constant("container"))
        _update(values, "kind", kind, None if is_none(image.value) is None else True)
    is_certain = parent.is_certain and line.is_complete and not found.spreads_keywords
    return Collected(values, _explicit(attributes, found, parent), is_certain)


def _before(
    attributes: Attributes, found: ClassValue, collected_by: CollectedBy
) -> Collected | None:
    """What `cls.host_kwargs` is before `__init_subclass__` sets it."""
    above: Collected | None = None
    own: Binding | None = None
    for index, link in enumerate(attributes.lineage(found).links):
        if isinstance(link, ClassValue):
            if index > 0 and attributes.lineage(link).is_app:
                above = collected_by(link)
                break
            own = own or attributes.store.read(link.namespace, "host_kwargs")
        elif isinstance(link, FalThing) and link.name in fal_names.APP_CLASSES:
            above = _of_app()
            break
    if above is None or own is None:
        return above
    value = attributes.resolved(own.value)
    items = value.table[ITEMS] if isinstance(value, Dictionary) else None
    if not isinstance(items, dict) or not all(isinstance(key, str) for key in items):
        return Collected({}, above.explicit, False)
    parts = own.written.parts if own.written is not None else {}
    return above._replace(
        values={
            key: own._replace(value=item, source="", name=None, written=parts.get(key))
            for key, item in items.items()
        }
    )


def _explicit(attributes: Attributes, found: ClassValue, parent: Collected) -> dict[str, bool]:
    explicit = {**parent.explicit, **dict.fromkeys(found.keywords, True)}
    for key, above in parent.values.items():
        own = attributes.store.read(found.namespace, key)
        if own is not None:
            is_certain = not may_be_unset(above.value) and not may_be_unset(own.value)
            explicit[key] = explicit.get(key, False) or is_certain
    return explicit


def _is_taken(key: str, attribute: Binding, above: Binding | None) -> bool | None:
    """Whether an attribute takes the place of what a base class has collected.

    That is only kept where the attribute is `None`. `None` where it is not known.
    """
    if above is not None and not may_be_unset(above.value):
        return _counts("", attribute.value)
    counts = _counts(key, attribute.value)
    return None if counts is False and above is not None and key in _TRUTHY else counts


def _counts(key: str, value: Value) -> bool | None:
    """Whether `__init_subclass__` takes an attribute, `None` where that is not known."""
    if key in _TRUTHY:
        return truth(value)
    none = is_none(value)
    return None if none is None else not none


def _update(values: dict[str, Binding], key: str, binding: Binding, counts: bool | None) -> None:
    if counts:
        values[key] = binding
    elif counts is None:
        rest = without(binding.value, lambda each: _counts(key, each) is False)
        taken = binding._replace(value=rest if rest is not None else binding.value)
        values[key] = join_bindings([taken, values.get(key)])


@cache
def _of_app() -> Collected:
    """`host_kwargs` of `fal.App`."""
    passed = fal_names.HOST_KWARGS.items()
    return Collected({key: Binding(data_value(each), 0) for key, each in passed}, {}, True)


@cache
def _collected_of_fal(bases: tuple[str, ...]) -> Mapping[str, Binding | None]:
    """What `__init_subclass__` reads where only classes of fal set it; `None` is not taken."""
    found: dict[str, Binding | None] = {}
    for key in {*fal_names.HOST_KWARGS, *fal_names.COLLECTED} - _TRUTHY:
        binding = of_fal(bases, key)
        found[key] = binding if binding is not None and is_none(binding.value) is False else None
    return found
