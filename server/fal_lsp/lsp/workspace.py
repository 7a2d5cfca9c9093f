"""The folders of the workspace and the files in them that matter. Knows names, not contents."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from lsprotocol import types

from ..project.packages.pyproject_tables import PYPROJECT
from .uris import document_name, uri_path

WATCHED = (PYPROJECT, "Dockerfile*", "*.py", "uv.lock", "poetry.lock", "pdm.lock")
"""Names of files whose change can change a diagnostic."""

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
        remaining = [path for path in self.paths if path not in removed]
        self.paths = _unique([*remaining, *(uri_path(folder.uri) for folder in event.added)])


def is_watched(uri: str) -> bool:
    """Whether a file's change can change a diagnostic."""
    name = document_name(uri)
    return any(fnmatchcase(name, pattern) for pattern in WATCHED)


def watch_registration() -> types.Registration:
    """What to ask of a client that can watch files."""
    watchers = [types.FileSystemWatcher(f"**/{pattern}") for pattern in WATCHED]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    return types.Registration(_REGISTRATION, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def _unique(paths: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for path in paths if path))
