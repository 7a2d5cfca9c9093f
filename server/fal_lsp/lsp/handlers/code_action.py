"""textDocument/codeAction: quick fixes, fix-all and refactorings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ...ide._base import ACTION_KINDS
from .. import convert
from ._base import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...ide._base import CodeAction
    from ..server import FalServer, Snapshot


def code_action(
    ls: FalServer,
    at: Snapshot,
    params: types.CodeActionParams,
    find: Callable[..., Sequence[CodeAction]],
) -> list[types.CodeAction] | None:
    """The changes on offer for a range, of the kinds that the client asks for."""
    if not ls.abilities.code_action_literals:
        return None
    only = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    kinds = frozenset(kind for kind in ACTION_KINDS if not only or _asked(kind, only))
    span = at.positions.span(params.range)
    found = find(at.document, span, ls.found(at), kinds=kinds, project=at.project)
    return [_action(ls, at, action) for action in found if action.kind in kinds]


def _asked(kind: str, only: Sequence[str]) -> bool:
    """Kinds are a tree: who asks for `source.fixAll` also means `source.fixAll.fal-lsp`."""
    return any(kind == asked or kind.startswith(f"{asked}.") for asked in only)


def _action(ls: FalServer, at: Snapshot, action: CodeAction) -> types.CodeAction:
    resolved = convert.diagnostics(action.diagnostics, at.positions, at.uri, ls.abilities)
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=resolved or None,
        is_preferred=action.preferred or None,
        edit=ls.workspace_edit(at, action.edits),
    )


REQUESTS = (
    Request(
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_action,
        "code_action",
        "codeActions",
        options=types.CodeActionOptions(code_action_kinds=list(ACTION_KINDS)),
    ),
)
