"""The requirements that fal installs for an app, and where it looks for directories.

Knows which of pyproject.toml and the class or function counts, and what fal takes for the base of
a relative path; must not know what is wrong with a requirement.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..app_source import reference
from ..context import AppContext
from ..finding import FileRange, Place
from ..precedence import drops_requirements
from ..python_data import FROM_TOML
from ..python_values import python_values, value_range

if TYPE_CHECKING:
    from ...project import Project


class Requirement(NamedTuple):
    """A requirement as it is written, and those beside it."""

    text: str
    place: Place | FileRange
    bases: tuple[str, ...]
    """Where fal looks for a directory of its name, one after the other; empty if unknown."""
    before: str
    after: str | None
    """The one after it, empty at the end of the list, `None` where it is not known."""


def of_toml(app: AppContext) -> Iterator[Requirement]:
    """The requirements in pyproject.toml, if fal installs those."""
    texts = app.valid_strings("requirements")
    if app.project is None or not texts or drops_requirements(app):
        return
    base = app.project.requirements_base(app.string("requirements_context_dir"))
    places = [(text, Place(path, "item")) for path, text in texts]
    yield from _in_order(places, (base,))


def of_python(app: AppContext) -> Iterator[Requirement]:
    """The requirements that the class or the function of the `ref` sets itself."""
    ref, value = reference(app), python_values(app).get("requirements")
    project = app.project
    if project is None or ref is None or value is None or value.origin is None:
        return
    if len(value.possible) != 1 or not isinstance(value.possible[0], list):
        return
    bases = _bases(app, project, os.path.dirname(project.real(ref.file)))
    origin = value.origin
    places = [(text, value_range(origin, *path)) for path, text in _items(value.possible[0])]
    yield from _in_order(places, bases)


def _items(listed: list[Any], path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """The items of a list, or of the lists in it, each with its path."""
    for index, item in enumerate(listed):
        if isinstance(item, list):
            yield from _items(item, (*path, index))
        else:
            yield (*path, index), item


def _in_order(
    places: list[tuple[Any, Any]],
    bases: tuple[str, ...],
) -> Iterator[Requirement]:
    before = ""
    for index, (text, place) in enumerate(places, 1):
        after = places[index][0] if index < len(places) else ""
        if isinstance(text, str):
            following = after.strip() if isinstance(after, str) else None
            yield Requirement(text, place, bases, before, following)
        before = text.strip() if isinstance(text, str) else ""


def _bases(app: AppContext, project: Project, own: str) -> tuple[str, ...]:
    """Where fal looks for the requirements of a class, one after the other; empty if unknown.

    It starts from the app's file, but from pyproject.toml where that has requirements, too. It
    prepares the requirements twice, the second time without the directory that the class sets.
    """
    key = "requirements_context_dir"
    value = python_values(app).get(key)
    if value is not None and value.possible != (FROM_TOML,):
        (directory, *others) = value.possible
        if others or not isinstance(directory, str):
            return ()
        return (project.absolute(os.path.expanduser(directory), own), own)
    if app.has("requirements") or app.has(key):
        return (project.requirements_base(app.string(key)),)
    return (own,)
