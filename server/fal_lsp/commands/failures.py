"""Mistakes of fal-lsp itself, one line each. Knows tracebacks.

A crash is never shown to a user as a traceback, and never hidden either: the line says where it
happened, so that a report of it is worth something.
"""

from __future__ import annotations

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
