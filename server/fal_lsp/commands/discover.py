"""Finding the files to check. Knows directories and names, reads no file.

`os.scandir` rather than `pathlib`: it answers what an entry is without asking the disk again,
which makes a search through a large repository several times as fast.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NAME: Final = "pyproject.toml"

_SKIPPED = frozenset(("node_modules", "site-packages", "__pycache__"))
_ENVIRONMENT = frozenset(("pyvenv.cfg", "conda-meta"))
"""What marks a directory as an installed environment, whatever its name is."""


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
        if not os.path.isdir(absolute) or os.path.basename(absolute) == NAME:
            found[absolute] = True
            continue
        if not _is_listable(absolute):
            found[absolute] = True
            continue
        files = list(_search(absolute, warn))
        if not files:
            warn(f"no {NAME} in {path}")
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
    pending = [directory]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                listing = list(entries)
        except OSError as error:
            warn(f"{current} cannot be searched: {error.strerror}")
            continue
        names = {entry.name for entry in listing}
        if current != directory and names & _ENVIRONMENT:
            continue
        if NAME in names:
            yield os.path.join(current, NAME)
        pending.extend(entry.path for entry in listing if _enters(entry))


def _enters(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    if name.startswith(".") or name in _SKIPPED or name == NAME:
        return False
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _order(path: str) -> list[str]:
    """By directory, so that the files of one directory stand together."""
    return path.split(os.sep)
