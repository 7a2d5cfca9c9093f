"""Mistakes of fal-lsp itself, one line each. Knows logging and tracebacks.

A crash is never shown to a user as a traceback, and never hidden either: the line says where it
happened, so that a report of it is worth something.
"""

from __future__ import annotations

import logging
import os

from ..report.escape import printable


def describe(error: BaseException) -> str:
    """The error and the line of code where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        file = os.path.basename(trace.tb_frame.f_code.co_filename)
        where = f" ({file}:{trace.tb_lineno})"
    return printable(f"{type(error).__name__}: {error}{where}")


class Failures(logging.Handler):
    """Takes what the check logs where it would otherwise be printed with a traceback."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record as a line."""
        error = record.exc_info[1] if record.exc_info else None
        message = printable(record.getMessage())
        self._messages.append(f"{message}: {describe(error)}" if error else message)

    def drain(self) -> tuple[str, ...]:
        """The lines since the last call."""
        messages, self._messages = tuple(self._messages), []
        return messages


_failures: Failures | None = None


def collected() -> Failures:
    """The one collector of this process, which listens from the first call on."""
    global _failures
    if _failures is None:
        _failures = Failures()
        logging.getLogger("fal_lsp").addHandler(_failures)
    return _failures
