"""Writes to the streams of the process. Knows encodings, broken pipes and terminals.

Whatever the streams are (a terminal in an old encoding, a pipe without a reader, closed), writing
never ends in a traceback or half a character.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Final, TextIO

from ..report.escape import printable
from ..report.style import BOLD, RED, YELLOW, is_terminal, paint, wants_color

OURS: Final = "this is a bug in fal-lsp, please report it with this line"
"""The end of a message about a crash."""

_WIDTH = 120
"""How many columns a report has that no terminal shows."""


def prepare() -> None:
    """Make the streams of the process take every text; to be called once, first of all."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller, `>&-`.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def write(pieces: Iterable[str], stream: TextIO) -> None:
    """Write a text piece by piece; when its reader is gone, the rest is dropped."""
    try:
        stream.writelines(pieces)
        stream.flush()
    except BrokenPipeError:
        abandon(stream)


def write_exactly(data: bytes) -> None:
    """Write bytes to standard output as they are: a repaired file, or a patch."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    try:
        if binary is None:
            sys.stdout.write(data.decode("utf-8", "replace"))
        else:
            binary.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)


def abandon(stream: TextIO) -> None:
    """Let what is still buffered for a broken pipe vanish, or Python complains when it ends."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)
    except (OSError, ValueError):
        return


def note(message: str, level: str) -> None:
    """A line on standard error that starts with `warning:` or `error:`."""
    color = wants_color(sys.stderr)
    label = paint(f"{level}:", RED if level == "error" else YELLOW, color)
    write([f"{label} {paint(printable(message), BOLD, color)}\n"], sys.stderr)


def screen_width(stream: TextIO) -> int:
    """How many columns the terminal has that the stream goes to, 120 where it is none."""
    if not is_terminal(stream):
        return _WIDTH
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH
