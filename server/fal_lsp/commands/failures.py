"""Describes a crash of fal-lsp in one line. Knows tracebacks.

A user never sees a traceback, but the line says where the crash happened, so that it can be
reported.
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
