"""JSON-RPC dispatch on top of pygls: validates messages, enforces the lifecycle, hides tracebacks.

Knows JSON-RPC and the lifecycle of a session, no feature. The only file that touches private
members of pygls: `tests/lsp/test_protocol.py` names each, so that an upgrade fails by name.

pygls 2.1.1 structures a message while it decodes the JSON (`object_hook` in `pygls.io_.run_async`):
invalid params raise there, before the id is known, so the request never gets a response and a
message box pops up. It also sends the text and the traceback of an exception to the client, and
does not respond before `initialize`, after `shutdown`, or to an unknown method without params.
Here a message is decoded first, validated, and then structured.
"""

from __future__ import annotations

import contextlib
import contextvars
import json
import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import JsonRPCResponseMessage

from ..ide.types import RefusedError
from .lenient_params import describe, structure_leniently, whole_text

if TYPE_CHECKING:
    import asyncio
    from typing import TypeGuard

    import cattrs
    from pygls.lsp.server import LanguageServer

log = logging.getLogger(__name__)

_CANCELLED = "The request was cancelled."
FAILED = "fal-lsp failed to handle this request. See its log for details."

_OURS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
    types.WORKSPACE_EXECUTE_COMMAND,
)
"""What pygls would handle itself, with a store of texts that nothing here reads."""


