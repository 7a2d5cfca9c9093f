"""What the members of an enumeration are. Knows Python's `enum`, not how a class is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .plain_data import plain
from .values import Arguments, ClassValue, Foreign, Made, Unknown, Value

if TYPE_CHECKING:
    from .mro import Lineage
    from .values import Binding

_ENUMERATIONS = frozenset(
    {"enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.Flag", "enum.IntFlag"}
)
_MACHINERY = frozenset(
    {"__new__", "__init__", "_missing_", "value", "_value_", "_generate_next_value_", "_ignore_"}
)
"""What an enumeration defines where its members are not what is written."""

_TYPES = {
    "builtins.str": str,
    "builtins.int": int,
    "builtins.float": float,
    "enum.StrEnum": str,
    "enum.IntEnum": int,
}
"""What else a member is, for each base that says so."""


def member(owner: ClassValue, binding: Binding, line: Lineage) -> Value:
    """Data that a class has as an attribute; in an enumeration, the member made from it."""
    value, bases = binding.value, _bases(line)
    if not bases & _ENUMERATIONS:
        return value
    if not _is_as_written(line):
        return Unknown("a member of an enumeration")
    known, data = plain(value)
    wanted = next((each for base, each in _TYPES.items() if base in bases), None)
    if wanted is None:
        made = Made(owner, Arguments((value,)), binding.line)
        made.kind = "Enum" if _is_plain(line) else ""
        return made
    return value if known and type(data) is wanted else Unknown("a member")


def value_of(made: Made, line: Lineage) -> Value | None:
    """The `value` of a member, `None` for an instance of another class."""
    if not _bases(line) & _ENUMERATIONS or not _is_as_written(line):
        return None
    first = made.arguments.first
    return Unknown("a member") if first is None else first


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
    owner = line.links[0]
    return isinstance(owner, ClassValue) and owner.namespace.keys().isdisjoint(_MACHINERY)
