"""What is below a directory: Python files, modules, Dockerfiles, directories, local projects.

Knows names of files; must not know what is in them, but for the `[project]` of a pyproject.toml.
Hidden directories, environments and caches are not entered, symbolic links to directories neither.
Paths are answered from the directory asked about, with `/` between their parts.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from .files import Unreadable
from .packages.pyproject_tables import PYPROJECT, LocalProject, local_project
from .python.imports import module_names

if TYPE_CHECKING:
    from .packages.package_roots import Root
    from .workspace import Workspace

MAX_DIRECTORIES = 2_000
MAX_FILES = 5_000
MAX_FOUND = 1_000
"""How many paths one question answers."""

_MAX_DEPTH = 16
_DOCKERFILE = re.compile(r"(?:Dockerfile|Containerfile)(?:\..+)?|.+\.[dD]ockerfile")


class Tree(NamedTuple):
    """The files and directories below a directory, those near it first."""

    files: tuple[str, ...]
    directories: tuple[str, ...]
    truncated: bool


class Found(NamedTuple):
    """Some of what there is; all of it unless `truncated`."""

    names: tuple[str, ...]
    truncated: bool = False


def is_dockerfile(name: str) -> bool:
    """Whether a file is a Dockerfile by its name."""
    return _DOCKERFILE.fullmatch(name) is not None


def tree(workspace: Workspace, directory: str) -> Tree:
    """Everything below a directory that is shown, within limits. Never raises."""
    files: list[str] = []
    directories: list[str] = []
    truncated = False
    waiting = deque([("", 0)])
    while waiting:
        relative, depth = waiting.popleft()
        listing = workspace.list_dir(os.path.join(directory, relative))
        if isinstance(listing, Unreadable):
            continue
        truncated = truncated or listing.truncated
        for entry in listing.entries:
            path = f"{relative}/{entry.name}" if relative else entry.name
            if not entry.is_dir:
                files.append(path)
                continue
            directories.append(path)
            if not entry.is_link and depth < _MAX_DEPTH:
                waiting.append((path, depth + 1))
        if len(directories) > MAX_DIRECTORIES or len(files) > MAX_FILES:
            return Tree(tuple(files[:MAX_FILES]), tuple(directories[:MAX_DIRECTORIES]), True)
    return Tree(tuple(files), tuple(directories), truncated)


def python_files(found: Tree) -> Found:
    """The Python files of a tree, those near its top first."""
    return _first(found, (path for path in found.files if path.endswith(".py")))


def dockerfiles(found: Tree) -> Found:
    """The files of a tree that are named like a Dockerfile."""
    return _first(found, (path for path in found.files if is_dockerfile(path.rpartition("/")[2])))


def local_projects(workspace: Workspace, directory: str, found: Tree) -> tuple[LocalProject, ...]:
    """The directory itself and those below it whose pyproject.toml has a `[project].name`."""
    projects = []
    named = [path for path in found.files if path.rpartition("/")[2] == PYPROJECT]
    for path in named[:MAX_FOUND]:
        parent = os.path.dirname(os.path.join(directory, path))
        project = local_project(workspace, parent)
        if isinstance(project, LocalProject):
            projects.append(project)
    return tuple(projects)


def importable_modules(workspace: Workspace, roots: Iterable[Root]) -> Found:
    """The dotted names of the modules below the roots; namespace packages only on the way."""
    names: dict[str, None] = {}
    waiting = deque((root.directory, ".".join(root.prefix), 0) for root in roots)
    seen: set[str] = set()
    while waiting:
        directory, prefix, depth = waiting.popleft()
        real = workspace.real(directory)
        if real in seen or depth > _MAX_DEPTH:
            continue
        seen.add(real)
        if len(names) > MAX_FOUND or len(seen) > MAX_DIRECTORIES:
            return Found(tuple(names)[:MAX_FOUND], True)
        for name in module_names(workspace, directory):
            dotted = f"{prefix}.{name}" if prefix else name
            path = os.path.join(directory, name)
            if workspace.is_file(path + ".py") or workspace.is_file(f"{path}/__init__.py"):
                names[dotted] = None
            if workspace.is_dir(path):
                waiting.append((path, dotted, depth + 1))
    return Found(tuple(names)[:MAX_FOUND], len(names) > MAX_FOUND)


def _first(found: Tree, paths: Iterable[str]) -> Found:
    names = tuple(paths)
    return Found(names[:MAX_FOUND], found.truncated or len(names) > MAX_FOUND)
