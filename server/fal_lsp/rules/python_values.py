"""Values that a Python file sets for an app, judged by the rules that judge those of TOML.

Knows which value fal would use for a key; must not know what is wrong with a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from .context import APPS, AppContext, memoized
from .finding import FileRange, Finding, Place, Related
from .precedence import options, overridden

if TYPE_CHECKING:
    from ..project.python.settings import Data, Origin

_MOST = 16
"""Ways in which the values of an app may be combined that are tried."""

_DEPTH = len(APPS) + 1
"""Where in the path of a place the key of an app is."""


class PythonValue(NamedTuple):
    """What a class or a decorator sets for a key, in TOML's types; `None` where it is unknown.

    `possible` holds more than one value where it depends on a condition.
    """

    origin: Origin
    name: str
    """The name in Python."""
    possible: tuple[Any, ...]


@memoized
def python_values(app: AppContext) -> Mapping[str, PythonValue]:
    """The keys of an app whose value comes from the class or the function of its `ref`."""
    replaced = overridden(app)
    return {
        key: PythonValue(option.origin, option.name, _possible(option.origin.setting.value))
        for key, option in options(app).items()
        if (option.name == key or key == "health_check")
        and option.origin.setting.value.is_none is not True
        and (key in replaced or not app.has(key))
    }


def judged(check: Callable[[AppContext], Iterator[Finding]], app: AppContext) -> Iterator[Finding]:
    """What `check` finds in an app, and in the values that fal would use for it.

    A finding that follows from values in a Python file is reported there if it holds whatever is
    not known. One that compares keys counts only for the values that fal would use.
    """
    values = python_values(app) if app.project is not None else {}
    if not values:
        yield from check(app)
        return
    own = {_identity(each): each for each in check(app)}
    effective = _common(check, app, values)
    for identity, finding in own.items():
        if identity in effective or len(_keys(finding)) < 2:
            yield finding
    for identity, finding in effective.items():
        if identity not in own:
            yield _in_python(finding, values)


def _common(
    check: Callable[[AppContext], Iterator[Finding]],
    app: AppContext,
    values: Mapping[str, PythonValue],
) -> Mapping[object, Finding]:
    """The findings that every combination of possible values has."""
    listed = [each.possible for each in values.values()]
    combinations = 1
    for each in listed:
        combinations *= len(each)
    if combinations > _MOST:
        listed = [each if len(each) == 1 else (None,) for each in listed]
    common: dict[object, Finding] | None = None
    for data in product(*listed):
        view = app.with_values(dict(zip(values, data, strict=True)))
        found = {_identity(each): each for each in check(view)}
        if common is not None:
            found = {key: each for key, each in common.items() if key in found}
        common = found
        if not common:
            break
    return common or {}


def _identity(finding: Finding) -> object:
    return finding.rule, finding.message, finding.place


def _keys(finding: Finding) -> set[object]:
    """The keys of the app that a finding is about."""
    places = [finding.place, *(each.place for each in finding.related)]
    return {each.path[_DEPTH] for each in places if isinstance(each, Place) and each.path[_DEPTH:]}


def _in_python(finding: Finding, values: Mapping[str, PythonValue]) -> Finding:
    """A finding about effective values at the places that set them."""
    related = tuple(
        Related(each.message, _place(each.place, values)) if isinstance(each.place, Place) else each
        for each in finding.related
    )
    place = finding.place
    if isinstance(place, Place):
        place = _place(place, values)
    return finding._replace(place=place, related=related, fixes=())


def _place(place: Place, values: Mapping[str, PythonValue]) -> Place | FileRange:
    key = place.path[_DEPTH] if len(place.path) > _DEPTH else ""
    value = values.get(key) if isinstance(key, str) else None
    return place if value is None else value_range(value.origin, *place.path[_DEPTH + 1 :])


def value_range(origin: Origin, *path: int | str) -> FileRange:
    """Where a Python file writes a value, or an item in it as far as that is written out."""
    written = origin.setting.written
    if written is None:
        return FileRange(origin.path, (origin.setting.line, 0))
    written = written.at(*path)
    return FileRange(origin.path, written.start, written.end)


def name_range(origin: Origin) -> FileRange:
    """Where a Python file writes the name of a setting."""
    name = origin.setting.name
    if name is None:
        return FileRange(origin.path, (origin.setting.line, 0))
    return FileRange(origin.path, name.start, name.end)


def _possible(value: Data) -> tuple[Any, ...]:
    if value.possible is None:
        return (None,)
    return tuple(_in_toml(each) for each in value.possible)


def _in_toml(data: Any) -> Any:
    """Plain data of Python in TOML's types; `None` for what has none."""
    if isinstance(data, (str, int, float)):
        return data
    if isinstance(data, (list, tuple)):
        return [_in_toml(each) for each in data]
    if isinstance(data, dict) and all(isinstance(key, str) for key in data):
        return {key: _in_toml(each) for key, each in data.items()}
    return None
