"""Reads a file of any kind. Knows the disk and UTF-8, nothing of TOML.

A pipe, a device, a directory, a broken link or a file of many gigabytes is reported in bounded
time and memory. Errors of the operating system are put into plain English.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import Final, NamedTuple

from ..project.files import read_start
from ..rules.file.file_too_large import LIMIT
from ..text import LineIndex, Span

MOST_BYTES: Final = 64_000_000
"""The number of bytes of a file that are read at most, to see whether they mention fal."""

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class FileProblem(NamedTuple):
    """Why a file was not checked: a rule, a message and a help, and the span in what was read."""

    rule: str
    message: str
    help: str = ""
    text: str = ""
    span: Span = Span(0, 0)


def read_file(path: str) -> bytes | FileProblem:
    """The bytes of a regular file, at most 64 MB of them. Does not wait for a pipe or a device."""
    try:
        data = read_start(path, MOST_BYTES)
        if data is not None:
            return data
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
        return _not_a_file(mode)
    except OSError as error:
        return _failure(path, error)


def decode(data: bytes) -> str | FileProblem:
    """The text of a file's bytes, its line ends and its byte order mark kept."""
    if len(data) > LIMIT:
        size = f"{len(data):,} bytes" if len(data) < MOST_BYTES else "64 MB or more"
        message = f"The file has {size}, but fal-lsp checks at most {LIMIT:,} bytes."
        return FileProblem(
            "file-too-large", message, "Move anything that is not configuration elsewhere."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _invalid(data, error.start)


def _invalid(data: bytes, position: int) -> FileProblem:
    start = len(data[:position].decode("utf-8"))
    text = data.decode("utf-8", "replace")
    line, column = LineIndex(text).position(start)
    message = f"Invalid UTF-8: byte 0x{data[position]:02x} in line {line + 1}, column {column + 1}."
    return FileProblem(
        "invalid-utf-8", message, "Save the file as UTF-8.", text, Span(start, start + 1)
    )


def _unreadable(message: str, advice: str = "") -> FileProblem:
    return FileProblem("unreadable-file", message, advice)


def _failure(path: str, error: OSError) -> FileProblem:
    if error.errno == errno.ELOOP:
        return _unreadable("The symbolic link points back to itself.")
    if error.errno == errno.ENOENT and os.path.islink(path):
        return _unreadable(
            f"The symbolic link points to `{os.readlink(path)}`, which does not exist."
        )
    if error.errno == errno.ENOENT:
        return _unreadable("The file does not exist.", "Check the path.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return _unreadable("The file cannot be read: permission denied.")
    return _unreadable(f"The file cannot be read: {error.strerror or error}.")


def _not_a_file(mode: int) -> FileProblem:
    kind = next((f", but {name}" for test, name in _KINDS if test(mode)), "")
    return _unreadable(f"This is not a regular file{kind}.", "Rename or remove it.")
