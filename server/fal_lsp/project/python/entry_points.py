"""What `python_entry_point = "package.module:Symbol"` leads to. Knows the modules and names of a
project; must not know `[tool.fal]`.

fal does not look at the entry point before the environment is built (fal/utils.py:252). The worker
then asks for `build_metadata` and `run_local` of the symbol (fal/api/api.py:2589), which classes of
fal and functions of `@fal.function` have.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from .apps import Target
from .imports import ModuleLocation, locate
from .values import Unknown

if TYPE_CHECKING:
    from ..files import Unreadable
    from ..packages.package_roots import Root
    from ..workspace import Workspace
    from .apps import Apps


class MissingIn(NamedTuple):
    """A module that belongs to a project and is not in it.

    `parent` is the dotted name that is there, `part` what is not in it, `siblings` what is.
    """

    name: str
    parent: str
    part: str
    siblings: tuple[str, ...]
    root: str
    is_certain: bool
    """The packages above are the project's own: they have an `__init__.py`, so that nothing that
    is installed can add to them, and no compiled module has the name."""


def find_module(
    workspace: Workspace, name: str, roots: Iterable[Root]
) -> ModuleLocation | MissingIn | Unknown:
    """The file of the module `name`; `Unknown` where its first package is not in the project.

    It may then come from an image or from a dependency.
    """
    found = locate(workspace, name, roots)
    if isinstance(found, ModuleLocation):
        return found
    if not found.parent:
        return Unknown(f"{name.partition('.')[0]} is not in the project")
    siblings, part = found.siblings, found.part
    return MissingIn(name, found.parent, part, siblings, found.root, found.is_certain)


def find_symbol(apps: Apps, module: ModuleLocation, symbol: str) -> Target | Unreadable:
    """What a symbol of a module is. Unlike that of a `ref` it may have dots (`Outer.Inner`).

    `Unreadable` where the module's file cannot be read.
    """
    if module.kind == "namespace":
        return Target(symbol, "missing", module.path, 0)
    return apps.target(module.path, symbol, imported=True)
