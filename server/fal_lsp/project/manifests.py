"""Finding pyproject.toml files below directories. Knows directories and names, reads none of them.

`os.scandir` rather than `pathlib`: it knows what an entry is without asking the disk again,
which makes a search through a large repository several times as fast.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from heapq import heappop, heappush

from .exclusion import Exclusion, exclude_settings
from .files import is_below
from .packages.pyproject_tables import PYPROJECT

_ENVIRONMENT = frozenset(("pyvenv.cfg", "conda-meta"))
"""What marks a directory as an installed environment, whatever its name is."""

_NAMES = _ENVIRONMENT | {PYPROJECT}
"""The entries that a search looks at, besides directories."""

LINK = "is skipped: it is a symbolic link to outside the searched directory"


def exclusion_of(directory: str) -> Exclusion:
    """What a search below a directory leaves out, by its files alone."""
    return Exclusion(directory, exclude_settings(directory))


def find_manifests(
    directories: Collection[str],
    warn: Callable[[str, OSError], object] | None = None,
    exclude: Callable[[str], Exclusion] = exclusion_of,
    on_link: Callable[[str], object] | None = None,
) -> Iterator[str | None]:
    """The pyproject.toml files in and below some directories, a few from each of them in turn.

    The second directory of a directory waits one turn longer than the first, the third two, and
    so on: no directory waits for all that is below the one before it.

    What `exclude` says of each of the directories, and environments, are passed over unless they
    are among those asked for; links to directories are not followed. `None` says that another
    directory was read, so that the caller can do other work in between. `warn` is called for a
    directory that may not be read, and of the error, `on_link` for a file that is a link out of the
    directories.
    """
    exclusions = {directory: exclude(directory) for directory in directories}
    waiting = [(0, directory) for directory in sorted(exclusions)]
    while waiting:
        turn, directory = heappop(waiting)
        exclusion = exclusions[directory]
        try:
            with os.scandir(directory) as entries:
                # Nearly all entries are files of other kinds: no call of ours for those.
                listed = [entry for entry in entries if entry.name in _NAMES or _is_dir(entry)]
        except OSError as error:
            if warn is not None:
                warn(directory, error)
            continue
        names = {entry.name: entry for entry in listed}
        if names.keys() & _ENVIRONMENT and directory not in directories:
            continue
        manifest = names.pop(PYPROJECT, None)
        path = os.path.join(directory, PYPROJECT)
        if manifest is None or (directory not in directories and exclusion.excludes(path)):
            yield None
        elif manifest.is_symlink() and not is_below(path, directories):
            if on_link is not None:
                on_link(path)
            yield None
        else:
            yield path
        found = [names[name] for name in sorted(names)]
        below = [
            entry.path for entry in found if _is_dir(entry) and not exclusion.skips(entry.path)
        ]
        for wait, path in enumerate(below):
            if path not in exclusions:
                exclusions[path] = exclusion
                heappush(waiting, (turn + wait, path))


def is_found(path: str, directories: Collection[str]) -> bool:
    """Whether `find_manifests` finds a file, wherever the search comes across it."""
    above = [each for each in directories if path.startswith(each.rstrip(os.sep) + os.sep)]
    if not above or (os.path.islink(path) and not is_below(path, directories)):
        return False
    top = max(above, key=len)
    return os.path.dirname(path) == top or not exclusion_of(top).excludes(path)


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
