"""The files of a large tree in which nothing was found, so that the next check skips them.

Kept for each tree in the user's cache directory, as `ruff` and `mypy` do in the project: there a
file would change what fal uploads. A file is skipped where fal-lsp, its options, the file and all
that was seen around it are the same. Knows no rule. Where something goes wrong, nothing is skipped.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any, Final

from .. import __version__
from ..project.files import Disk, read_start
from ..project.trace import Look, Trace, digest, holds
from .check_file import Clean

if TYPE_CHECKING:
    from .check_file import Options

WORTHWHILE: Final = 100
"""So many files take half a second to check; nobody waits for fewer."""

_MOST_LOOKS = 2_000
"""To look again at more places takes as long as to check."""

_MOST_FILES = 50_000
_MOST_BYTES = 64_000_000
_DAYS = 30
"""How long a tree is remembered that nobody checks."""


class Remembered:
    """The clean files of one tree."""

    def __init__(self, directory: str, files: Sequence[str], options: Options) -> None:
        """`directory` is the cache, which need not exist."""
        asked = repr((sorted(options.select), sorted(options.ignore), options[2:], _environment()))
        tree = os.path.commonpath(list(map(os.path.dirname, map(os.path.abspath, files))))
        name = digest(f"{tree}\n{asked}".encode("utf-8", "replace"))
        self._directory = directory
        self._file = os.path.join(directory, f"{name}.json")
        self._program = _program()
        self._known = dict(self._read())
        self._changed = False

    def is_clean(self, path: str) -> bool:
        """Whether nothing would be found in a file."""
        known = self._known.get(os.path.abspath(path))
        if known is None:
            return False
        try:
            data = read_start(path, _MOST_BYTES)
            is_same = data is not None and digest(data) == known.content
            return is_same and holds(known.around, Disk())
        except (OSError, ValueError, TypeError):
            return False

    def keep(self, path: str, clean: Clean | None) -> None:
        """Remember that a file is clean, or that it is not."""
        path = os.path.abspath(path)
        if clean is not None and len(clean.around.looks) <= _MOST_LOOKS:
            self._known.pop(path, None)
            self._known[path] = clean
            self._changed = True
        elif self._known.pop(path, None) is not None:
            self._changed = True

    def save(self) -> None:
        """Write what is known now, for the next run."""
        try:
            if self._changed:
                self._write()
            else:
                os.utime(self._file)
            self._forget_others()
        except (OSError, ValueError):
            return

    def _read(self) -> Iterator[tuple[str, Clean]]:
        try:
            data = read_start(self._file, _MOST_BYTES)
            saved = json.loads(data or b"{}")
            if saved["program"] != self._program:
                return
            ways = [[Look(*look) for look in looks] for looks in saved["looks"]]
            for path, (content, around, way) in saved["files"].items():
                directory = os.path.dirname(path)
                looks = (look._replace(path=_joined(directory, look.path)) for look in ways[way])
                yield path, Clean(content, Trace(tuple(looks), around))
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            # None was saved, or not by this program.
            return

    def _write(self) -> None:
        ways: dict[tuple[Look, ...], int] = {}
        files: dict[str, tuple[str, str, int]] = {}
        for path in list(self._known)[-_MOST_FILES:]:
            content, (looks, around) = self._known[path]
            directory = os.path.dirname(path)
            # Most projects of a tree are alike, so that this is written once for many.
            way = tuple(look._replace(path=_below(directory, look.path)) for look in looks)
            files[path] = content, around, ways.setdefault(way, len(ways))
        saved = {"program": self._program, "looks": list(ways), "files": files}
        os.makedirs(self._directory, mode=0o700, exist_ok=True)
        handle, unfinished = mkstemp(".json", dir=self._directory)
        try:
            with open(handle, "w", encoding="ascii") as file:
                json.dump(saved, file, separators=(",", ":"))
            os.replace(unfinished, self._file)
        except BaseException:
            with suppress(OSError):
                os.unlink(unfinished)
            raise

    def _forget_others(self) -> None:
        oldest = time.time() - _DAYS * 24 * 60 * 60
        with os.scandir(self._directory) as entries:
            for entry in entries:
                is_old = entry.stat(follow_symlinks=False).st_mtime < oldest
                if is_old and entry.name.endswith(".json"):
                    os.unlink(entry.path)


def remembered(files: Sequence[str], options: Options) -> Remembered | None:
    """What is known of the files; `None` where that is not worthwhile."""
    if not options.remember or len(files) < WORTHWHILE:
        return None
    directory = cache_directory()
    try:
        return None if directory is None else Remembered(directory, files, options)
    except (OSError, ValueError):
        # The working directory is gone, or the files are on several drives.
        return None


def cache_directory() -> str | None:
    """Where this system has the caches of programs (the XDG Base Directory Specification)."""
    if sys.platform == "win32":
        top = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        top = os.path.expanduser("~/Library/Caches")
    else:
        top = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(top):
            top = os.path.expanduser("~/.cache")
    return os.path.join(top, "fal-lsp", "clean") if os.path.isabs(top) else None


def _environment() -> tuple[str | None, str]:
    """What a check depends on besides files."""
    return os.environ.get("VIRTUAL_ENV"), sys.getfilesystemencoding()


def _program() -> list[Any]:
    """What changes when fal-lsp, Python or a library does."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    import fal_schema

    newest = [_newest(package), _newest(os.path.dirname(os.path.abspath(fal_schema.__file__)))]
    libraries = [os.stat(path).st_mtime_ns for path in sys.path if os.path.isdir(path)]
    return [__version__, sys.version, newest, libraries]


def _newest(directory: str) -> list[int]:
    """How many Python files there are below a directory, and when the last one was written."""
    times = [0]
    for folder, _, names in os.walk(directory):
        times += (
            os.stat(os.path.join(folder, name)).st_mtime_ns
            for name in names
            if name.endswith((".py", ".json"))
        )
    return [len(times), max(times)]


def _below(directory: str, path: str) -> str:
    """A path as it is written; those of the project begin with `./`."""
    return (
        f".{path[len(directory) :]}" if f"{path}{os.sep}".startswith(directory + os.sep) else path
    )


def _joined(directory: str, path: str) -> str:
    """The path that was written so."""
    return directory + path[1:] if path.startswith(".") else path
