"""The edits of a pyproject.toml that follow files and directories to their new names.

Knows the keys that hold paths (`paths.py`) and entry points; no protocol. Works before and after
the files are moved: what a path leads to is never looked at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..lint.check import subject
from ..paths import relative_path
from ..rules.app_source import entry_point
from .paths import named_paths, relative, rewritten

if TYPE_CHECKING:
    from ..project import Project
    from ..rules.context import AppContext
    from ..toml import Document
    from ..toml.types import TextEdit


class Move(NamedTuple):
    """A file or a directory that gets another path; both are absolute."""

    old: str
    new: str


def rename_files(
    document: Document, project: Project, moves: Sequence[Move]
) -> tuple[TextEdit, ...]:
    """The edits, in the order of the text; empty where no app names what is moved.

    A path whose base directory moves along stays as it is, and so does one that would lead out of
    its base.
    """
    root = moved(project.root, moves)
    if moved(project.path, moves) != os.path.join(root, os.path.basename(project.path)):
        return ()
    edits = [
        edit
        for app in subject(document, project).apps
        for follow in (_paths, _module)
        for edit in follow(document, app, project, moves)
    ]
    return tuple(sorted(edits))


def moved(path: str, moves: Sequence[Move]) -> str:
    """Where something is after the moves."""
    for old, new in moves:
        if path == old:
            return new
        if path.startswith(old.rstrip(os.sep) + os.sep):
            return new.rstrip(os.sep) + path[len(old.rstrip(os.sep)) :]
    return path


def _paths(
    document: Document, app: AppContext, project: Project, moves: Sequence[Move]
) -> Iterator[TextEdit]:
    for key, text, real_base, after, beside in named_paths(app, project):
        # Links on the way to the root are resolved in bases, but not in what an editor names.
        base = project.spelled(real_base)
        old = os.path.normpath(os.path.join(base, text))
        new, new_base = moved(old, moves), moved(base, moves)
        if beside:
            new_base = os.path.dirname(moved(os.path.normpath(beside), moves))
        if new == old and new_base == base:
            continue
        written = relative(new, new_base, text)
        if os.path.normpath(written) == os.path.normpath(text):
            continue
        if written.startswith("../") and not text.startswith("../"):
            continue
        yield from rewritten(document, key, text + after, written + after)


def _module(
    document: Document, app: AppContext, project: Project, moves: Sequence[Move]
) -> Iterator[TextEdit]:
    """The edit of an entry point whose module is moved."""
    entry = entry_point(app)
    if entry is None:
        return
    parts = entry.module.split(".")
    for root in project.roots():
        directory = project.spelled(root.directory)
        if tuple(parts[: len(root.prefix)]) != root.prefix:
            continue
        stem = os.path.join(directory, *parts[len(root.prefix) :])
        for ending in (".py", os.sep + "__init__.py"):
            old = stem + ending
            new = moved(old, moves)
            if new == old:
                continue
            if not project.is_file(old) and not project.is_file(new):
                continue
            name = relative_path(new, moved(directory, moves))
            names = [*root.prefix, *_dotted(name)]
            if names == parts or not all(each.isidentifier() for each in names):
                return
            whole = f"{entry.module}:{entry.symbol}"
            key = (*app.path, "python_entry_point")
            yield from rewritten(document, key, whole, f"{'.'.join(names)}:{entry.symbol}")
            return


def _dotted(file: str) -> list[str]:
    """The parts of the module that a file below a root is; with odd ones where it is none."""
    parts = file.split("/")
    if parts[-1] == "__init__.py":
        return parts[:-1] or [""]
    return [*parts[:-1], parts[-1].removesuffix(".py")] if parts[-1].endswith(".py") else [""]
