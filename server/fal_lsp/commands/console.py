"""Writes to the streams of the process. Knows encodings, broken pipes, terminals and crashes.

Whatever the streams are (a terminal in an old encoding, a pipe without a reader, closed), writing
never ends in a traceback or half a character. A crash of fal-lsp itself is one line that says where
it happened, so that it can be reported.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import Final, TextIO

from ..report.escape import printable
from ..report.style import BLUE, BOLD, RED, YELLOW, is_terminal, paint, wants_color

OURS: Final = "this is a bug in fal-lsp, please report it with this line"
"""The end of a message about a crash."""

_LEVELS: Final = {"error": RED, "warning": YELLOW, "info": BLUE}

_WIDTH = 120
"""The width in columns of a report that goes to a file or a pipe."""


def prepare() -> None:
    """Make the streams of the process take every text; to be called once, first of all."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller, `>&-`.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def for_programs(stream: TextIO) -> None:
    """Let a stream carry what a program reads: UTF-8 with line feeds, whatever the console has."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", newline="\n")


def write(pieces: Iterable[str], stream: TextIO) -> None:
    """Write a text piece by piece; when its reader is gone, the rest is dropped."""
    try:
        stream.writelines(pieces)
        stream.flush()
    except BrokenPipeError:
        abandon(stream)


def write_exactly(data: bytes, stream: TextIO | None = None) -> None:
    """Write bytes as they are, by default to standard output: a repaired file, or a patch."""
    stream = stream or sys.stdout
    stream.flush()
    binary = getattr(stream, "buffer", None)
    try:
        if binary is None:
            stream.write(data.decode("utf-8", "replace"))
        else:
            binary.write(data)
        stream.flush()
    except BrokenPipeError:
        abandon(stream)


def abandon(stream: TextIO) -> None:
    """Let what is still buffered for a broken pipe vanish, or Python complains when it ends."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)
    except (OSError, ValueError):
        return


def note(message: str, level: str) -> None:
    """A line on standard error that starts with its level: `info`, `warning` or `error`."""
    color = wants_color(sys.stderr)
    label = paint(f"{level}:", _LEVELS[level], color)
    write([f"{label} {paint(printable(message), BOLD, color)}\n"], sys.stderr)


def describe_crash(error: BaseException) -> str:
    """The error, the line of code where it was raised, and what to do about it."""
    files: list[str | None] = []
    trace, where = error.__traceback__, ""
    while trace is not None:
        files.append(trace.tb_frame.f_code.co_filename)
        where = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})"
        trace = trace.tb_next
    # A name that a module lacks: the module is not in the traceback.
    files += [getattr(error, "path", None), getattr(getattr(error, "obj", None), "__file__", None)]
    advice = _shadowed(filter(None, files)) or OURS
    return printable(f"{type(error).__name__}: {error}{where}; {advice}")


def _shadowed(files: Iterable[str]) -> str:
    """What to do where `PYTHONPATH`, meant for other programs, brought one of the files in."""
    try:
        # A relative path needs a working directory, which may be gone.
        files = [os.path.abspath(file) for file in files]
        entries = [(each, os.path.abspath(each)) for each in _python_path()]
    except OSError:
        return ""
    for entry, directory in entries:
        folder = os.path.join(directory, "")
        for file in files if not __file__.startswith(folder) else ():
            if file.startswith(folder):
                return f"{file} was imported because PYTHONPATH contains {entry}: unset it"
    return ""


def _python_path() -> list[str]:
    return [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]


def screen_width(stream: TextIO) -> int:
    """The columns of the terminal that the stream writes to; 120 if it is not a terminal."""
    if not is_terminal(stream):
        return _WIDTH
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH
