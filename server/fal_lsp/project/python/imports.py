"""From the dotted name of a module to its file. Knows how Python finds modules; must not know what
is in them, nor anything that is installed: what is not below a root is simply not here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..files import Unreadable

if TYPE_CHECKING:
    from ..packages.package_roots import Root
    from ..workspace import Workspace

_MAX_PARTS = 50
_COMPILED = (".so", ".pyd", ".pyx", ".pyc", ".pyi")


class ModuleLocation(NamedTuple):
    """A module that is there. `path` is its file, or the directory of a namespace package."""

    name: str
    path: str
    kind: Literal["module", "package", "namespace"]
    root: str
    """The directory in which its first package lies."""


class Absent(NamedTuple):
    """A module of which only the packages around are there.

    `parent` is the dotted name that exists (`""` where nothing does) and `part` the name that is
    not in it; `siblings` are the modules that are. `is_certain` where no other distribution could
    add to the packages above, and nothing compiled has the name.
    """

    name: str
    parent: str
    part: str
    siblings: tuple[str, ...]
    is_certain: bool
    root: str


def locate(workspace: Workspace, name: str, roots: Iterable[Root]) -> ModuleLocation | Absent:
    """The file of a dotted name below the first root that has it.

    Of several failures the one that came furthest is answered.
    """
    parts = name.split(".")
    best = Absent(name, "", parts[0], (), False, "")
    if not all(part.isidentifier() for part in parts) or len(parts) > _MAX_PARTS:
        return best
    for root in roots:
        if tuple(parts[: len(root.prefix)]) != root.prefix:
            continue
        found = _below(workspace, root, parts)
        if isinstance(found, ModuleLocation):
            return found
        if (found.is_certain, len(found.parent)) > (best.is_certain, len(best.parent)):
            best = found
    return best


def import_base(workspace: Workspace, path: str) -> Root:
    """The root that a file's own package lies in: the first directory upwards without `__init__`.

    For absolute imports of modules next to the file or its package.
    """
    directory = os.path.dirname(path)
    for _ in range(_MAX_PARTS):
        parent = os.path.dirname(directory)
        if parent == directory or not workspace.is_file(os.path.join(directory, "__init__.py")):
            break
        directory = parent
    from ..packages.package_roots import Root

    return Root(directory)


def relative(workspace: Workspace, path: str, module: str) -> ModuleLocation | Absent:
    """The file that a relative import in the file `path` leads to; `module` starts with dots."""
    from ..packages.package_roots import Root

    name = module.lstrip(".")
    directory = os.path.dirname(path)
    for _ in range(min(len(module) - len(name) - 1, _MAX_PARTS)):
        directory = os.path.dirname(directory)
    if name:
        return locate(workspace, name, (Root(directory),))
    init = os.path.join(directory, "__init__.py")
    if workspace.is_file(init):
        return ModuleLocation("", init, "package", directory)
    return ModuleLocation("", directory, "namespace", directory)


def module_names(workspace: Workspace, directory: str) -> tuple[str, ...]:
    """The modules and packages in a directory, by name."""
    listing = workspace.list_dir(directory)
    if isinstance(listing, Unreadable):
        return ()
    names = set()
    for entry in listing.entries:
        stem, dot, suffix = entry.name.rpartition(".")
        if entry.is_dir and entry.name.isidentifier():
            names.add(entry.name)
        elif dot and suffix == "py" and stem.isidentifier() and stem != "__init__":
            names.add(stem)
    return tuple(sorted(names))


def _below(workspace: Workspace, root: Root, parts: list[str]) -> ModuleLocation | Absent:
    directory = root.directory
    name = ".".join(parts)
    inits: list[str] = []
    if root.prefix and workspace.is_file(os.path.join(directory, "__init__.py")):
        inits.append(os.path.join(directory, "__init__.py"))
    for index in range(len(root.prefix), len(parts)):
        part = parts[index]
        path = os.path.join(directory, part)
        is_last = index == len(parts) - 1
        init = os.path.join(path, "__init__.py")
        if workspace.is_file(init):
            if is_last:
                return ModuleLocation(name, init, "package", root.directory)
            inits.append(init)
            directory = path
            continue
        if workspace.is_file(path + ".py"):
            if is_last:
                return ModuleLocation(name, path + ".py", "module", root.directory)
            return Absent(name, ".".join(parts[: index + 1]), parts[index + 1], (), True, directory)
        if workspace.is_dir(path):
            if is_last:
                return ModuleLocation(name, path, "namespace", root.directory)
            directory = path
            continue
        # Once a package has a file of its own, Python looks for what is below it nowhere else.
        owned = any(not _extends_path(workspace, each) for each in inits)
        certain = owned and not _is_compiled(workspace, directory, part)
        siblings = module_names(workspace, directory) if index else ()
        return Absent(name, ".".join(parts[:index]), part, siblings, certain, root.directory)
    # The prefix itself: a package whose directory is configured.
    if inits:
        return ModuleLocation(name, inits[0], "package", directory)
    return ModuleLocation(name, directory, "namespace", directory)


def _extends_path(workspace: Workspace, init: str) -> bool:
    text = workspace.read_text(init)
    return isinstance(text, Unreadable) or "__path__" in text.text


def _is_compiled(workspace: Workspace, directory: str, part: str) -> bool:
    listing = workspace.list_dir(directory)
    if isinstance(listing, Unreadable):
        return True
    start = part + "."
    return listing.truncated or any(
        entry.name.startswith(start) and entry.name.endswith(_COMPILED) for entry in listing.entries
    )
