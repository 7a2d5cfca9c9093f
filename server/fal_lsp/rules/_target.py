"""What an app's `ref` leads to in the project. Knows the form of a `ref`; must not judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ._reads import once_an_app
from .context import AppContext
from .finding import Place

if TYPE_CHECKING:
    from ..project.python.apps import Target


class Reference(NamedTuple):
    """A `ref` as fal reads it: the file, and the name in it where there is one."""

    file: str
    symbol: str | None


@once_an_app
def reference(app: AppContext) -> Reference | None:
    """The `ref` of an app, `None` where there is none or `ref-format` has something to say.

    fal cuts at the first `::` and takes the file from the directory of pyproject.toml.
    """
    ref = app.string("ref")
    if ref is None or app.has("python_entry_point") or app.is_refused("ref"):
        return None
    file, separator, symbol = ref.partition("::")
    if not file.strip() or not file.endswith(".py"):
        return None
    if not separator:
        return Reference(file, None)
    return Reference(file, symbol) if symbol.isidentifier() else None


def symbol_place(app: AppContext, found: Reference) -> Place:
    """The symbol's part of the `ref`, the whole where it has none."""
    path = (*app.path, "ref")
    if found.symbol is None:
        return Place(path)
    start = len(found.file) + len("::")
    return Place(path, within=(start, start + len(found.symbol)))


@once_an_app
def ref_target(app: AppContext) -> Target | None:
    """The class or function that fal would load; `None` where that is not certain.

    Without a symbol one certain app is the one: if another name of the file stood for an app as
    well, fal would refuse both.
    """
    from ..project.files import Unreadable

    found = reference(app)
    project = app.project
    if found is None or project is None:
        return None
    if found.symbol is not None:
        target = project.target(found.file, found.symbol)
        return None if isinstance(target, Unreadable) else target
    targets = project.targets(found.file)
    if isinstance(targets, Unreadable):
        return None
    if targets.apps:
        return targets.apps[0] if len(targets.apps) == 1 else None
    certain = targets.is_complete and not targets.unknown
    return targets.functions[0] if certain and len(targets.functions) == 1 else None
