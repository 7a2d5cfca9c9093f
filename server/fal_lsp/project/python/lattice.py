"""The lattice of values: what may be any of several, and what is left once some are ruled out.

Knows which values are certainly the same; must not know how a file is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .values import (
    ITEMS,
    MAX_PLAIN,
    UNSET,
    Arguments,
    Binding,
    Choice,
    ClassValue,
    Constant,
    Dictionary,
    FalFunction,
    FunctionValue,
    Made,
    Sequence,
    Table,
    Unknown,
    Unset,
    Value,
)

MAX_CHOICE = 8


def same(one: Any, other: Any, budget: list[int] | None = None) -> bool:
    """Whether two values are certainly the same in every respect that is looked at."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    budget = [MAX_PLAIN] if budget is None else budget
    budget[0] -= 1
    if budget[0] < 0:
        return False
    if isinstance(one, Constant):
        return type(one.data) is type(other.data) and bool(one.data == other.data)
    if isinstance(one, Sequence):
        left, right = one.table[ITEMS], other.table[ITEMS]
        return (
            one.kind == other.kind
            and left is not None
            and right is not None
            and len(left) == len(right)
            and all(same(a, b, budget) for a, b in zip(left, right, strict=True))
        )
    if isinstance(one, Dictionary):
        left, right = one.table[ITEMS], other.table[ITEMS]
        return (
            left is not None
            and right is not None
            and list(left) == list(right)
            and all(same(left[key], right[key], budget) for key in left)
        )
    if isinstance(one, Made):
        return (
            not (one.is_changed or other.is_changed)
            and same(one.callee, other.callee, budget)
            and _same_arguments(one.arguments, other.arguments, budget)
        )
    if isinstance(one, (FunctionValue, ClassValue, FalFunction, Choice)):
        return False
    return bool(one == other)


def entwine(one: Any, other: Any) -> bool:
    """Note of two values that are the same that from here on either may stand for both.

    Two containers with equal contents are still two: what is added to one is not in the other. So
    a change of one of them makes the contents of both unknown (`Store.write`). Returns whether
    there are few enough of them.
    """
    if one is other:
        return True
    if isinstance(one, Sequence):
        is_few = one.kind == "tuple" or _pair(one.table, other.table)
        return is_few and all(map(entwine, one.table[ITEMS], other.table[ITEMS]))
    if isinstance(one, Dictionary):
        items, others = one.table[ITEMS], other.table[ITEMS]
        return _pair(one.table, other.table) and all(
            entwine(items[key], others[key]) for key in items
        )
    if isinstance(one, Made):
        keywords, others = one.arguments.keywords, other.arguments.keywords
        return all(map(entwine, one.arguments.positional, other.arguments.positional)) and all(
            entwine(keywords[name].value, others[name].value) for name in keywords
        )
    return True


def _pair(one: Table, other: Table) -> bool:
    if one is other:
        return True
    if one.owner != other.owner:
        # A run leaves nothing behind in the containers of other files.
        return False
    twins = {id(each): each for each in (one, *one.twins, other, *other.twins)}
    if len(twins) > MAX_CHOICE:
        return False
    for each in twins.values():
        each.twins = list(twins.values())
    return True


def _same_arguments(one: Arguments, other: Arguments, budget: list[int]) -> bool:
    return (
        not (one.spreads or other.spreads)
        and len(one.positional) == len(other.positional)
        and one.keywords.keys() == other.keywords.keys()
        and all(same(a, b, budget) for a, b in zip(one.positional, other.positional, strict=True))
        and all(
            same(binding.value, other.keywords[name].value, budget)
            for name, binding in one.keywords.items()
        )
    )


def join(values: Iterable[Value]) -> Value:
    """What may be any of some values: the only one, a `Choice`, `Unknown` where they are many."""
    found: list[Value] = []
    for value in values:
        for each in value.values if isinstance(value, Choice) else (value,):
            known = next((other for other in found if same(each, other)), None)
            if known is None:
                found.append(each)
            if len(found) > MAX_CHOICE or not (known is None or entwine(known, each)):
                return Unknown("many possible values")
    return found[0] if len(found) == 1 else Choice(tuple(found))


def join_bindings(bindings: Iterable[Binding | None]) -> Binding:
    """One binding for all that a name may have; `None` is no binding."""
    listed = list(bindings)
    present = [each for each in listed if each is not None]
    value = join(UNSET if each is None else each.value for each in listed)
    # The last in the order of the file is what a reader sees last.
    first = next((each for each in present if not isinstance(each.value, Unset)), present[0])
    sources = {each.source for each in present}
    return first._replace(value=value, source=first.source if len(sources) == 1 else "")


def choices(value: Value) -> tuple[Value, ...]:
    """The values that something may have; itself where it has only one."""
    return value.values if isinstance(value, Choice) else (value,)


def without(value: Value, unwanted: Any) -> Value | None:
    """A value once some of its choices are ruled out, `None` where nothing is left."""
    if not isinstance(value, Choice):
        return None if unwanted(value) else value
    left = [each for each in value.values if not unwanted(each)]
    if len(left) == len(value.values):
        return value
    return join(left) if left else None


def may_be_anything(value: Value) -> bool:
    """Whether one of the values that something may have is not known, not even its type."""
    return any(isinstance(each, Unknown) and not each.kind for each in choices(value))


def may_be_unset(value: Value) -> bool:
    """Whether a name may not be bound, or a setting not set."""
    return UNSET in value.values if isinstance(value, Choice) else isinstance(value, Unset)


def is_known_default(value: Value) -> bool:
    """Whether a value is certainly a default: `...`, `MISSING` and their like say there is none."""
    is_container = isinstance(value, (Sequence, Dictionary))
    return is_container or (isinstance(value, Constant) and value.data is not ...)


def set_part(value: Value) -> Value | None:
    """A value without what it is where it is not set, `None` where nothing is left."""
    if not isinstance(value, Choice):
        return None if isinstance(value, Unset) else value
    return without(value, lambda each: isinstance(each, Unset))
