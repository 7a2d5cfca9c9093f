"""Files and folders that change outside of the editor's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ..workspace import is_watched

if TYPE_CHECKING:
    from ..server import FalServer


def did_change_watched_files(ls: FalServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Files on the disk changed that diagnostics look at."""
    watched = [change for change in params.changes if is_watched(change.uri)]
    if watched:
        new = [change.uri for change in watched if change.type == types.FileChangeType.Created]
        ls.files_changed(new)


def did_rename_files(ls: FalServer, params: types.RenameFilesParams) -> None:
    """Files or folders were renamed; the client closes and opens those that are open."""
    ls.files_changed(file.new_uri for file in params.files)


def did_change_workspace_folders(
    ls: FalServer, params: types.DidChangeWorkspaceFoldersParams
) -> None:
    """Folders came or went."""
    ls.change_folders(params.event)


HANDLERS = {
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: did_change_watched_files,
    types.WORKSPACE_DID_RENAME_FILES: did_rename_files,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: did_change_workspace_folders,
}
