"""Which files the arguments stand for. Knows paths and names, reads no file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..project.manifests import find_manifests
from ..project.packages.pyproject_tables import PYPROJECT


class Found(NamedTuple):
    """A file to check: its absolute path, and whether a person pointed at it.

    A person points at a file by naming it, or by naming the directory that it lies in. What only
    a search came across may be somebody else's business.
    """

    path: str
    named: bool


def find(paths: Sequence[str], warn: Callable[[str], object]) -> list[Found]:
    """The files that the paths stand for, sorted by path, each once.

    A path that does not exist, or a directory that may not be listed, is taken as a file: that it
    cannot be read is for the check to say. `warn` is told of a directory that holds no file, and
    of one that the search had to pass over.
    """
    found: dict[str, bool] = {}
    for path in paths:
        absolute = os.path.abspath(path)
        if not os.path.isdir(absolute) or os.path.basename(absolute) == PYPROJECT:
            found[absolute] = True
            continue
        if not _is_listable(absolute):
            found[absolute] = True
            continue
        files = list(_search(absolute, warn))
        if not files:
            warn(f"no {PYPROJECT} in {path}")
        for file in files:
            found[file] = found.get(file, False) or os.path.dirname(file) == absolute
    return [Found(path, found[path]) for path in sorted(found, key=_order)]


def _is_listable(directory: str) -> bool:
    try:
        os.scandir(directory).close()
    except OSError:
        return False
    return True


def _search(directory: str, warn: Callable[[str], object]) -> Iterator[str]:
    """The paths below a directory whose name is right; links to directories are not followed."""

    def refused(path: str, error: OSError) -> None:
        warn(f"{path} cannot be searched: {error.strerror}")

    return (path for path in find_manifests((directory,), refused) if path is not None)


def _order(path: str) -> list[str]:
    """By directory, so that the files of one directory stand together."""
    return path.split(os.sep)
