"""What an app's entry point leads to in the project. Knows its form; must not judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ._reads import once_an_app
from .context import AppContext
from .finding import Place

if TYPE_CHECKING:
    from ..project.python.apps import Target
    from ..project.python.entry_points import MissingIn
    from ..project.python.imports import ModuleLocation


class EntryPoint(NamedTuple):
    """A `python_entry_point` as fal reads it: it cuts at the first colon."""

    module: str
    symbol: str


@once_an_app
def entry_point(app: AppContext) -> EntryPoint | None:
    """The entry point of an app, `None` where `entry-point-format` has something to say."""
    text = app.string("python_entry_point")
    if text is None or app.is_refused("python_entry_point"):
        return None
    module, _, symbol = text.partition(":")
    names = [*module.split("."), *symbol.split(".")]
    return EntryPoint(module, symbol) if all(name.isidentifier() for name in names) else None


def symbol_part(app: AppContext, found: EntryPoint) -> Place:
    """The symbol's part of the value."""
    start = len(found.module) + 1
    return Place((*app.path, "python_entry_point"), within=(start, start + len(found.symbol)))


@once_an_app
def local_directories(app: AppContext) -> list[str]:
    """The directories that the app's requirements install, absolute."""
    project = app.project
    if project is None:
        return []
    base = project.requirements_base(app.string("requirements_context_dir"))
    found = [project.local_requirement(text, base) for _, text in app.strings("requirements")]
    return [local.path for local in found if local is not None and local.problem is None]


@once_an_app
def project_module(app: AppContext) -> ModuleLocation | MissingIn | None:
    """Where the module is in this project, or that it is missing from it.

    `None` where it may come from elsewhere: from an image, or from a dependency where no
    requirement installs anything of this project.
    """
    from ..project.python.entry_points import MissingIn
    from ..project.python.imports import ModuleLocation

    found, project = entry_point(app), app.project
    if found is None or project is None or not app.lacks("image"):
        return None
    directories = local_directories(app)
    if not directories:
        return None
    located = project.find_module(found.module, directories)
    return located if isinstance(located, (ModuleLocation, MissingIn)) else None


@once_an_app
def installed_target(app: AppContext) -> Target | None:
    """What the entry point leads to; `None` where the runner may have it from elsewhere."""
    return _target(app, project_module(app))


@once_an_app
def shown_target(app: AppContext) -> Target | None:
    """What the entry point names among the files of the project.

    For those who show it: whether the runner takes it from there is not asked.
    """
    found, project = entry_point(app), app.project
    if found is None or project is None:
        return None
    return _target(app, project.find_module(found.module, local_directories(app)))


def _target(app: AppContext, located: object) -> Target | None:
    from ..project.files import Unreadable
    from ..project.python.imports import ModuleLocation

    found, project = entry_point(app), app.project
    if found is None or project is None or not isinstance(located, ModuleLocation):
        return None
    target = project.symbol(located, found.symbol)
    return None if isinstance(target, Unreadable) else target
