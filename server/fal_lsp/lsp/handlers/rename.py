"""textDocument/rename and textDocument/prepareRename: another name for an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import RenameTarget
    from ...toml.types import TextEdit
    from ..server import FalServer, Snapshot


def rename(
    ls: FalServer,
    at: Snapshot,
    params: types.RenameParams,
    find: Callable[..., tuple[TextEdit, ...] | None],
) -> types.WorkspaceEdit | None:
    """The edit that renames what is under the cursor; a name that cannot be is refused."""
    edits = find(at.document, at.positions.offset(params.position), params.new_name)
    return ls.workspace_edit(at, edits) if edits else None


def prepare_rename(
    ls: FalServer,
    at: Snapshot,
    params: types.PrepareRenameParams,
    find: Callable[..., RenameTarget | None],
) -> types.PrepareRenamePlaceholder | None:
    """What would be renamed, `None` where nothing can be."""
    target = find(at.document, at.positions.offset(params.position))
    if target is None:
        return None
    return types.PrepareRenamePlaceholder(at.positions.range(target.span), target.name)


REQUESTS: tuple[Request, ...] = (
    Request(
        types.TEXT_DOCUMENT_RENAME,
        rename,
        "rename",
        "rename",
        options=types.RenameOptions(prepare_provider=True),
    ),
    Request(
        types.TEXT_DOCUMENT_PREPARE_RENAME,
        prepare_rename,
        "rename",
        "rename",
        function="prepare_rename",
    ),
)
