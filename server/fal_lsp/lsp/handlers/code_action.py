"""textDocument/codeAction and codeAction/resolve: quick fixes, fix-all and refactorings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from ...ide.types import ACTION_KINDS
from .. import convert
from .registry import Request

if TYPE_CHECKING:
    from typing import TypeGuard

    from ...ide.types import CodeAction
    from ...toml.types import TextEdit
    from ..server import FalServer, Snapshot


def code_action(
    ls: FalServer,
    at: Snapshot,
    params: types.CodeActionParams,
    find: Callable[..., Sequence[CodeAction]],
) -> list[types.CodeAction]:
    """The changes on offer for a range, of the kinds that the client asks for.

    Also for a client that does not say that it takes more than commands: those that do not are
    gone since 2018, those that forget to say it are not.
    """
    only = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    kinds = frozenset(kind for kind in ACTION_KINDS if not only or _asked(kind, only))
    span = at.positions.span(params.range)
    found = find(
        at.document,
        span,
        ls.found(at),
        kinds=kinds,
        project=at.project,
        look=ls.checker(at),
        defers=ls.abilities.lazy_edits,
    )
    return [_action(ls, at, action) for action in found if action.kind in kinds]


def _asked(kind: str, only: Sequence[str]) -> bool:
    """Kinds are a tree: who asks for `source.fixAll` also means `source.fixAll.fal-lsp`.

    The empty kind is its root (LSP 3.17, CodeActionKind.Empty).
    """
    return any(asked in ("", kind) or kind.startswith(f"{asked}.") for asked in only)


def _action(ls: FalServer, at: Snapshot, action: CodeAction) -> types.CodeAction:
    resolved = convert.diagnostics(action.diagnostics, at.positions, at.uri, ls.abilities)
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=resolved or None,
        is_preferred=action.preferred or None,
        edit=None if action.deferred else ls.workspace_edit(at, action.edits),
        data=[at.uri, at.version] if action.deferred else None,
    )


def resolve(
    ls: FalServer, params: types.CodeAction, find: Callable[..., tuple[TextEdit, ...]]
) -> types.CodeAction:
    """The action with its edits, unless the document is another one by now."""
    data: object = params.data
    if not _is_place(data):
        return params
    at = ls.snapshot(data[0])
    if at is not None and at.version == data[1]:
        params.edit = ls.workspace_edit(at, find(at.document, ls.checker(at)))
    return params


def _is_place(data: object) -> TypeGuard[list[Any]]:
    return isinstance(data, (list, tuple)) and len(data) == 2 and isinstance(data[0], str)


REQUESTS: tuple[Request, ...] = (
    Request(
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_action,
        "code_action",
        "codeActions",
        options=types.CodeActionOptions(
            code_action_kinds=list(ACTION_KINDS), resolve_provider=True
        ),
    ),
    Request(types.CODE_ACTION_RESOLVE, resolve, "fix_all", "codeActions", on_document=False),
)
