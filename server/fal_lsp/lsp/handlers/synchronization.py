"""Notifications about documents, files and folders that changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from ..uris import document_name, uri_path
from ..workspace import deleted_files, is_presence_watched, is_watched, renamed_files
from .registry import of_session
from .rename import follow_moves

if TYPE_CHECKING:
    from ..server import FalServer


def did_open(ls: FalServer, params: types.DidOpenTextDocumentParams) -> None:
    """A document is in the editor; its text there counts, not the file's."""
    opened = ls.documents.open(params.text_document)
    if opened is not None:
        ls.workspace_diagnostics.editor_opened(opened)
        ls.diagnostics.changed(opened)
    else:
        _buffer_changed(ls, params.text_document.uri)
    ls.other_files()


def did_change(ls: FalServer, params: types.DidChangeTextDocumentParams) -> None:
    """The text has changed."""
    changed = ls.documents.change(
        params.text_document, params.content_changes, ls.capabilities.encoding
    )
    if changed is not None:
        ls.diagnostics.changed(changed)
        ls.typed_elsewhere()
    else:
        _buffer_changed(ls, params.text_document.uri)
        if document_name(params.text_document.uri).endswith(".py"):
            ls.typed_in_python()


def did_close(ls: FalServer, params: types.DidCloseTextDocumentParams) -> None:
    """The document left the editor; the file counts again."""
    closed = ls.documents.close(params.text_document.uri)
    if closed is not None:
        ls.diagnostics.closed(closed)
        ls.workspace_diagnostics.editor_closed(closed)
    else:
        _buffer_changed(ls, params.text_document.uri)
        ls.python_files.closed(params.text_document.uri)
        ls.python_lenses.closed(params.text_document.uri)
    ls.other_files()


def did_save(ls: FalServer, params: types.DidSaveTextDocumentParams) -> None:
    """A file was written. Other documents may look at it, so this counts as a watched change."""
    if is_watched(params.text_document.uri):
        ls.files_changed([params.text_document.uri])


def _buffer_changed(ls: FalServer, uri: str) -> None:
    path = uri_path(uri)
    if path is not None and is_watched(uri):
        ls.diagnostics.invalidate(path)
        ls.workspace_diagnostics.buffer_changed(path)


def did_change_watched_files(ls: FalServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Files and directories on the disk changed that diagnostics look at."""
    changed, created = [], []
    for change in params.changes:
        is_created = change.type == types.FileChangeType.Created
        if change.type == types.FileChangeType.Changed:
            matters = is_watched(change.uri)
        else:
            matters = is_presence_watched(change.uri, ls.state.folders.paths)
        matters = matters or (is_created and _is_directory(change.uri))
        if matters:
            changed.append(change.uri)
        if matters and is_created:
            created.append(change.uri)
    if changed:
        ls.files_changed(changed, created)


def did_rename_files(ls: FalServer, params: types.RenameFilesParams) -> None:
    """Files or folders were renamed; the client closes and opens those that are open.

    A client that does not ask before it renames (`willRenameFiles`) gets the edits now.
    """
    new = [file.new_uri for file in params.files]
    ls.files_changed([*(file.old_uri for file in params.files), *new], new)
    if ls.capabilities.moves_late and ls.settings.enabled("rename"):
        ls.spawn(follow_moves(ls, params.files))


def did_delete_files(ls: FalServer, params: types.DeleteFilesParams) -> None:
    """Files or folders were deleted in the editor."""
    ls.files_changed([file.uri for file in params.files])


def _is_directory(uri: str) -> bool:
    path = uri_path(uri)
    return path is not None and Path(path).is_dir()


def did_change_workspace_folders(
    ls: FalServer, params: types.DidChangeWorkspaceFoldersParams
) -> None:
    """Folders came or went."""
    ls.change_folders(params.event)


REQUESTS = (
    of_session(types.TEXT_DOCUMENT_DID_OPEN, did_open),
    of_session(types.TEXT_DOCUMENT_DID_CHANGE, did_change),
    of_session(types.TEXT_DOCUMENT_DID_CLOSE, did_close),
    of_session(types.TEXT_DOCUMENT_DID_SAVE, did_save, types.SaveOptions(include_text=False)),
    of_session(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files),
    of_session(types.WORKSPACE_DID_RENAME_FILES, did_rename_files, renamed_files()),
    of_session(types.WORKSPACE_DID_DELETE_FILES, did_delete_files, deleted_files()),
    of_session(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, did_change_workspace_folders),
)
