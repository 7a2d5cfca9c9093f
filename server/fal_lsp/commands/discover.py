"""Finds the files that the arguments name. Knows paths and names, reads no file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..project.manifests import find_manifests
from ..project.packages.pyproject_tables import PYPROJECT


class FileToCheck(NamedTuple):
    """A file to check: its absolute path, and whether the user named it.

    A user names a file by its path or by the directory that it is in. A file that only a search
    found may have nothing to do with fal.
    """

    path: str
    named: bool


def find(paths: Sequence[str], warn: Callable[[str], object]) -> list[FileToCheck]:
    """The files that the paths name, sorted by path, each once.

    A path that does not exist, or a directory that may not be listed, counts as a file: the
    check reports that it cannot be read. `warn` gets a message for a directory that holds no file,
    and for one that the search has to skip.
    """
    named: dict[str, bool] = {}
    for path in paths:
        absolute = os.path.abspath(path)
        if not os.path.isdir(absolute) or os.path.basename(absolute) == PYPROJECT:
            named[absolute] = True
            continue
        if not _is_listable(absolute):
            named[absolute] = True
            continue
        files = list(_search(absolute, warn))
        if not files:
            warn(f"no {PYPROJECT} in {path}")
        for file in files:
            named[file] = named.get(file, False) or os.path.dirname(file) == absolute
    return [FileToCheck(path, named[path]) for path in sorted(named, key=_order)]


def _is_listable(directory: str) -> bool:
    try:
        os.scandir(directory).close()
    except OSError:
        return False
    return True


def _search(directory: str, warn: Callable[[str], object]) -> Iterator[str]:
    """The paths below a directory with the right name; links to directories are not followed."""

    def refused(path: str, error: OSError) -> None:
        warn(f"{path} cannot be searched: {error.strerror}")

    return (path for path in find_manifests((directory,), refused) if path is not None)


def _order(path: str) -> list[str]:
    """By directory, so that the files of one directory are together."""
    return path.split(os.sep)
