"""What Python certainly refuses in dataclasses, named tuples and `__slots__`.

Knows what these classes consist of; must not know fal or pydantic, nor how a problem is worded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lattice import is_known_default, may_be_unset
from .plain_data import plain
from .refusal import Refusal
from .values import (
    STATELESS,
    ClassValue,
    Dictionary,
    Foreign,
    Made,
    Sequence,
    Value,
)

if TYPE_CHECKING:
    from .attributes import Attributes
    from .mro import Lineage

_FIELD = Foreign("dataclasses.field")
_NAMED_TUPLE = Foreign("typing.NamedTuple")


def refused_class(attributes: Attributes, found: ClassValue, lineage: Lineage) -> Refusal | None:
    """What Python refuses of the fields of a dataclass, or of the slots of a class."""
    if found.is_dataclass:
        refusal = _mutable_default(attributes, found)
        if refusal is not None:
            return refusal
    is_tuple = found.bases == (_NAMED_TUPLE,)
    if is_tuple or (found.is_dataclass and lineage.is_complete):
        refusal = _default_order(attributes, found, lineage)
        if refusal is not None:
            return refusal
    if "__slots__" not in found.namespace or not lineage.is_complete or found.is_hooked:
        return None
    are_plain = all(isinstance(each, ClassValue) or each in STATELESS for each in lineage.links)
    return _slot_with_value(attributes, found) if are_plain else None


def _mutable_default(attributes: Attributes, found: ClassValue) -> Refusal | None:
    """The first field of a dataclass whose default all instances would share, or that has two."""
    for name, is_field in found.annotated.items():
        binding = attributes.of_statement(found, name)
        if binding is None or not is_field:
            continue
        value: Value | None = binding.value
        if isinstance(value, Made) and value.callee == _FIELD:
            given = value.arguments.keywords
            value = given["default"].value if "default" in given else None
            if value is not None and is_known_default(value) and "default_factory" in given:
                return Refusal("field-twice", "field", name, binding.written)
        is_list = isinstance(value, Sequence) and value.kind in ("list", "set")
        if is_list or isinstance(value, Dictionary):
            kind = value.kind if isinstance(value, Sequence) else "dict"
            return Refusal("mutable-default", found.definition.name, name, binding.written, kind)
    return None


def _default_order(attributes: Attributes, found: ClassValue, lineage: Lineage) -> Refusal | None:
    """The first field without a default after one that has one."""
    if found.is_hooked or any(map(_has_keyword_fields, lineage.classes)):
        return None
    fields: dict[str, bool] = {}
    for each in reversed(lineage.classes):
        for name, is_field in each.annotated.items() if each.is_dataclass or each is found else ():
            has_default = _has_default(attributes, each, name) if is_field else None
            if has_default is False and any(name in other.namespace for other in lineage.classes):
                # What a base class has is the default.
                has_default = None
            if has_default is None:
                fields.pop(name, None)
            else:
                fields[name] = has_default
    before = ""
    for name, has_default in fields.items():
        if before and not has_default and name in found.annotated:
            place = found.definition.written
            return Refusal("default-order", found.definition.name, name, place, before)
        before = name if has_default else before
    return None


def _has_keyword_fields(found: ClassValue) -> bool:
    """Whether some fields of a dataclass are arguments that have no order."""
    bare = (name for name in found.annotated if name not in found.namespace)
    return found.is_keyword_only or any(not found.annotated[name] for name in bare)


def _has_default(attributes: Attributes, found: ClassValue, name: str) -> bool | None:
    """Whether a field has a default; `None` where it may be no argument, or may have none."""
    binding = attributes.of_statement(found, name)
    value = binding.value if binding is not None else None
    if value is None:
        return False
    if isinstance(value, Made) and value.callee == _FIELD:
        given = value.arguments.keywords
        if value.arguments.spreads or "init" in given or "kw_only" in given:
            return None
        return "default" in given or "default_factory" in given
    return None if may_be_unset(value) else True


def _slot_with_value(attributes: Attributes, found: ClassValue) -> Refusal | None:
    """The first name in `__slots__` that the class also gives a value."""
    slots = attributes.of_statement(found, "__slots__")
    known, names = plain(slots.value) if slots is not None else (False, None)
    listed = [names] if isinstance(names, str) else names
    for name in listed if known and isinstance(listed, (list, tuple)) else ():
        binding = attributes.of_statement(found, name) if isinstance(name, str) else None
        is_mangled = isinstance(name, str) and name.startswith("__") and not name.endswith("__")
        if binding is not None and not may_be_unset(binding.value) and not is_mangled:
            return Refusal("slot-with-value", found.definition.name, name, binding.name)
    return None
