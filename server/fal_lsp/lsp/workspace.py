"""The folders of the workspace and the files in them that matter. Knows names, not contents."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from lsprotocol import types

from ..project.packages.pyproject_tables import PYPROJECT
from ..project.workspace import SKIPPED
from .uris import document_name, uri_path

WATCHED = (
    PYPROJECT,
    "*.py",
    "Dockerfile*",
    "Containerfile*",
    "*.Dockerfile",
    "*.dockerfile",
    "*.dockerignore",
    "requirements*.txt",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "pylock.toml",
    "Pipfile.lock",
    ".python-version",
    "pyvenv.cfg",
    "fal-*.dist-info",
)
"""Names of files whose change can change a diagnostic: what the readers in `project/` open."""

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


def is_presence_watched(uri: str, folders: Iterable[str] = ()) -> bool:
    """Whether it can change a diagnostic that a file or directory, of any name, came or is gone.

    `app_files` and COPY name files of any name. A client reports the deletion of a directory alone,
    without the files that were in it, and the URI of a file that is gone looks the same.
    Directories below `folders` that are hidden or caches come and go all day.
    """
    if is_watched(uri):
        return True
    path = uri_path(uri) or ""
    around = max((each for each in folders if path.startswith(each)), key=len, default="")
    parts = path[len(around) :].replace("\\", "/").split("/")
    return not any(part.startswith(".") or part in SKIPPED for part in parts)


def watch_registration() -> types.Registration:
    """What to ask of a client that can watch files."""
    watchers = [types.FileSystemWatcher(f"**/{pattern}") for pattern in WATCHED]
    presence = types.WatchKind.Create | types.WatchKind.Delete
    watchers.append(types.FileSystemWatcher("**/*", presence))
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    return types.Registration(_REGISTRATION, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def renamed_files() -> types.FileOperationRegistrationOptions:
    """Any file and folder: `app_files` and `dockerfile` may name one of any name."""
    pattern = types.FileOperationPattern("**/*")
    return types.FileOperationRegistrationOptions(
        [types.FileOperationFilter(pattern, scheme="file")]
    )


def deleted_files() -> types.FileOperationRegistrationOptions:
    """Any folder, and the files whose deletion can change a diagnostic."""
    patterns = [types.FileOperationPattern(f"**/{name}") for name in ("*", *WATCHED)]
    filters = [types.FileOperationFilter(pattern, scheme="file") for pattern in patterns]
    patterns[0].matches = types.FileOperationPatternKind.Folder
    return types.FileOperationRegistrationOptions(filters)


def _unique(paths: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for path in paths if path))
