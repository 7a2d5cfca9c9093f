"""textDocument/rename and textDocument/prepareRename: another name for an app or for the class of a
`ref`; workspace/willRenameFiles: paths follow the files that they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from ...text import LineIndex
from ..convert import Positions
from ..uris import path_uri, uri_path
from ..workspace import renamed_files
from ..workspace_edits import FileEdits, workspace_edit
from .registry import Request

if TYPE_CHECKING:
    from ...ide.class_names import ClassAt
    from ...project import Project
    from ..server import FalServer, Snapshot


_FOLLOW = "Rename paths in pyproject.toml"


async def rename(
    ls: FalServer,
    at: Snapshot,
    params: types.RenameParams,
) -> types.WorkspaceEdit | None:
    """The edit that renames what is under the cursor; an invalid name is refused."""
    from ...ide import class_names, rename, rename_class

    offset = at.positions.offset(params.position)
    named = class_names.class_at(at.document, offset, at.project)
    if named is not None and at.project is not None:
        rename_class.check_name(params.new_name)
        return await _rename_class(ls, at, at.project, named, params.new_name)
    edits = rename.rename(at.document, offset, params.new_name)
    return workspace_edit([at.edits(edits)], ls.capabilities) if edits else None


def prepare_rename(
    ls: FalServer,
    at: Snapshot,
    params: types.PrepareRenameParams,
) -> types.PrepareRenamePlaceholder | None:
    """What would be renamed, `None` where nothing can be."""
    from ...ide import class_names, rename, rename_class

    offset = at.positions.offset(params.position)
    target = rename.prepare_rename(at.document, offset)
    if target is None:
        named = class_names.class_at(at.document, offset, at.project)
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
    files = [at.edits(rename_class.in_document(at.document, project, named, new_name))]
    async for each in ls.snapshots(with_projects=True):
        if each.uri != at.uri and each.project is not None:
            same = rename_class.in_document(each.document, each.project, named, new_name)
            files.append(each.edits(same))
    if there.reason:
        ls.client.show(f"Only pyproject.toml was changed: {there.reason}")
    else:
        positions = Positions(LineIndex(there.source), ls.capabilities.encoding)
        uri = ls.documents.uri(there.path) or path_uri(there.path)
        uses = [types.TextEdit(positions.range(span), new_name) for span in there.spans]
        note = f"Imports of `{named.name}` in other files are not changed."
        files.append(FileEdits(uri, ls.documents.version(there.path), uses, note))
    return _edit_of_all(files, f"Rename the class in {named.file}", ls)


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
        async for each in ls.snapshots(with_projects=True):
            if each.project is not None:
                files.append(each.edits(rename_files(each.document, each.project, moves)))
    return _edit_of_all(files, _FOLLOW, ls)


def _edit_of_all(
    files: Iterable[FileEdits], label: str, ls: FalServer
) -> types.WorkspaceEdit | None:
    changed = [each for each in files if each.edits]
    return workspace_edit(changed, ls.capabilities, label) if changed else None


async def follow_moves(ls: FalServer, renames: Sequence[types.FileRename]) -> None:
    """Ask the client to make the edits for what was renamed already."""
    edit = await edits_for_moves(ls, renames)
    if edit is not None:
        params = types.ApplyWorkspaceEditParams(edit, _FOLLOW)
        ls.client.send_request(types.WORKSPACE_APPLY_EDIT, params)


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
