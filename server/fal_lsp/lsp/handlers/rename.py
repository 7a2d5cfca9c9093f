"""textDocument/rename and textDocument/prepareRename: another name for an app or for the class of a
`ref`; workspace/willRenameFiles: paths follow the files that they name.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from ...text import LineIndex
from ..convert import Positions
from ..uris import path_uri, uri_path
from ..workspace_edits import FileEdits, workspace_edit
from .registry import Request, renamed_files

if TYPE_CHECKING:
    from ...ide.rename_class import ClassAt
    from ...project import Project
    from ...toml import Document
    from ..server import FalServer, Snapshot


_FOLLOW = "Rename paths in pyproject.toml"


async def rename(
    ls: FalServer,
    at: Snapshot,
    params: types.RenameParams,
) -> types.WorkspaceEdit | None:
    """The edit that renames what is under the cursor; an invalid name is refused."""
    from ...ide import rename, rename_class

    offset = at.positions.offset(params.position)
    named = rename_class.class_at(at.document, offset, at.project)
    if named is not None and at.project is not None:
        rename_class.check_name(params.new_name)
        return await _rename_class(ls, at, at.project, named, params.new_name)
    edits = rename.rename(at.document, offset, params.new_name)
    return ls.workspace_edit(at, edits) if edits else None


def prepare_rename(
    ls: FalServer,
    at: Snapshot,
    params: types.PrepareRenameParams,
) -> types.PrepareRenamePlaceholder | None:
    """What would be renamed, `None` where nothing can be."""
    from ...ide import rename, rename_class

    offset = at.positions.offset(params.position)
    target = rename.prepare_rename(at.document, offset)
    if target is None:
        named = rename_class.class_at(at.document, offset, at.project)
        if named is None:
            return None
        target = rename_class.prepare(named)
    return types.PrepareRenamePlaceholder(at.positions.range(target.span), target.name)


async def _rename_class(
    ls: FalServer, at: Snapshot, project: Project, named: ClassAt, new_name: str
) -> types.WorkspaceEdit | None:
    """The edit of every pyproject.toml that names a class, and of the file that defines it."""
    from ...ide import rename_class

    if new_name == named.name:
        return None
    there = rename_class.in_file(project, named, new_name)
    own = at.positions.text_edits(rename_class.in_document(at.document, project, named, new_name))
    files = [FileEdits(at.uri, at.version, own)]
    async for uri, version, document, other in _manifests(ls):
        if uri != at.uri:
            positions = Positions(document.lines, ls.capabilities.encoding)
            same = rename_class.in_document(document, other, named, new_name)
            files.append(FileEdits(uri, version, positions.text_edits(same)))
    if there.reason:
        ls.client.show(f"Only pyproject.toml was changed: {there.reason}")
    else:
        positions = Positions(LineIndex(there.source), ls.capabilities.encoding)
        uri = ls.documents.uri(there.path) or path_uri(there.path)
        uses = [types.TextEdit(positions.range(span), new_name) for span in there.spans]
        note = f"Imports of `{named.name}` in other files are not changed."
        files.append(FileEdits(uri, ls.documents.version(there.path), uses, note))
    return workspace_edit(files, f"Rename the class in {named.file}", ls.capabilities)


async def will_rename_files(
    ls: FalServer, params: types.RenameFilesParams
) -> types.WorkspaceEdit | None:
    """The edit of every pyproject.toml whose apps name what is about to be renamed."""
    return await edits_for_moves(ls, params.files)


async def edits_for_moves(
    ls: FalServer, renames: Sequence[types.FileRename]
) -> types.WorkspaceEdit | None:
    """The edit that lets the paths follow files and directories to their new names."""
    from ...ide.rename_files import Move, rename_files

    paths = [(uri_path(each.old_uri), uri_path(each.new_uri)) for each in renames]
    moves = [Move(old, new) for old, new in paths if old is not None and new is not None]
    files: list[FileEdits] = []
    if moves:
        async for uri, version, document, project in _manifests(ls):
            positions = Positions(document.lines, ls.capabilities.encoding)
            edits = positions.text_edits(rename_files(document, project, moves))
            files.append(FileEdits(uri, version, edits))
    return workspace_edit(files, _FOLLOW, ls.capabilities)


async def follow_moves(ls: FalServer, renames: Sequence[types.FileRename]) -> None:
    """Ask the client to make the edits for what was renamed already."""
    edit = await edits_for_moves(ls, renames)
    if edit is not None:
        params = types.ApplyWorkspaceEditParams(edit, _FOLLOW)
        ls.client.send_request(types.WORKSPACE_APPLY_EDIT, params)


async def _manifests(ls: FalServer) -> AsyncIterator[tuple[str, int | None, Document, Project]]:
    """Every pyproject.toml of the workspace: its URI, its version if it is open, tree, project."""
    for opened in ls.documents:
        project = ls.checker.project(opened.path)
        if project is not None:
            yield opened.uri, opened.version, opened.document, project
    async for path, document in ls.workspace_diagnostics.documents():
        project = ls.checker.project(path)
        if project is not None:
            yield path_uri(path), None, document, project


REQUESTS: tuple[Request, ...] = (
    Request(
        types.TEXT_DOCUMENT_RENAME,
        rename,
        "rename",
        options=types.RenameOptions(prepare_provider=True),
    ),
    Request(
        types.TEXT_DOCUMENT_PREPARE_RENAME,
        prepare_rename,
        "rename",
    ),
    Request(
        types.WORKSPACE_WILL_RENAME_FILES,
        will_rename_files,
        "rename",
        options=renamed_files(),
        on_document=False,
    ),
)
