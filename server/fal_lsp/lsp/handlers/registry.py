"""How a request is described and connected. Knows no request."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types

from ..workspace import WATCHED

if TYPE_CHECKING:
    from ..server import FalServer


class Request(NamedTuple):
    """A request that a feature of `ide/` answers.

    `feature` is its module, `function` its function there (by default of the same name), `setting`
    the switch of the settings. The handler is called as `handler(ls, at, params, find)` with the
    snapshot of the document that the parameters name and the feature's function, or without `at`
    where the request is not `on_document`. Its answer may be `None`; it may be a coroutine.
    """

    method: str
    handler: Callable[..., Any]
    feature: str
    setting: str
    function: str = ""
    options: Any = None
    on_document: bool = True


def options(method: str) -> Any:
    """What is said of a request or notification of the session when it is advertised."""
    if method == types.TEXT_DOCUMENT_DID_SAVE:
        return types.SaveOptions(include_text=False)
    if method == types.TEXT_DOCUMENT_DIAGNOSTIC:
        return types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=True, identifier="fal-lsp"
        )
    if method == types.WORKSPACE_DID_RENAME_FILES:
        patterns = [types.FileOperationPattern(f"**/{name}") for name in ("*", *WATCHED)]
        filters = [types.FileOperationFilter(pattern, scheme="file") for pattern in patterns]
        patterns[0].matches = types.FileOperationPatternKind.Folder
        return types.FileOperationRegistrationOptions(filters)
    return None


def connect(server: FalServer, row: Request) -> None:
    """Advertise a request, where its feature exists, and answer it with its handler."""
    if not server.core.has_feature(row.feature):
        return
    name = row.function or row.feature

    def answer(params: Any) -> Any:
        if not server.settings.enabled(row.setting):
            return None
        find = server.core.feature(row.feature, name)
        if not row.on_document:
            return row.handler(server, params, find)
        at = server.snapshot(params.text_document.uri)
        return None if at is None else row.handler(server, at, params, find)

    async def answer_later(params: Any) -> Any:
        waiting = answer(params)
        return None if waiting is None else await waiting

    is_coroutine = inspect.iscoroutinefunction(row.handler)
    server.feature(row.method, row.options)(answer_later if is_coroutine else answer)
