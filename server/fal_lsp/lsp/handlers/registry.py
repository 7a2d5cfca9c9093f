"""How a request or notification is described and connected. Knows none."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..server import FalServer


class Request(NamedTuple):
    """A request or notification, its handler and the setting that switches it off, if one does.

    The handler is called as `handler(ls, at, params)` with the snapshot of the document that the
    params name, or as `handler(ls, params)` if the request is not `on_document`. Its result may be
    `None`; it may be a coroutine. `in_python` is called instead with a `PythonFile`.
    """

    method: str
    handler: Callable[..., Any]
    setting: str = ""
    options: Any = None
    on_document: bool = True
    in_python: Callable[..., Any] | None = None


def of_session(method: str, handler: Callable[..., Any], options: Any = None) -> Request:
    """A message of the session: no setting switches it off, and its handler gets no snapshot."""
    return Request(method, handler, options=options, on_document=False)


def connect(server: FalServer, row: Request) -> None:
    """Advertise it and let its handler respond."""

    def respond(params: Any) -> Any:
        if row.setting and not server.settings.enabled(row.setting):
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
        response = respond(params)
        return await response if inspect.isawaitable(response) else response

    is_coroutine = inspect.iscoroutinefunction(row.handler)
    server.feature(row.method, row.options)(respond_later if is_coroutine else respond)
