"""Values as plain data of Python: what they are, whether they count as true, or are `None`.

Knows what Python makes of data; must not know how a file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .lattice import choices
from .operations import FilePath
from .values import (
    ITEMS,
    MAX_PLAIN,
    Choice,
    ClassValue,
    Constant,
    Deferred,
    Dictionary,
    External,
    FalFunction,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    ModuleValue,
    Sequence,
    SequenceKind,
    Table,
    Unknown,
    Unset,
    Value,
)

MUTATING = frozenset(
    {
        *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"),
        *("update", "setdefault", "popitem", "add", "discard", "difference_update"),
        *("intersection_update", "symmetric_difference_update"),
        *("__setitem__", "__delitem__", "__iadd__", "__ior__"),
    }
)
"""The methods of Python's lists, dicts and sets that change them."""

_TIMEDELTA = Foreign("datetime.timedelta")


def is_none(value: Value) -> bool | None:
    """Whether a value is Python's `None`; `None` where that is not known."""
    if not isinstance(value, Choice):
        return _is_none(value)
    answers = {_is_none(each) for each in choices(value)}
    return answers.pop() if len(answers) == 1 else None


def _is_none(value: Value) -> bool | None:
    if isinstance(value, Constant):
        return value.data is None
    if isinstance(value, Unknown):
        return False if value.kind else None
    if isinstance(value, Made):
        makes = isinstance(value.callee, (FalThing, ClassValue)) or value.callee == _TIMEDELTA
        return False if makes else None
    if isinstance(value, FalThing):
        last = value.name.rpartition(".")[2]
        # fal itself, and what is named like a class.
        return False if last == "fal" or (last[:1].isupper() and not last.isupper()) else None
    # What somebody else's name stands for may be anything.
    return None if isinstance(value, (Foreign, External, Deferred, Unset)) else False


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; `None` where that is not known."""
    if not isinstance(value, Choice):
        return _truth(value)
    answers = {_truth(each) for each in choices(value)}
    return answers.pop() if len(answers) == 1 else None


def _truth(value: Value) -> bool | None:
    if isinstance(value, Constant):
        return bool(value.data)
    if isinstance(value, (Sequence, Dictionary)):
        items = value.table[ITEMS]
        return None if items is None else bool(items)
    if isinstance(value, (FunctionValue, ClassValue, FalFunction, ModuleValue)):
        return True
    if isinstance(value, FalThing):
        return True
    return None


def non_iterable(value: Value) -> str:
    """The type of a value that is certainly nothing to iterate over, empty for others."""
    is_single = isinstance(value, Constant) and isinstance(value.data, (int, float, type(None)))
    return type(value.data).__name__ if is_single else ""  # type: ignore[union-attr]


class _NotPlain(Exception):  # noqa: N818
    """A value is no plain data, or too much of it."""


def plain(value: Value, budget: list[int] | None = None) -> tuple[bool, Any]:
    """Whether a value is known as plain data of Python, and this data.

    Data with more values than are left of a `budget` is not; it is used up.
    """
    if isinstance(value, Constant):
        return True, value.data
    if not isinstance(value, (Sequence, Dictionary)):
        return False, None
    try:
        return True, _plain(value, [MAX_PLAIN] if budget is None else budget)
    except (_NotPlain, RecursionError):
        return False, None


def _plain(value: Value, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0:
        raise _NotPlain
    if isinstance(value, Constant):
        if isinstance(value.data, FilePath):
            raise _NotPlain
        return value.data
    if isinstance(value, Sequence):
        items = value.table[ITEMS]
        if items is None:
            raise _NotPlain
        data = [_plain(each, budget) for each in items]
        return _MADE[value.kind](data)
    if isinstance(value, Dictionary) and value.table[ITEMS] is not None:
        return {key: _plain(each, budget) for key, each in value.table[ITEMS].items()}
    raise _NotPlain


_MADE: Mapping[SequenceKind, Callable[[list[Any]], Any]] = {
    "list": lambda data: data,
    "tuple": tuple,
    "set": lambda data: _set(data),
    "dict_keys": lambda data: dict.fromkeys(data).keys(),
    "dict_values": lambda data: dict(enumerate(data)).values(),
    "dict_items": lambda data: dict(data).items(),
}
"""What Python makes of the items of each kind."""


def _set(data: list[Any]) -> Any:
    try:
        return set(data)
    except TypeError:
        raise _NotPlain from None


def possible(value: Value) -> tuple[Any, ...] | None:
    """The plain data that a value may have; `None` where some of it is not known."""
    found = [plain(each) for each in choices(value)]
    return tuple(data for _, data in found) if all(known for known, _ in found) else None


def data_value(data: Any) -> Value:
    """The value of plain data that nothing can change."""
    if isinstance(data, list):
        return Sequence("list", Table("", {ITEMS: tuple(map(data_value, data))}))
    if isinstance(data, dict):
        return Dictionary(Table("", {ITEMS: {key: data_value(each) for key, each in data.items()}}))
    return Constant(data)
