"""The files of a commit, read from git's objects: nothing is checked out, written or run.

Knows git's plumbing (`rev-parse`, `merge-base`, `cat-file`) and the format of its trees; must not
know what is in a file. A repository is somebody else's: its hooks, filters, aliases, monitors and
remotes stay out, a lazy clone fetches nothing, and time and size are bounded.
"""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from threading import Timer
from typing import NamedTuple

from .files import Scanned, Unreadable

MAX_SECONDS, MAX_NAMING_SECONDS = 60, 10
"""How long git may take for all that is read of a commit, and to find the commit that is named: a
named pipe in its directory makes it wait for ever."""

MAX_BYTES = 256 << 20
"""How much of a commit is read: its directories and the files that are looked at."""

_MAX_LINKS = 40
_LINK, _DIRECTORY, _SUBMODULE = 0o120000, 0o040000, 0o160000

_SAFE = (
    *("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit", "-c", "core.alternateRefsCommand="),
)
_OWN = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT")
_OWN_PREFIXES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
"""What a user says of git in general, such as which directories are safe."""


class RevisionError(Exception):
    """Why a commit cannot be read, in a sentence."""


class Entry(NamedTuple):
    """An entry of a tree: its mode and the name of its object."""

    mode: int
    object: str


class Revision:
    """A commit of the repository around a directory, as files (`Files`); close it after use.

    Paths are absolute, as if the commit were checked out. Nothing is outside of the repository.
    """

    def __init__(self, directory: str, name: str) -> None:
        """`name` is a commit as git names it; with `...` at its end where HEAD left that one.

        Raises `RevisionError`.
        """
        self._git = _executable()
        self._directory = directory
        self.top = os.path.realpath(self._asked("rev-parse", "--show-toplevel"))
        """The directory of the repository."""
        self.commit = self._commit(name)
        """The full name of the commit."""
        self._left = MAX_BYTES
        self._trees: dict[str, dict[str, Entry]] = {}
        self._entries: dict[str, Entry | None] = {}
        self._sizes: dict[str, int | None] = {}
        self._contents, self._checks = self._batch("--batch"), self._batch("--batch-check")
        self._timer = Timer(MAX_SECONDS, self._kill)
        self._timer.daemon = True
        self._timer.start()
        self._root = Entry(_DIRECTORY, f"{self.commit}^{{tree}}")

    def close(self) -> None:
        """End the processes of git."""
        self._timer.cancel()
        self._kill()
        for process in (self._contents, self._checks):
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            process.wait()

    # Files

    def real(self, path: str) -> str:
        return self._found(path)[0]

    def _is_link(self, path: str) -> bool:
        above, entry = self._found(os.path.dirname(path))
        if entry is None or entry.mode != _DIRECTORY:
            return False
        link = self._entry(os.path.join(above, os.path.basename(path)))
        return link is not None and link.mode == _LINK

    def exists(self, path: str) -> bool:
        return self._found(path)[1] is not None

    def status(self, path: str, *, follow: bool = True) -> os.stat_result | Unreadable:
        if not follow and self._is_link(path):
            return os.stat_result((stat.S_IFLNK, *[0] * 9))
        entry = self._found(path)[1]
        if entry is None:
            return Unreadable(path, "missing")
        is_directory = entry.mode in (_DIRECTORY, _SUBMODULE)
        size = 0 if is_directory else self._size(entry.object)
        if size is None:
            return Unreadable(path, "missing")
        mode = stat.S_IFDIR if is_directory else stat.S_IFREG
        inode = int(entry.object[:8], 16) if not is_directory else 0
        return os.stat_result((mode, inode, 0, 1, 0, 0, size, 0, 0, 0), {"st_mtime_ns": 0})

    def read_bytes(self, path: str, limit: int) -> bytes | Unreadable:
        entry = self._entry(path)
        if entry is None or entry.mode == _LINK:
            return Unreadable(path, "missing")
        if entry.mode in (_DIRECTORY, _SUBMODULE):
            return Unreadable(path, "not-a-file")
        size = self._size(entry.object)
        if size is None:
            return Unreadable(path, "missing")
        if size > limit:
            return Unreadable(path, "too-large", f"more than {limit:,} bytes")
        return self._content(entry.object)

    def scan(self, path: str, limit: int) -> Iterator[Scanned]:
        real, entry = self._found(path)
        if entry is None or entry.mode != _DIRECTORY:
            raise NotADirectoryError(errno.ENOTDIR, "not a directory", path)
        for name, each in list(self._tree(entry).items())[:limit]:
            is_link = each.mode == _LINK
            target = self._found(os.path.join(real, name))[1] if is_link else each
            is_directory = target is not None and target.mode in (_DIRECTORY, _SUBMODULE)
            yield Scanned(name, is_directory, is_link)

    # Paths

    def _found(self, path: str) -> tuple[str, Entry | None]:
        """The path without links, and its entry. Raises `OSError` for a loop of links."""
        done, waiting = os.path.splitdrive(os.path.abspath(os.sep))[0] + os.sep, _parts(path)
        entry: Entry | None = None
        links = 0
        while waiting:
            part = waiting.pop(0)
            if part == os.pardir:
                done = os.path.dirname(done)
                continue
            done = os.path.join(done, part)
            entry = self._entry(done)
            if entry is not None and entry.mode == _LINK:
                links += 1
                if links > _MAX_LINKS:
                    raise OSError(errno.ELOOP, "too many links", path)
                target = os.fsdecode(self._content(entry.object))
                above = os.path.dirname(done)
                waiting = [*_parts(os.path.join(above, target)), *waiting]
                done = os.path.splitdrive(done)[0] + os.sep
        return done, self._entry(done)

    def _entry(self, path: str) -> Entry | None:
        """The entry of a path without links in its directories."""
        if path == self.top:
            return self._root
        if not path.startswith(self.top.rstrip(os.sep) + os.sep):
            return None
        if path not in self._entries:
            above = self._entry(os.path.dirname(path))
            is_there = above is not None and above.mode == _DIRECTORY
            tree = self._tree(above) if above is not None and is_there else {}
            self._entries[path] = tree.get(os.path.basename(path))
        return self._entries[path]

    def _tree(self, entry: Entry) -> dict[str, Entry]:
        known = self._trees.get(entry.object)
        if known is None:
            length = len(self.commit) // 2
            known = self._trees[entry.object] = _entries(self._content(entry.object), length)
        return known

    # git

    def _commit(self, name: str) -> str:
        if not name or name.startswith("-") or not name.isprintable():
            raise RevisionError(f"`{name}` is not a commit")
        base = name.removesuffix("...")
        wanted = "HEAD" if base == "" else base
        commit = self._asked("rev-parse", "--verify", "--quiet", f"{wanted}^{{commit}}", of=wanted)
        if base == name:
            return commit
        return self._asked("merge-base", commit, "HEAD", of=name)

    def _asked(self, *arguments: str, of: str = "") -> str:
        command = [self._git, *_SAFE, *arguments]
        try:
            done = subprocess.run(
                command,
                cwd=self._directory,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=MAX_NAMING_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise RevisionError(f"git took more than {MAX_NAMING_SECONDS} seconds") from None
        except OSError as error:
            raise RevisionError(f"git cannot be started: {error.strerror or error}") from None
        if done.returncode == 0:
            return os.fsdecode(done.stdout.rstrip(b"\r\n"))
        if of:
            raise RevisionError(f"`{of}` is not a commit in this repository")
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(lines[0] if lines else "git cannot read the repository")

    def _batch(self, option: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self._git, *_SAFE, "cat-file", option],
            cwd=self._directory,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _kill(self) -> None:
        for process in (self._contents, self._checks):
            process.kill()

    def _size(self, name: str) -> int | None:
        if name not in self._sizes:
            self._sizes[name] = self._header(self._checks, name)
        return self._sizes[name]

    def _content(self, name: str) -> bytes:
        size = self._header(self._checks, name)
        if size is None:
            raise RevisionError("this clone does not have all of the commit; fetch it first")
        self._left -= size
        if self._left < 0:
            raise RevisionError(f"more than {MAX_BYTES >> 20} MB of the commit would be read")
        stream = self._contents.stdout
        self._header(self._contents, name)
        assert stream is not None
        content = stream.read(size)
        stream.read(1)
        if len(content) != size:
            raise RevisionError(f"git took more than {MAX_SECONDS} seconds, or failed")
        return content

    def _header(self, process: subprocess.Popen[bytes], name: str) -> int | None:
        """The size of an object, `None` for one that is not in this clone."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
            header = process.stdout.readline().split()
        except OSError:
            header = []
        if len(header) == 2:
            return None
        if len(header) != 3:
            raise RevisionError(f"git took more than {MAX_SECONDS} seconds, or failed")
        return int(header[2])


def _executable() -> str:
    """The path of git. Never one of the working directory, which is somebody else's."""
    name = "git.exe" if os.name == "nt" else "git"
    for directory in os.get_exec_path():
        path = os.path.join(directory, name)
        if os.path.isabs(directory) and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    raise RevisionError("git is not installed")


def _environment() -> dict[str, str]:
    """The user's environment without what would lead git elsewhere."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _OWN or name.startswith(_OWN_PREFIXES)
    }
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _parts(path: str) -> list[str]:
    rest = os.path.splitdrive(path)[1]
    return [part for part in rest.replace(os.sep, "/").split("/") if part not in ("", os.curdir)]


def _entries(content: bytes, length: int) -> dict[str, Entry]:
    """The entries of a tree object: `mode name NUL object`, over and over."""
    found: dict[str, Entry] = {}
    start = 0
    while start < len(content):
        end = content.index(b"\0", start)
        mode, _, name = content[start:end].partition(b" ")
        start = end + 1 + length
        found[os.fsdecode(name)] = Entry(int(mode, 8), content[end + 1 : start].hex())
    return found
