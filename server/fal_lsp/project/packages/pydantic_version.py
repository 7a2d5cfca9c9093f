"""Whether a project may run with pydantic 1, which fal allows, too.

Knows where a project says which pydantic it has: what is installed or locked beside fal, else every
file that lists requirements. Must not know what follows from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..files import MAX_FILE_BYTES, MAX_LOCK_BYTES, Unreadable
from .fal_version import installed
from .lock_files import LOCK_FILES, locked

if TYPE_CHECKING:
    from ..workspace import Content, Workspace
    from .fal_version import FalVersion

PACKAGE = "pydantic"

_OLD = re.compile(
    # The name, and extras; not the name of another package, such as `pydantic-core`.
    r"\bpydantic\b(?:\[[\w,\s.-]{0,80}\])?"
    # What a table of Poetry, a lock of conda or a list in brackets writes before the version.
    r"[^a-z]{0,8}?(?:version)?[^a-z]{0,8}?"
    # fal takes no pydantic from 2.0 to 2.4, so below 2.5 there is only pydantic 1.
    r"(?:[=~^<>\"'\s@-]v?[01]\b|<=?\s?2(?!\.(?:[6-9]|[1-9]\d)))",
    re.IGNORECASE,
)

_LISTS = re.compile(
    r"(?:pyproject|pylock.*|pixi)\.toml|setup\.(?:py|cfg)|pipfile(?:\.lock)?|.*dockerfile.*"
    r"|(?:uv|poetry|pdm|pixi)\.lock|.*(?:req|constraint|dep|lock).*\.(?:txt|in|pip)"
    r"|.*(?:env|conda|dep).*\.ya?ml",
    re.IGNORECASE,
)
"""The names of files that list requirements."""

_DIRECTORIES = re.compile(r".*(?:req|constraint|dep|conda|docker).*|envs?", re.IGNORECASE)
"""The names of directories of such files."""
_IN_DIRECTORY = re.compile(r".*\.(?:txt|in|pip|ya?ml)|.*dockerfile.*", re.IGNORECASE)

_MOST_DIRECTORIES = 8
_MOST_FILES = 60


def is_old(version: str) -> bool:
    """Whether a version is one of pydantic 1, or older."""
    return re.match(r"[01](?!\d)", version) is not None


def beside_fal(workspace: Workspace, fal: Iterable[FalVersion]) -> tuple[str, ...]:
    """The versions of pydantic that are installed or locked where fal is."""
    found: list[str] = []
    for each in fal:
        if each.kind == "installed":
            packages = os.path.dirname(each.source)
            versions = installed(workspace, packages, PACKAGE, anywhere=True)
            found += (version for version, _ in versions)
        elif each.kind == "locked":
            entries = locked(workspace, each.source, PACKAGE)
            found += (entry.version for entry in entries if entry.version is not None)
    return tuple(dict.fromkeys(found))


def may_require_old(workspace: Workspace, directories: Iterable[str]) -> bool:
    """Whether a list of requirements in one of the directories may ask for pydantic 1.

    Also where there are more lists than are read.
    """
    for number, path in enumerate(_lists(workspace, directories)):
        if number == _MOST_FILES or mentions_old(workspace, path):
            return True
    return False


def mentions_old(workspace: Workspace, path: str) -> bool:
    """Whether a file asks for pydantic 1, however it is written, or cannot be read."""
    if os.path.basename(path) in LOCK_FILES:
        entries = locked(workspace, path, PACKAGE)
        return any(entry.version is None or is_old(entry.version) for entry in entries)
    limit = MAX_LOCK_BYTES if path.endswith(".lock") else MAX_FILE_BYTES
    found = workspace.derive(path, "pydantic 1", _mentions_old, limit)
    return found.reason != "missing" if isinstance(found, Unreadable) else found


def _lists(workspace: Workspace, directories: Iterable[str]) -> Iterator[str]:
    for number, directory in enumerate(directories):
        if number == _MOST_DIRECTORIES:
            return
        for name, is_dir in _entries(workspace, directory):
            path = os.path.join(directory, name)
            if not is_dir and _LISTS.fullmatch(name):
                yield path
            elif is_dir and _DIRECTORIES.fullmatch(name):
                for inner, is_inner_dir in _entries(workspace, path):
                    if not is_inner_dir and _IN_DIRECTORY.fullmatch(inner):
                        yield os.path.join(path, inner)


def _entries(workspace: Workspace, directory: str) -> list[tuple[str, bool]]:
    listing = workspace.list_dir(directory)
    if isinstance(listing, Unreadable):
        return []
    return [(each.name, each.is_dir) for each in listing.entries]


def _mentions_old(real: str, content: Content) -> bool:
    text = content if isinstance(content, str) else _decoded(content)
    return _OLD.search(text) is not None if PACKAGE in text.lower() else False


def _decoded(data: bytes) -> str:
    # `pip freeze > requirements.txt` in PowerShell writes UTF-16, which pip reads.
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_wide else "utf-8", "replace")
