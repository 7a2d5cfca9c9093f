"""textDocument/rename and textDocument/prepareRename: another name for an app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ..server import FalServer, Snapshot


def rename(
    ls: FalServer,
    at: Snapshot,
    params: types.RenameParams,
) -> types.WorkspaceEdit | None:
    """The edit that renames the app under the cursor; an invalid name is refused."""
    from ...ide import rename

    offset = at.positions.offset(params.position)
    edits = rename.rename(at.document, offset, params.new_name)
    return ls.workspace_edit(at, edits) if edits else None


def prepare_rename(
    ls: FalServer,
    at: Snapshot,
    params: types.PrepareRenameParams,
) -> types.PrepareRenamePlaceholder | None:
    """What would be renamed, `None` where nothing can be."""
    from ...ide import rename

    target = rename.prepare_rename(at.document, at.positions.offset(params.position))
    if target is None:
        return None
    return types.PrepareRenamePlaceholder(at.positions.range(target.span), target.name)


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
)
