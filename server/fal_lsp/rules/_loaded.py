"""The class that an app's `ref` or entry point leads to. Knows where the symbol is written; must not judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ._entry_point import entry_point, installed_target, symbol_part
from ._reads import once_an_app
from ._target import ref_target, reference, symbol_place
from .context import AppContext
from .finding import FilePlace, Related

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.apps import Target
    from .finding import Place


class LoadedClass(NamedTuple):
    """A `fal.App` class of the project, and the place in the document that names it."""

    target: Target
    place: Place
    project: Project


@once_an_app
def loaded_class(app: AppContext) -> LoadedClass | None:
    """What fal loads here for a `ref`, or on the runner for an entry point.

    `None` where that is not certainly a `fal.App` class of the project.
    """
    ref, named = reference(app), entry_point(app)
    if ref is not None:
        target, place = ref_target(app), symbol_place(app, ref)
    elif named is not None:
        target, place = installed_target(app), symbol_part(app, named)
    else:
        return None
    if app.project is None or target is None or target.kind != "app":
        return None
    return LoadedClass(target, place, app.project)


def defined_here(target: Target) -> tuple[Related, ...]:
    """The line that defines a class or a function, where there is one."""
    if target.definition is None:
        return ()
    return (Related(f"`{target.name}` is defined here", FilePlace(target.path, target.line)),)
