"""The folders of the workspace and the files in them that matter. Knows names, not contents.

Nothing outside the folders is listed, and no symbolic link to a directory is followed.
"""

# Paths are strings here: `os.scandir` answers them several times as fast as `pathlib`.
# ruff: noqa: PTH118

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from lsprotocol import types

from .documents import NAME
from .uris import document_name, uri_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

WATCHED = (NAME, "Dockerfile*", "*.py", "uv.lock", "poetry.lock", "pdm.lock")
"""Names of files whose change can change a diagnostic."""

_NEVER = frozenset({"node_modules", "__pycache__", "site-packages"})
_ENVIRONMENT = frozenset({"pyvenv.cfg", "conda-meta"})
_REGISTRATION = "fal-lsp-watched-files"


class Folders:
    """The workspace's folders, by their paths; those that are not on this disk are left out."""

    def __init__(self) -> None:
        self.paths: tuple[str, ...] = ()

    def set(self, params: types.InitializeParams) -> None:
        """Take the folders of `initialize`, or the root of a client that knows only one."""
        folders = [folder.uri for folder in params.workspace_folders or ()]
        roots = [uri_path(uri) for uri in folders or [params.root_uri or ""]]
        if not folders and params.root_uri is None and params.root_path:
            roots = [params.root_path]
        self.paths = _unique(roots)

    def change(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Add and remove folders."""
        removed = {uri_path(folder.uri) for folder in event.removed}
        kept = [path for path in self.paths if path not in removed]
        self.paths = _unique([*kept, *(uri_path(folder.uri) for folder in event.added)])


def is_watched(uri: str) -> bool:
    """Whether a file's change can change a diagnostic."""
    name = document_name(uri)
    return any(fnmatchcase(name, pattern) for pattern in WATCHED)


def watch_registration() -> types.Registration:
    """What to ask of a client that can watch files."""
    watchers = [types.FileSystemWatcher(f"**/{pattern}") for pattern in WATCHED]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    return types.Registration(_REGISTRATION, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def find_manifests(folders: Collection[str]) -> Iterator[str | None]:
    """The pyproject.toml files below some folders, in the order of their paths.

    Hidden directories, virtual environments and installed packages are passed over. `None` says
    that another directory was read, so that the caller can do other work in between.
    """
    waiting = sorted(folders, reverse=True)
    seen: set[str] = set()
    while waiting:
        directory = waiting.pop()
        if directory in seen:
            continue
        seen.add(directory)
        try:
            with os.scandir(directory) as entries:
                found = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError:
            continue
        names = {entry.name for entry in found}
        if names & _ENVIRONMENT and directory not in folders:
            continue
        yield os.path.join(directory, NAME) if NAME in names else None
        waiting += [entry.path for entry in found if _is_searched(entry)]


def _is_searched(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or entry.name in _NEVER:
        return False
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _unique(paths: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for path in paths if path))
