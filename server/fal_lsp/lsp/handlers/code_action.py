"""textDocument/codeAction and codeAction/resolve: quick fixes, fix-all and refactorings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from ...ide.types import ACTION_KINDS
from .. import convert
from ..workspace_edits import FileEdits, workspace_edit
from .registry import Request

if TYPE_CHECKING:
    from typing import TypeGuard

    from ...ide.types import CodeAction
    from ..python_files import PythonFile
    from ..server import FalServer, Snapshot


_EXPLAIN = "fal-lsp.explain"
"""The command of an editor that shows the page of a rule: its name, and its Markdown."""


def code_action(
    ls: FalServer,
    at: Snapshot,
    params: types.CodeActionParams,
) -> list[types.CodeAction]:
    """The code actions for a range, of the kinds that the client requests.

    A client that does not declare literal support gets them too: clients without it have been gone
    since 2018, clients that forget to declare it have not.
    """
    from ...ide import code_action

    only = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    kinds = frozenset(kind for kind in ACTION_KINDS if not only or _asked(kind, only))
    span = at.positions.span(params.range)
    check = ls.check_function(at)
    actions = code_action.code_action(
        at.document,
        span,
        check(at.document),
        kinds=kinds,
        project=at.project,
        look=check,
        defers=ls.capabilities.lazy_edits,
        explains=_EXPLAIN in ls.settings["commands"],
        chosen={at.positions.span(each.range) for each in params.context.diagnostics},
    )
    return [_action(ls, at, action) for action in actions if action.kind in kinds]


def python_code_action(
    ls: FalServer, file: PythonFile, params: types.CodeActionParams
) -> list[types.CodeAction]:
    """What the findings of a range and the class at its start allow."""
    only = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    if only and not _asked("quickfix", only):
        return []
    return [*_python_findings(ls, file, params.context.diagnostics), *_addition(ls, file, params)]


def _python_findings(
    ls: FalServer, file: PythonFile, diagnostics: Sequence[types.Diagnostic]
) -> Iterator[types.CodeAction]:
    """Those for our findings, which the client knows where they are now."""
    from ...ide.python_file.actions import actions

    own = [each for each in diagnostics if each.source == "fal-lsp"]
    explains = _EXPLAIN in ls.settings["commands"]
    titles = set()
    for each in own:
        span = file.positions.span(each.range)
        for action in actions(file.lines, span, str(each.code), explains=explains):
            place = action.title, each.range.start.line
            if place not in titles:
                titles.add(place)
                edits = FileEdits(file.uri, None, file.positions.text_edits(action.edits))
                edit = workspace_edit([edits], ls.capabilities) if action.edits else None
                yield types.CodeAction(
                    action.title, action.kind, [each], edit=edit, command=_explanation(action)
                )


def _addition(
    ls: FalServer, file: PythonFile, params: types.CodeActionParams
) -> list[types.CodeAction]:
    """The addition of the class at the start of a range to the nearest pyproject.toml."""
    from ...ide.python_file import uses

    # An editor asks wherever the cursor rests: most lines define nothing.
    name = uses.defined_at(file.lines, file.positions.offset(params.range.start))
    if not name or not file.manifests:
        return []
    manifest = file.manifests[0]
    action = uses.addition(name, file.path, file.uses, manifest)
    at = ls.manifest_snapshot(manifest)
    return [] if action is None else [_action(ls, at, action)]


def _asked(kind: str, only: Sequence[str]) -> bool:
    """Kinds are a tree: who asks for `source.fixAll` also means `source.fixAll.fal-lsp`.

    The empty kind is its root (LSP 3.17, CodeActionKind.Empty).
    """
    return any(asked in ("", kind) or kind.startswith(f"{asked}.") for asked in only)


def _action(ls: FalServer, at: Snapshot, action: CodeAction) -> types.CodeAction:
    resolved = convert.diagnostics(action.diagnostics, at.positions, at.uri, ls.capabilities)
    if action.explains:
        return types.CodeAction(action.title, action.kind, resolved, command=_explanation(action))
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=resolved or None,
        is_preferred=action.preferred or None,
        edit=None if action.deferred else workspace_edit([at.edits(action.edits)], ls.capabilities),
        data=[at.uri, at.version] if action.deferred else None,
    )


def _explanation(action: CodeAction) -> types.Command | None:
    """The command that shows the page of a rule."""
    if not action.explains:
        return None
    return types.Command(action.title, _EXPLAIN, arguments=[action.explains, action.page])


def resolve(ls: FalServer, params: types.CodeAction) -> types.CodeAction:
    """The action with its edits, unless the document has changed since."""
    from ...ide import fix_all

    data: object = params.data
    if not _is_place(data):
        return params
    at = ls.snapshot(data[0])
    if at is not None and at.version == data[1]:
        edits = fix_all.fix_all(at.document, ls.check_function(at))
        params.edit = workspace_edit([at.edits(edits)], ls.capabilities)
    return params


def _is_place(data: object) -> TypeGuard[list[Any]]:
    return isinstance(data, (list, tuple)) and len(data) == 2 and isinstance(data[0], str)


REQUESTS: tuple[Request, ...] = (
    Request(
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_action,
        "codeActions",
        options=types.CodeActionOptions(
            code_action_kinds=list(ACTION_KINDS), resolve_provider=True
        ),
        in_python=python_code_action,
    ),
    Request(types.CODE_ACTION_RESOLVE, resolve, "codeActions", on_document=False),
)
