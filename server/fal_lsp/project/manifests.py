"""Finding pyproject.toml files below directories. Knows directories and names, reads no file.

`os.scandir` rather than `pathlib`: it knows what an entry is without asking the disk again,
which makes a search through a large repository several times as fast.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator

from .packages.pyproject_tables import PYPROJECT

_SKIPPED = frozenset(("node_modules", "site-packages", "__pycache__"))
_ENVIRONMENT = frozenset(("pyvenv.cfg", "conda-meta"))
"""What marks a directory as an installed environment, whatever its name is."""


def find_manifests(
    directories: Collection[str], warn: Callable[[str, OSError], object] | None = None
) -> Iterator[str | None]:
    """The pyproject.toml files in and below some directories, in the order of their paths.

    Hidden directories, environments and installed packages are passed over, unless they are among
    those asked for; links to directories are not followed. `None` says that another directory was
    read, so that the caller can do other work in between. `warn` is called for a directory that may
    not be read, and of the error.
    """
    waiting = sorted(directories, reverse=True)
    seen: set[str] = set()
    while waiting:
        directory = waiting.pop()
        if directory in seen:
            continue
        seen.add(directory)
        try:
            with os.scandir(directory) as entries:
                listed = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            if warn is not None:
                warn(directory, error)
            continue
        names = {entry.name for entry in listed}
        if names & _ENVIRONMENT and directory not in directories:
            continue
        yield os.path.join(directory, PYPROJECT) if PYPROJECT in names else None
        waiting += [entry.path for entry in listed if _is_searched(entry)]


def _is_searched(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    if name.startswith(".") or name in _SKIPPED or name == PYPROJECT:
        return False
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
