"""The names that were probably meant. Knows spelling and the files of a project, no rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..project import Project


_MOST_READ = 30
"""How many files are read to see which one defines a symbol."""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The closest of some names, `None` where none is close."""
    from difflib import get_close_matches

    candidates = list(dict.fromkeys(names))
    lowered = {candidate.lower(): candidate for candidate in reversed(candidates)}
    close = get_close_matches(name.lower(), lowered, 1, 0.7)
    return lowered[close[0]] if close else None


def nearest_path(project: Project, path: str, symbol: str | None = None) -> str | None:
    """The Python file that was probably meant: one of the same name, or one spelt alike.

    Where the directory is right, it is rather the one that defines the symbol.
    """
    files = project.python_files().names
    directory, _, last = path.removeprefix("./").rpartition("/")
    beside = [file for file in files if file.rpartition("/")[0] == directory]
    defining = [file for file in beside[:_MOST_READ] if symbol and _defines(project, file, symbol)]
    if len(defining) == 1:
        return defining[0]
    same_name = [file for file in files if file.rsplit("/", 1)[-1] == last]
    if len(same_name) == 1:
        return same_name[0]
    return nearest(path, files)


def _defines(project: Project, file: str, symbol: str) -> bool:
    from ..project.files import Unreadable

    module = project.module(file)
    if isinstance(module, Unreadable):
        return False
    classes = any(each.name == symbol for each in module.classes)
    return classes or any(each.name == symbol for each in module.functions)
