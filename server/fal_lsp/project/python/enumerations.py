"""What the members of an enumeration are. Knows Python's `enum`, not how a class is read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .lattice import join
from .plain_data import plain
from .values import (
    ABC_META,
    Arguments,
    Choice,
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
    from .flow import Store
    from .mro import Lineage
    from .values import Binding

_ENUMERATIONS = frozenset(
    {"enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.Flag", "enum.IntFlag", "enum.ReprEnum"}
)
_FLAGS = frozenset({"enum.Flag", "enum.IntFlag"})
_MACHINERY = frozenset(
    {"__new__", "__init__", "_missing_", "value", "_value_", "_generate_next_value_", "_ignore_"}
)
"""What an enumeration defines where its members are not what is written."""

_KEEPING = sys.stdlib_module_names | {"builtins", "pydantic"}
"""The packages whose classes leave alone what a class below them has."""

_FIELD_MAKERS = frozenset({"pydantic.BaseModel", "typing.NamedTuple"})

_TYPES = {
    "builtins.str": str,
    "builtins.int": int,
    "builtins.float": float,
    "enum.StrEnum": str,
    "enum.IntEnum": int,
}
"""What else a member is, for each base that says so."""


def is_enumeration(line: Lineage) -> bool:
    """Whether a class makes members of its attributes."""
    return not _bases(line).isdisjoint(_ENUMERATIONS)


def member(owner: ClassValue, name: str, binding: Binding, line: Lineage) -> Value:
    """What a class has as an attribute; in an enumeration, the member made from it."""
    if name.startswith("_") or not is_enumeration(line):
        is_data = not isinstance(binding.value, (ClassValue, FunctionValue))
        is_changed = is_data and not (name.startswith("__") or _keeps_attribute(line, name))
        return Unknown("an attribute that a base may change") if is_changed else binding.value
    if isinstance(binding.value, Choice):
        parts = (binding._replace(value=each) for each in binding.value.values)
        return join(member(owner, name, each, line) for each in parts)
    if isinstance(binding.value, FunctionValue):
        return binding.value
    is_known = _is_as_written(line) and _makes_member(binding)
    return _made(owner, binding, line) if is_known else Unknown("a member of an enumeration")


def _keeps_attribute(line: Lineage, name: str) -> bool:
    """Whether an attribute of a class certainly stays what is written.

    A base that is not known may be an enumeration. Fields are no attributes of a model, and
    descriptors in a named tuple and in a dataclass with slots.
    """
    fields = [each.annotated[name] for each in line.classes if name in each.annotated]
    makes_fields = not _FIELD_MAKERS.isdisjoint(_bases(line))
    if makes_fields and (name.startswith("_") or fields[:1] == [True]):
        return False
    if fields[:1] == [True] and any(each.may_have_slots for each in line.classes):
        return False
    tops = {each.name.partition(".")[0] for each in line.links if isinstance(each, Foreign)}
    return (
        line.is_complete
        and tops <= _KEEPING
        and all(each.metaclass in (None, ABC_META) for each in line.classes)
    )


def _made(owner: ClassValue, binding: Binding, line: Lineage) -> Value:
    value, bases = binding.value, _bases(line)
    wanted = next((each for base, each in _TYPES.items() if base in bases), None)
    if wanted is None:
        made = Made(owner, Arguments((value,)), binding.line)
        made.kind = "Enum" if _is_plain(line) else ""
        return made
    known, data = plain(value)
    return value if known and type(data) is wanted else Unknown("a member")


def _makes_member(binding: Binding) -> bool:
    """Whether Python makes a member of a value, and keeps it as its `value`.

    Of a class that is defined inside it does only before 3.13.
    """
    value = binding.value
    if isinstance(value, ClassValue):
        is_inside = value.definition.line == binding.line and value.definition.path == binding.path
        return not is_inside and "__get__" not in value.namespace
    return isinstance(value, (Constant, Sequence, Dictionary))


def lacks_value(found: ClassValue, arguments: Arguments, line: Lineage, store: Store) -> bool:
    """Whether a call of an enumeration certainly asks for a value that no member has."""
    if not is_enumeration(line) or not _is_as_written(line) or _bases(line) & _FLAGS:
        return False
    only = arguments.only
    known, wanted = plain(only) if only is not None else (False, None)
    kinds = {each for base, each in _TYPES.items() if base in _bases(line)}
    members = [
        (name, binding)
        for each in line.classes
        for name in each.namespace
        if not name.startswith("_")
        for binding in [store.read(each.namespace, name)]
        if binding is not None and not isinstance(binding.value, FunctionValue)
    ]
    if not known or not members or any("*" in each.namespace for each in line.classes):
        return False
    for _, binding in members:
        is_plain, data = plain(binding.value)
        if not is_plain or (kinds and {type(data)} != kinds) or data == wanted:
            return False
    return True


def value_of(made: Made, line: Lineage) -> Value | None:
    """The `value` of a member, `None` for an instance of another class."""
    if not is_enumeration(line):
        return None
    first = made.arguments.first
    return Unknown("a member") if first is None or not _is_as_written(line) else first


def _is_plain(line: Lineage) -> bool:
    """Whether the members are certainly nothing else, such as numbers or sequences."""
    return line.is_complete and all(
        link == Foreign("enum.Enum")
        or (isinstance(link, ClassValue) and not any(e.startswith("__") for e in link.namespace))
        for link in line.links
    )


def _bases(line: Lineage) -> set[str]:
    return {each.name for each in line.links if isinstance(each, Foreign)}


def _is_as_written(line: Lineage) -> bool:
    """Whether a member has the value that is written, of the type that is written."""
    known = _ENUMERATIONS | _TYPES.keys() | {"enum.ReprEnum", "abc.ABC"}
    return (
        line.is_complete
        and _bases(line) <= known
        and all(
            each.metaclass is None
            and not (each.is_dataclass or each.is_altered)
            and each.namespace.keys().isdisjoint(_MACHINERY)
            for each in line.classes
        )
    )
