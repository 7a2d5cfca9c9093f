"""Which versions of a package a lock file pins. Knows the lock files of uv, Poetry, PDM, pip
and Pipenv; must not know what follows from a version.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..files import MAX_LOCK_BYTES, Unreadable
from .pyproject_tables import table

if TYPE_CHECKING:
    from ..workspace import Content, Workspace

LOCK_FILES = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")

# Below an entry there are only its own tables.
_NEXT = re.compile(rb"^\[(?!\[?packages?\.)", re.MULTILINE)
_ADDRESSES = frozenset(
    {"git", "hg", "svn", "bzr", "url", "path", "editable", "vcs", "directory", "archive"}
)
"""The keys of PDM's lock and of pylock.toml for what does not come from an index."""


class Locked(NamedTuple):
    """A package in a lock file: its version if it has one, and whether it comes from an index."""

    version: str | None
    is_indexed: bool


def locked(workspace: Workspace, path: str, package: str) -> tuple[Locked, ...]:
    """What a lock file has of a package; nothing where that cannot be read."""
    # All but Pipenv write the name first.
    entry = rb'^\[\[packages?\]\]\r?\nname = "%s"\r?$' % package.encode()

    def read(real: str, content: Content) -> tuple[Locked, ...]:
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        if os.path.basename(real) == "Pipfile.lock":
            return tuple(dict.fromkeys(_of_pipenv(data, package)))
        found: list[Locked] = []
        for each in re.finditer(entry, data, re.MULTILINE):
            following = _NEXT.search(data, each.end())
            text = data[each.start() : following.start() if following else len(data)]
            found.append(_locked(text.decode("utf-8", "replace")))
        return tuple(dict.fromkeys(found))

    found = workspace.derive(path, ("locked", package), read, MAX_LOCK_BYTES)
    return () if isinstance(found, Unreadable) else found


def _of_pipenv(data: bytes, package: str) -> Iterator[Locked]:
    try:
        sections = json.loads(data)
    except (ValueError, RecursionError):
        yield Locked(None, False)
        return
    for section in sections.values() if isinstance(sections, dict) else ():
        if isinstance(section, dict) and package in section:
            version = table(section, package).get("version")
            # An address has none.
            pinned = version.lstrip("=") if isinstance(version, str) else None
            yield Locked(pinned, pinned is not None)


def _locked(entry: str) -> Locked:
    import tomli

    try:
        package = next(iter(tomli.loads(entry).values()))[0]
    except (ValueError, RecursionError):
        return Locked(None, False)
    version, source = package.get("version"), table(package, "source")
    # Poetry calls an index that is not PyPI "legacy".
    is_indexed = not source or "registry" in source or source.get("type") == "legacy"
    is_indexed = is_indexed and not _ADDRESSES & package.keys()
    return Locked(version if isinstance(version, str) else None, is_indexed)
