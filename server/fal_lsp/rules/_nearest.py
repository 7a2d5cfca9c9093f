"""The names that were probably meant. Knows spelling and the files of a project, no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..project import Project


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The closest of some names, `None` where none is close."""
    from difflib import get_close_matches

    candidates = list(dict.fromkeys(names))
    lowered = {candidate.lower(): candidate for candidate in reversed(candidates)}
    close = get_close_matches(name.lower(), lowered, 1, 0.7)
    return lowered[close[0]] if close else None


def nearest_path(project: Project, path: str) -> str | None:
    """The Python file that was probably meant: one of the same name, or one spelt alike."""
    files = project.python_files().names
    last = path.rsplit("/", 1)[-1]
    same_name = [file for file in files if file.rsplit("/", 1)[-1] == last]
    if len(same_name) == 1:
        return same_name[0]
    return nearest(path, files)
