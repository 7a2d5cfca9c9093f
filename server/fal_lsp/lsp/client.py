"""What the server sends to the client of its own accord. Knows the protocol, no feature.

Everything goes through pygls' protocol object; nothing here waits for an answer.
"""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from .convert import Json
    from .protocol import Protocol

log = logging.getLogger(__name__)

_REPORT_EVERY = 0.1
"""Seconds between two progress reports."""


class Client:
    """The client of the session."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol

    def publish_diagnostics(self, uri: str, items: list[Json], version: int | None = None) -> None:
        """Replace the diagnostics that the client shows for a document."""
        params: Json = {"uri": uri, "diagnostics": items}
        if version is not None:
            params["version"] = version
        self._protocol.send_json(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def log(self, sentence: str) -> None:
        """Write a sentence to the client's log and to ours; nothing pops up."""
        log.warning(sentence)
        params = types.LogMessageParams(types.MessageType.Warning, sentence)
        self._protocol.notify(types.WINDOW_LOG_MESSAGE, params)

    def show(self, sentence: str) -> None:
        """Show a sentence to the person; only in answer to something that they did."""
        params = types.ShowMessageParams(types.MessageType.Info, sentence)
        self._protocol.notify(types.WINDOW_SHOW_MESSAGE, params)

    def send_request(
        self, method: str, params: Any = None, then: Callable[[Any], object] | None = None
    ) -> None:
        """Send a request and call `then` with its result; an error response is only logged."""

        def done(future: Any) -> None:
            try:
                result = future.result()
                if then is not None:
                    then(result)
            except CancelledError:
                pass  # The session ends.
            except Exception as error:
                log.warning("the client failed to handle %s: %s", method, error)

        self._protocol.send_request(method, params).add_done_callback(done)

    @contextlib.contextmanager
    def progress(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show the progress of the work inside; yields a function that reports a message.

        Work starts before the client accepts the token. If it accepts late, begin and end are sent
        together.
        """
        token = f"fal-lsp-{uuid.uuid4()}"
        shown: float | None = None
        over = False

        def send(value: Any) -> None:
            self._protocol.notify(types.PROGRESS, types.ProgressParams(token, value))

        def begin(_: object) -> None:
            nonlocal shown
            shown = time.monotonic()
            send(types.WorkDoneProgressBegin(title))
            if over:
                send(types.WorkDoneProgressEnd())

        def report(message: str) -> None:
            nonlocal shown
            if shown is not None and time.monotonic() - shown > _REPORT_EVERY:
                shown = time.monotonic()
                send(types.WorkDoneProgressReport(message=message))

        params = types.WorkDoneProgressCreateParams(token)
        self.send_request(types.WINDOW_WORK_DONE_PROGRESS_CREATE, params, begin)
        try:
            yield report
        finally:
            over = True
            if shown is not None:
                send(types.WorkDoneProgressEnd())
