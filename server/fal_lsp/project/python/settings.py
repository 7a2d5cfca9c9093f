"""Values as those who judge settings see them: plain data, with the place that sets it.

Knows values; must not know classes, fal or rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .lattice import choices, set_part
from .plain_data import is_none, plain, possible, truth
from .values import Binding, Constant, FalThing, Foreign, FunctionValue, Made, Unknown, Value

if TYPE_CHECKING:
    from .source import Written


class ArgumentData(NamedTuple):
    """What a call was given, as data."""

    positional: tuple[Data, ...]
    keywords: tuple[tuple[str, Data], ...]


class Data(NamedTuple):
    """What is known of a value: `data` where it is `known`, else only how it is written."""

    known: bool
    data: Any
    source: str
    """The expression as written, cut to one line; empty where several give the value."""
    possible: tuple[Any, ...] | None = None
    """All plain data that it may be, where that is known."""
    is_none: bool | None = None
    """Whether it is `None`, which fal mostly takes for "not set"; `None` where that is unknown."""
    holds: bool | None = None
    """Whether it counts as true."""
    made_by: str = ""
    """What of fal or Python certainly made it, such as `fal.HealthCheck`."""
    is_function: bool = False
    """It is certainly a function or a method."""
    arguments: ArgumentData | None = None
    """What `made_by` was called with, where no `*` or `**` hides any."""
    kind: str = ""
    """The type that it certainly has where its value is not known, such as `str` or `method`."""


class Setting(NamedTuple):
    """A value that a class or a call is given under a name."""

    value: Data
    line: int
    conditional: bool = False
    """It may not be set at all."""
    name: Written | None = None
    """Where its name is written, if that is known."""
    written: Written | None = None
    """Where its value is written."""


class Origin(NamedTuple):
    """A setting, with the class or function that sets it."""

    setting: Setting
    path: str
    class_name: str


def data(value: Value, source: str = "") -> Data:
    """What is known of a value."""
    if isinstance(value, FunctionValue):
        # Most attributes of a class are methods.
        is_function = not value.opaque
        return Data(False, None, source, is_none=False, holds=True, is_function=is_function)
    known, plain_data = plain(value)
    listed = choices(value)
    makers = {_maker(each) for each in listed}
    return Data(
        known,
        plain_data,
        source,
        (plain_data,) if known else possible(value) if len(listed) > 1 else None,
        is_none(value),
        truth(value),
        makers.pop() if len(makers) == 1 else "",
        all(isinstance(each, FunctionValue) and not each.opaque for each in listed),
        _arguments(value),
        "" if known else _kind(listed),
    )


def _kind(values: tuple[Value, ...]) -> str:
    kinds = set()
    for each in values:
        if isinstance(each, Constant):
            kinds.add(type(each.data).__name__)
        else:
            kinds.add(each.kind if isinstance(each, (Unknown, Made)) else "")
    return kinds.pop() if len(kinds) == 1 else ""


def _maker(value: Value) -> str:
    callee = value.callee if isinstance(value, Made) else None
    return callee.name if isinstance(callee, (FalThing, Foreign)) else ""


def _arguments(value: Value) -> ArgumentData | None:
    if not isinstance(value, Made) or not isinstance(value.callee, FalThing):
        return None
    given = value.arguments
    if given.spreads or value.is_changed:
        return None
    return ArgumentData(
        tuple(map(data, given.positional)),
        tuple((name, data(each.value, each.source)) for name, each in given.keywords.items()),
    )


def setting(binding: Binding) -> Setting:
    """A binding as a setting."""
    rest = set_part(binding.value)
    is_conditional = rest is not binding.value
    value = data(Unknown("it is not set") if rest is None else rest, binding.source)
    return Setting(value, binding.line, is_conditional, binding.name, binding.written)


def origin(binding: Binding) -> Origin:
    """A binding with its place."""
    return Origin(setting(binding), binding.path, binding.owner)
