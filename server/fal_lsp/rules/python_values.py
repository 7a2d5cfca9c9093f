"""The values that fal would use for an app, judged by the rules that judge those of TOML.

Knows what a class or a function may set for each key; must not know what is wrong with a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from fal_schema.lookup import NodePython, app_node

from .app_source import ref_target
from .context import APPS, AppContext, memoized
from .finding import FileRange, Finding, Place, Related
from .precedence import name_in_python, outcomes
from .python_data import FROM_TOML, UNSET, in_python_words, in_toml, of_one_kind

if TYPE_CHECKING:
    from ..project.python.settings import Origin
    from ..project.python.source import Definition, Written

_MOST = 16
"""Combinations of values that are tried for an app."""

_KEY = len(APPS) + 1
"""Where in the path of a place the key of an app is."""


_RETRIES = "fal.sdk.RetryConfig"


class PythonValue(NamedTuple):
    """What fal may use for a key, in TOML's types.

    Among the `possible` values are `FROM_TOML`, `UNSET`, and `None` for one that is unknown.
    `origin` is where the Python file sets it, `None` for a default of fal; `name` is its name
    there.
    """

    possible: tuple[Any, ...]
    origin: Origin | None
    name: str


@memoized
def python_values(app: AppContext) -> Mapping[str, PythonValue]:
    """The keys of an app whose value does not simply come from pyproject.toml.

    Empty where no class or function of the project is certainly what fal loads, or where that
    sets nothing.
    """
    target = ref_target(app)
    values: dict[str, PythonValue] = {}
    for key, each in outcomes(app).items():
        names = app_node().children[key].python or NodePython()
        found = [
            FROM_TOML if outcome.value is None else in_toml(key, outcome.value, names)
            for outcome in each.possible
        ]
        possible = _distinct(of_one_kind(found))
        if any(value is not FROM_TOML for value in possible):
            is_set = any(outcome.source == "python" for outcome in each.possible)
            origin = each.origin if is_set else None
            values[key] = PythonValue(possible, origin, name_in_python(key, target))
    return values


def _distinct(values: list[Any]) -> tuple[Any, ...]:
    found: list[Any] = []
    for each in values:
        if not any(
            each is other or (type(each) is type(other) and each == other) for other in found
        ):
            found.append(each)
    return tuple(found)


def judged(check: Callable[[AppContext], Iterator[Finding]], app: AppContext) -> Iterator[Finding]:
    """What `check` finds in an app, and in the values that fal would use for it.

    A finding that follows from values in a Python file is reported there if it holds whatever is
    not known. One that compares keys counts only for the values that fal would use.
    """
    views = python_views(app)
    if not views:
        yield from check(app)
        return
    own = {_identity(each): each for each in check(app)}
    effective = _common(check, views)
    if not own and not effective:
        return
    values = python_values(app)
    for identity, finding in own.items():
        if identity in effective or len(_keys(finding)) < 2:
            yield finding
    # Of one place a rule says one thing, whatever the class adds to what it knows.
    reported = {(each.rule, each.place) for each in own.values()}
    for finding in effective.values():
        moved = _moved(finding, values)
        if moved is not None and (moved.rule, moved.place) not in reported:
            yield moved


def python_views(app: AppContext) -> tuple[AppContext, ...]:
    """The app with the values that fal would use for it, none where all are from pyproject.toml."""
    values = python_values(app) if app.project is not None else {}
    return app.variants(values, lambda: _views(app, values)) if values else ()


def _views(app: AppContext, values: Mapping[str, PythonValue]) -> tuple[AppContext, ...]:
    """The app with each combination of the values that fal may use."""
    listed = [each.possible for each in values.values()]
    combinations = 1
    for each in listed:
        combinations *= len(each)
    if combinations > _MOST:
        listed = [each if len(each) == 1 else (None,) for each in listed]
    views = []
    for combination in product(*listed):
        data = dict(zip(values, combination, strict=True))
        replaced = {
            key: each for key, each in data.items() if each is not FROM_TOML and each is not UNSET
        }
        removed = {key for key, each in data.items() if each is UNSET}
        views.append(app.with_values(replaced, removed))
    return tuple(views)


def _common(
    check: Callable[[AppContext], Iterator[Finding]], views: tuple[AppContext, ...]
) -> Mapping[object, Finding]:
    """The findings that all of some variants of an app have."""
    common: dict[object, Finding] | None = None
    for view in views:
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
    return {each.path[_KEY] for each in places if isinstance(each, Place) and each.path[_KEY:]}


def _moved(finding: Finding, values: Mapping[str, PythonValue]) -> Finding | None:
    """A finding about effective values at the places that set them; `None` where fal does."""
    related = []
    for each in finding.related:
        place = _place(each.place, values) if isinstance(each.place, Place) else each.place
        if place is not None:
            related.append(Related(each.message, place))
    main = finding.place
    if not isinstance(main, Place):
        return None
    place = _place(main, values)
    if place is None:
        return None
    if isinstance(place, FileRange):
        key = str(main.path[_KEY])
        finding = in_python_words(finding, key, values[key].name)
        *_, before, last = main.path
        origin = values[key].origin
        if last == "retries" and origin is not None and origin.setting.value.made_by == _RETRIES:
            # `RetryConfig(timeout=3)` is `{timeout = {retries = 3}}`.
            message = finding.message.replace("`retries`", f"`{before}`")
            finding = finding._replace(message=message)
    return finding._replace(place=place, related=tuple(related), fixes=())


def _place(place: Place, values: Mapping[str, PythonValue]) -> Place | FileRange | None:
    key = place.path[_KEY] if len(place.path) > _KEY else ""
    value = values.get(key) if isinstance(key, str) else None
    if value is None:
        return place
    if value.origin is None:
        return None
    *path, last = place.path[_KEY:]
    written = value.origin.setting.written
    if place.part == "key" and path and written is not None:
        name = written.at(*path[1:]).names.get(last)
        if name is not None:
            return FileRange(value.origin.path, name.start, name.end)
    return value_range(value.origin, *place.path[_KEY + 1 :])


def value_range(origin: Origin, *path: int | str) -> FileRange:
    """Where a Python file writes a value, or an item in it as far as that is written out."""
    written = origin.setting.written
    if written is None:
        return FileRange(origin.path, (origin.setting.line, 0))
    written = written.at(*path)
    return FileRange(origin.path, written.start, written.end)


def definition_range(definition: Definition) -> FileRange:
    """The name of a class or a function where it is defined."""
    extent = definition.extent
    if extent is None:
        return FileRange(definition.path, (definition.line, 0))
    line, column = extent.name
    return FileRange(definition.path, (line, column), (line, column + len(extent.written.encode())))


def name_range(origin: Origin) -> FileRange:
    """Where a Python file writes the name of a setting."""
    name = origin.setting.name
    if name is None:
        return FileRange(origin.path, (origin.setting.line, 0))
    return FileRange(origin.path, name.start, name.end)


def written_range(path: str, written: Written | None) -> FileRange:
    """Where something is written in a Python file, the beginning of the file where that is lost."""
    if written is None:
        return FileRange(path, (0, 0))
    return FileRange(path, written.start, written.end)
