"""Reading a file that may be anything. Knows the disk and UTF-8, nothing of TOML.

A pipe, a device, a directory, a link to nowhere, a file of many gigabytes: each gets an answer
in bounded time and memory. What the operating system says is put into words.
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
"""How many bytes of a file are read at most, to see whether fal is mentioned in them."""

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class FileProblem(NamedTuple):
    """Why a file was not checked: a rule and a message, and the place in as much as was read."""

    rule: str
    message: str
    text: str = ""
    span: Span = Span(0, 0)


def read_file(path: str) -> bytes | FileProblem:
    """The bytes of a regular file, at most 64 MB of them. Does not wait for a pipe or a device."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
        data = read_start(path, MOST_BYTES)
        return _unreadable(_not_a_file(mode)) if data is None else data
    except OSError as error:
        return _unreadable(_why(path, error))


def decode(data: bytes) -> str | FileProblem:
    """The text of a file's bytes, its line ends and its byte order mark kept."""
    if len(data) > LIMIT:
        size = f"{len(data):,} bytes" if len(data) < MOST_BYTES else "64 MB or more"
        message = f"The file has {size}, and fal-lsp checks files of at most {LIMIT:,} bytes."
        return FileProblem("file-too-large", f"{message} Move what is not configuration elsewhere.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _invalid(data, error.start)


def _invalid(data: bytes, position: int) -> FileProblem:
    start = len(data[:position].decode("utf-8"))
    text = data.decode("utf-8", "replace")
    line, column = LineIndex(text).position(start)
    message = (
        f"The byte 0x{data[position]:02x} in line {line + 1}, column {column + 1} is not UTF-8, so "
        "fal cannot read the file: save it as UTF-8."
    )
    return FileProblem("invalid-utf-8", message, text, Span(start, start + 1))


def _unreadable(message: str) -> FileProblem:
    return FileProblem("unreadable-file", message)


def _why(path: str, error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "The symbolic link leads back to itself: let it point at a file."
    if error.errno == errno.ENOENT and os.path.islink(path):
        return f"The symbolic link points to `{os.readlink(path)}`, which does not exist."
    if error.errno == errno.ENOENT:
        return "The file does not exist: check the path."
    if error.errno in (errno.EACCES, errno.EPERM):
        return "The permissions refuse to read it: grant them, or name another path."
    return f"The file cannot be read: {error.strerror or error}."


def _not_a_file(mode: int) -> str:
    kind = next((name for test, name in _KINDS if test(mode)), "no regular file")
    return f"This is {kind}, and fal reads a regular file: rename it or remove it."
