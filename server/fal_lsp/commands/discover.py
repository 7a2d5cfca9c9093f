"""Finds the files that the arguments name. Knows paths and names, reads no file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..project.exclusion import Exclusion, exclude_settings
from ..project.files import repository_root
from ..project.manifests import LINK, find_manifests
from ..project.packages.pyproject_tables import PYPROJECT


class Search(NamedTuple):
    """What the command line says of the files that are left out."""

    exclude: tuple[str, ...] = ()
    """Patterns, relative to the current directory."""
    gitignore: bool = True
    force: bool = False
    """Files that are named are left out, too."""

    def exclusion(self, directory: str) -> Exclusion:
        """What is left out below a directory."""
        settings = exclude_settings(directory, self.exclude, os.getcwd())
        return Exclusion(directory, settings, self.gitignore)


def find(
    paths: Sequence[str], warn: Callable[[str], object], search: Search | None = None
) -> list[str]:
    """The absolute paths of the files that the paths name, sorted, each once.

    A path that does not exist, or a directory that may not be listed, counts as a file: the
    check reports that it cannot be read. `warn` gets a message for a directory that holds no file,
    and for what the search has to skip.
    """
    search = search or Search()
    found: set[str] = set()
    for path in paths:
        absolute = os.path.abspath(path)
        is_directory = os.path.isdir(absolute) and os.path.basename(absolute) != PYPROJECT
        if not is_directory or not _is_listable(absolute):
            if not (search.force and _is_left_out(absolute, search)):
                found.add(absolute)
            continue
        files = list(_search(absolute, warn, search))
        if not files:
            warn(f"no {PYPROJECT} in {path}")
        found.update(files)
    return sorted(found, key=_order)


def _is_left_out(path: str, search: Search) -> bool:
    """Whether a search of the repository, or of the current directory, would pass over a file."""
    directory = os.path.dirname(path)
    top = repository_root(directory) or os.getcwd()
    if not path.startswith(os.path.join(top, "")):
        top = directory
    settings = exclude_settings(directory, search.exclude, os.getcwd())
    return Exclusion(top, settings, search.gitignore).excludes(path)


def _is_listable(directory: str) -> bool:
    try:
        os.scandir(directory).close()
    except OSError:
        return False
    return True


def _search(directory: str, warn: Callable[[str], object], search: Search) -> Iterator[str]:
    """The paths below a directory with the right name; links to directories are not followed."""

    def refused(path: str, error: OSError) -> None:
        warn(f"{path} cannot be searched: {error.strerror}")

    def outside(path: str) -> None:
        warn(f"{path} {LINK}")

    found = find_manifests((directory,), refused, search.exclusion, outside)
    return (path for path in found if path is not None)


def _order(path: str) -> list[str]:
    """By directory, so that the files of one directory are together."""
    return path.split(os.sep)
