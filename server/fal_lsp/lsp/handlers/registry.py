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
    """A request, its handler and the setting that switches it off.

    The handler is called as `handler(ls, at, params)` with the snapshot of the document that the
    params name, or as `handler(ls, params)` if the request is not `on_document`. Its result may be
    `None`; it may be a coroutine. `in_python` is called instead with a `PythonFile`.
    """

    method: str
    handler: Callable[..., Any]
    setting: str
    options: Any = None
    on_document: bool = True
    in_python: Callable[..., Any] | None = None


def options(method: str) -> Any:
    """The registration options of a notification or request of the session."""
    if method == types.TEXT_DOCUMENT_DID_SAVE:
        return types.SaveOptions(include_text=False)
    if method == types.TEXT_DOCUMENT_DIAGNOSTIC:
        return types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=True, identifier="fal-lsp"
        )
    if method == types.WORKSPACE_DID_RENAME_FILES:
        return renamed_files()
    if method == types.WORKSPACE_DID_DELETE_FILES:
        patterns = [types.FileOperationPattern(f"**/{name}") for name in ("*", *WATCHED)]
        filters = [types.FileOperationFilter(pattern, scheme="file") for pattern in patterns]
        patterns[0].matches = types.FileOperationPatternKind.Folder
        return types.FileOperationRegistrationOptions(filters)
    return None


def renamed_files() -> types.FileOperationRegistrationOptions:
    """Any file and folder: `app_files` and `dockerfile` may name one of any name."""
    pattern = types.FileOperationPattern("**/*")
    return types.FileOperationRegistrationOptions(
        [types.FileOperationFilter(pattern, scheme="file")]
    )


def connect(server: FalServer, row: Request) -> None:
    """Advertise a request and let its handler respond to it."""

    def respond(params: Any) -> Any:
        if not server.settings.enabled(row.setting):
            # What is to be resolved stays as it is: the protocol knows no `null` there.
            return params if row.method.endswith("/resolve") else None
        if not row.on_document:
            return row.handler(server, params)
        at = server.snapshot(params.text_document.uri)
        if at is not None:
            return row.handler(server, at, params)
        file = server.python_files.get(params.text_document.uri) if row.in_python else None
        return row.in_python(server, file, params) if row.in_python and file else None

    async def respond_later(params: Any) -> Any:
        waiting = respond(params)
        return None if waiting is None else await waiting

    is_coroutine = inspect.iscoroutinefunction(row.handler)
    server.feature(row.method, row.options)(respond_later if is_coroutine else respond)
