"""Progress that the client shows for work that takes longer. Knows the protocol, not the work."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from .server import FalServer

_REPORT_EVERY = 0.1
"""Seconds between two reports."""


@contextlib.contextmanager
def show_progress(ls: FalServer, title: str) -> Iterator[Callable[[str], None]]:
    """Show the progress of what is done inside; yields a function that says where it is.

    Nothing waits for the client's consent: where it comes late, a beginning and an end are shown.
    """
    token = f"fal-lsp-{uuid.uuid4()}"
    shown: float | None = None
    over = False

    def send(value: Any) -> None:
        ls.protocol.notify(types.PROGRESS, types.ProgressParams(token, value))

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

    if ls.abilities.progress:
        params = types.WorkDoneProgressCreateParams(token)
        ls.ask(types.WINDOW_WORK_DONE_PROGRESS_CREATE, params, begin)
    try:
        yield report
    finally:
        over = True
        if shown is not None:
            send(types.WorkDoneProgressEnd())
