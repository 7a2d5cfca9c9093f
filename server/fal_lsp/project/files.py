"""Opening one file so that nothing can hang or fill the memory. Knows kinds of file, sizes and
encodings; must not know which files may be opened (`workspace.py`) or what is in them.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple, Protocol

MAX_FILE_BYTES = 1 << 20
"""Larger files are not read: 1 MB of Python is far beyond what anybody writes by hand."""

MAX_DOCKERFILE_BYTES = 1 << 17
"""Each line of a Dockerfile costs more than one of Python, and nobody writes a thousand."""

MAX_LOCK_BYTES = 16 << 20
"""Lock files are written by tools and are searched for a line, not parsed."""

_CHUNK = 1 << 20

Reason = Literal[
    "missing",
    "outside",
    "too-large",
    "not-a-file",
    "undecodable",
    "encoding",
    "syntax",
    "denied",
]

# A fifo without a writer would block the open, a terminal would become the controlling one.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Text(NamedTuple):
    """The text of a file, without a byte order mark; `path` has its symbolic links resolved."""

    path: str
    text: str


class Unreadable(NamedTuple):
    """Why something could not be seen.

    `missing` (a loop of links counts as missing), `outside` (of the workspace: not looked into),
    `too-large` (or too costly to parse), `not-a-file` (a directory, fifo, device or socket),
    `undecodable` (not UTF-8), `encoding` (claims another one), `syntax` (of Python or TOML; `line`
    counts from 0) and `denied`.
    """

    path: str
    reason: Reason
    detail: str = ""
    line: int | None = None


class Stamp(NamedTuple):
    """What changes when a file does; the key of everything that is cached about it."""

    modified: int
    """Nanoseconds since the epoch."""
    size: int
    inode: int


class Scanned(NamedTuple):
    """An entry of a directory as it was found; a link to a directory is a directory."""

    name: str
    is_dir: bool
    is_link: bool


class Files(Protocol):
    """Where files are read from. Paths are absolute."""

    def real(self, path: str) -> str:
        """The path without symbolic links. Raises `OSError` and `ValueError`."""

    def exists(self, path: str) -> bool:
        """Whether something is there, links followed."""

    def status(self, path: str, *, follow: bool = True) -> os.stat_result | Unreadable:
        """The status of what a path leads to, or of the link at its end without `follow`."""

    def read_bytes(self, path: str, limit: int) -> bytes | Unreadable:
        """The bytes of a regular file of at most `limit` bytes; the path holds no link."""

    def scan(self, path: str, limit: int) -> Iterable[Scanned]:
        """The first `limit` entries of a directory, in any order. Raises `OSError`."""


class Disk:
    """The files of this machine."""

    def real(self, path: str) -> str:
        return real_path(path)

    def exists(self, path: str) -> bool:
        return os.path.exists(path)

    def status(self, path: str, *, follow: bool = True) -> os.stat_result | Unreadable:
        return status(path, follow=follow)

    def read_bytes(self, path: str, limit: int) -> bytes | Unreadable:
        return read_bytes(path, limit)

    def scan(self, path: str, limit: int) -> Iterable[Scanned]:
        with os.scandir(path) as scanned:
            for entry in islice(scanned, limit):
                yield Scanned(entry.name, _is_dir(entry), entry.is_symlink())


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def status(path: str, *, follow: bool = True) -> os.stat_result | Unreadable:
    """The status of what a path leads to, or of the link at its end. Opens nothing.

    A path that no file can have (a NUL, a lone surrogate, too long) is `missing`.
    """
    try:
        return os.stat(path, follow_symlinks=follow)
    except PermissionError as error:
        return Unreadable(path, "denied", error.strerror or "")
    except (OSError, ValueError):
        return Unreadable(path, "missing")


def stamp(info: os.stat_result) -> Stamp:
    """The stamp of a file's status."""
    return Stamp(info.st_mtime_ns, info.st_size, info.st_ino)


def read_bytes(path: str, limit: int = MAX_FILE_BYTES) -> bytes | Unreadable:
    """The bytes of a regular file of at most `limit` bytes; `path` must hold no link at its end."""
    try:
        data = read_start(path, limit + 1, follow=False)
    except PermissionError as error:
        return Unreadable(path, "denied", error.strerror or "")
    except FileNotFoundError:
        return Unreadable(path, "missing")
    except OSError as error:
        missing = error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO)
        return Unreadable(path, "missing" if missing else "denied", error.strerror or "")
    if data is None:
        return Unreadable(path, "not-a-file")
    return data if len(data) <= limit else too_large(path, limit)


def too_large(path: str, limit: int) -> Unreadable:
    """What is said of a file with more bytes than are read."""
    return Unreadable(path, "too-large", f"more than {limit:,} bytes")


def read_start(path: str, limit: int, *, follow: bool = True) -> bytes | None:
    """The first `limit` bytes of a regular file, `None` for anything else. Raises `OSError`.

    The status is asked before the file is opened, since opening some devices has effects, and
    again on the open file, since that is the one being read. Without `follow` a link at the end of
    the path is refused.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        return None
    descriptor = os.open(path, _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            return None
        return b"".join(_parts(descriptor, limit, info.st_size))
    finally:
        os.close(descriptor)


def _parts(descriptor: int, limit: int, size: int) -> Iterator[bytes]:
    """At most `limit` bytes of a file that may have grown since it had `size`."""
    while limit > 0:
        part = os.read(descriptor, min(limit, size + 1, _CHUNK))
        if not part:
            return
        yield part
        limit -= len(part)


def decode(path: str, data: bytes) -> Text | Unreadable:
    """The UTF-8 text of a file, its byte order mark taken off."""
    try:
        return Text(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Unreadable(path, "undecodable", f"byte {error.start} is not UTF-8")


def repository_root(root: str, exists: Callable[[str], bool] = os.path.exists) -> str | None:
    """The nearest directory upwards with `.git`, the absolute `root` included."""
    directory = root
    while True:
        if exists(os.path.join(directory, ".git")):
            return directory
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent


def real_path(path: str) -> str:
    """The path without symbolic links. Raises `OSError` for a link after dozens of others.

    The system opens none after forty, and says so at once. Python would follow each of them.
    """
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise
    return os.path.realpath(path)


def is_below(path: str, directories: Collection[str]) -> bool:
    """Whether a link leads to a file below the directories; so if it leads nowhere, or to itself.

    What is wrong with such a link is said where the file is read.
    """
    try:
        real = real_path(path)
    except OSError:
        return True
    if not os.path.exists(real):
        return True
    tops = [os.path.join(os.path.realpath(directory), "") for directory in directories]
    return any(os.path.normcase(real).startswith(os.path.normcase(top)) for top in tops)