class Protocol(LanguageServerProtocol):
    """pygls' protocol with a response for every request and no secrets in the responses."""

    restrict_capabilities: Callable[[types.ServerCapabilities], None]
    """Set by the server: removes from the capabilities what the client cannot use."""

    def __init__(self, server: LanguageServer, converter: cattrs.Converter) -> None:
        super().__init__(server, converter)
        of_types = converter.get_unstructure_hook(types.Diagnostic)
        # Ours are JSON already (`convert.diagnostics`); those of the client come back as types.
        converter.register_unstructure_hook(
            types.Diagnostic, lambda item: item if isinstance(item, dict) else of_types(item)
        )
        encoder = json.JSONEncoder(default=self._serialize_message, separators=(",", ":"))
        self._encode = encoder.encode
        for method in _OURS:
            self.fm.builtin_features.pop(method, None)
        self.cancelled: set[Any] = set()
        """Ids of requests that were cancelled while they waited for their turn."""
        self.ended: asyncio.Future[int] | None = None
        """Resolves to the exit code of the process when the session is over."""
        self._initialized = False

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: object) -> Generator[Any, Any, None]:
        """End the session; a generator like that of pygls, which would end the process."""
        self.end()
        yield from ()

    def end(self) -> None:
        """End the session: with 0 after `shutdown`, else with 1 (LSP 3.17, exit)."""
        self.finish(0 if self._shutdown else 1)

    def finish(self, code: int) -> None:
        """End the session with the process's exit code; the first one counts."""
        if self.ended is not None and not self.ended.done():
            self.ended.set_result(code)

    def finish_from_thread(self, code: int) -> None:
        """The same from a thread that isn't the event loop's."""
        if self.ended is not None:
            with contextlib.suppress(RuntimeError):
                self.ended.get_loop().call_soon_threadsafe(self.finish, code)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, Any]:
        """Respond to `initialize` with what this client can use."""
        result = yield from super().lsp_initialize(params)
        self.restrict_capabilities(result.capabilities)
        return result

    def receive(self, message: object) -> None:
        """Handle one decoded message, or the `ValueError` that decoding it raised. Never raises."""
        if isinstance(message, ValueError):
            self._refuse(None, types.ErrorCodes.ParseError, "The message is not JSON.")
        elif not isinstance(message, dict) or not isinstance(message.get("method", ""), str):
            self._refuse(None, types.ErrorCodes.InvalidRequest, "This is not a message.")
        elif "method" not in message:
            self._take_response(message)
        elif "id" in message and not _is_identity(message["id"]):
            wanted = "The id of a request must be an integer or a string."
            self._refuse(None, types.ErrorCodes.InvalidRequest, wanted)
        elif message["method"] == types.CANCEL_REQUEST:
            self._cancel(message)
            if "id" in message:
                # Whoever gives it an id waits for an answer.
                wanted = f"{types.CANCEL_REQUEST} is a notification: it has no id."
                self._refuse(message["id"], types.ErrorCodes.InvalidRequest, wanted)
        else:
            self._take(message, message["method"], message.get("id"))

    def _take(self, message: dict[str, Any], method: str, identity: int | str | None) -> None:
        """Handle a notification, or a request with its id, if the lifecycle allows it."""
        refusal = self._refusal(message, method)
        if refusal is None:
            try:
                params = self._params(message, method)
            except Exception as error:
                sentence = f"Invalid parameters of {method}: {describe(error)}."
                log.warning(sentence)
                refusal = types.ErrorCodes.InvalidParams, sentence
        if refusal is None:
            self._initialized = True
            self._call(method, params, identity)
        elif identity is not None:
            self._refuse(identity, *refusal)
        else:
            log.debug("%s is ignored: %s", method, refusal[1])

    def _params(self, message: dict[str, Any], method: str) -> Any:
        """The params of a message as the protocol's types; raises where they do not fit."""
        if method == types.TEXT_DOCUMENT_DID_CHANGE:
            params = whole_text(message.get("params"))
            if params is not None:
                return params
        kind = types.METHOD_TO_TYPES[method][0]
        typed: Any = structure_leniently(
            message, lambda rest: self._converter.structure(rest, kind)
        )
        return getattr(typed, "params", None)

    def _call(self, method: str, params: Any, identity: int | str | None) -> None:
        """Call the handler of a message.

        Not by `handle_message`, which distinguishes messages by runtime protocols: that takes as
        long as turning the message into types. Nor, for a notification that pygls itself does not
        handle, by a future that nobody waits for.
        """
        if identity is None and method not in self.fm.builtin_features:
            try:
                self.fm.features[method](params)
            except Exception:
                log.exception("%s could not be handled", method)
            return
        context = contextvars.copy_context()
        if identity is None:
            context.run(self._handle_notification, method, params)
        else:
            context.run(self._handle_request, identity, method, params)

    def _refusal(self, message: dict[str, Any], method: str) -> tuple[int, str] | None:
        """Why a message may not be handled now, as an error's code and message."""
        if message.get("jsonrpc", "2.0") != "2.0":
            return types.ErrorCodes.InvalidRequest, "The messages must be JSON-RPC 2.0."
        if method == types.EXIT:
            return None
        if message.get("id") in self.cancelled:
            self.cancelled.discard(message["id"])
            return types.LSPErrorCodes.RequestCancelled, _CANCELLED
        if self._shutdown:
            return types.ErrorCodes.InvalidRequest, "The server is shutting down."
        if not self._initialized and method != types.INITIALIZE:
            return types.ErrorCodes.ServerNotInitialized, "The server is not initialized yet."
        if self._initialized and method == types.INITIALIZE:
            return types.ErrorCodes.InvalidRequest, "The server is initialized already."
        if method not in self.fm.features and method not in self.fm.builtin_features:
            return types.ErrorCodes.MethodNotFound, f"The method {method} is not supported."
        return None

    def _cancel(self, message: dict[str, Any]) -> None:
        params = message.get("params")
        identity = params.get("id") if isinstance(params, dict) else None
        if not _is_identity(identity):
            log.debug("a cancellation of no request: %r", identity)
            return
        if identity in self._request_futures:
            self._handle_cancel_notification(identity)
        # An id that is still here belongs to a request that was answered before.
        self.cancelled.discard(identity)

    def _take_response(self, message: dict[str, Any]) -> None:
        identity = message.get("id")
        if not _is_identity(identity) or identity not in self._request_futures:
            log.debug("a response to no request of ours: %r", identity)
            return
        try:
            # pygls writes what does not fit into the log, with a traceback.
            expected = self._result_types.pop(identity, None) or JsonRPCResponseMessage
            kind = types.ResponseErrorMessage if "error" in message else expected
            typed = self._converter.structure(message, kind)
        except Exception:
            code = types.ErrorCodes.InvalidRequest
            error = types.ResponseError(code, "The response is invalid.")
            self._handle_response(identity, None, error)
        else:
            self.handle_message(typed)

    def _refuse(self, identity: int | str | None, code: int, message: str) -> None:
        error = {"code": int(code), "message": message}
        self._send_data({"jsonrpc": "2.0", "id": identity, "error": error})

    def _send_handler_result(self, future: Any, *, msg_id: Any) -> None:
        error = None if future.cancelled() else future.exception()
        if isinstance(error, RefusedError):
            self._request_futures.pop(msg_id, None)
            self._refuse(msg_id, types.LSPErrorCodes.RequestFailed, str(error))
        else:
            super()._send_handler_result(future, msg_id=msg_id)

    def _send_response(
        self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        """Respond to a request; the details of a failure stay in the log.

        A result that is a dict is JSON already (`handlers/completion.py`).
        One that was cancelled while it was computed is refused like one that never had its turn.
        """
        if msg_id in self.cancelled:
            self.cancelled.discard(msg_id)
            self._refuse(msg_id, types.LSPErrorCodes.RequestCancelled, _CANCELLED)
        elif error is None:
            try:
                is_json = isinstance(result, dict)
                answer = result if is_json else self._converter.unstructure(result)
                self._send_data({"jsonrpc": "2.0", "id": msg_id, "result": answer})
            except Exception:
                log.exception("the response to request %r cannot be serialized", msg_id)
                self._refuse(msg_id, types.ErrorCodes.InternalError, FAILED)
        elif error.code == types.ErrorCodes.InternalError:
            self._refuse(msg_id, error.code, FAILED)
        else:
            self._refuse(msg_id, error.code, error.message)

    def send_json(self, method: str, params: Any) -> None:
        """Send a notification whose params are JSON already."""
        self._send_data({"jsonrpc": "2.0", "method": method, "params": params})

    def _send_data(self, data: Any) -> None:
        """Write one message. A client that is gone ends the session."""
        if self.writer is None:
            return
        body = self._encode(data)
        log.debug("sent: %s", body)
        # JSON's default writes ASCII only, so that characters are bytes.
        frame = f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii")
        try:
            self.writer.write(frame)
        except OSError as error:
            log.info("the client is gone: %s", error)
            self.finish(1)


def _is_identity(value: object) -> TypeGuard[int | str]:
    return isinstance(value, (int, str)) and not isinstance(value, bool)
