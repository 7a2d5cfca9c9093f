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
from itertools import starmap
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..project.files import Disk, read_start
from ..project.trace import Look, Trace, digest, holds
from .check_file import Clean

if TYPE_CHECKING:
    from .check_file import Options

_Looks = tuple[Look, ...]
"""The looks around a file; paths below its directory begin with `.`, so that many are the same."""

_MOST_LOOKS = 2_000
"""To look again at more places takes as long as to check."""

_MOST_FILES = 50_000
_MOST_BYTES = 16_000_000
_DAYS = 30
"""How long a tree is remembered that nobody checks."""


class Remembered:
    """The clean files of one tree."""

    def __init__(self, directory: str, files: Sequence[str], options: Options) -> None:
        """`directory` is the cache, which need not exist."""
        # The names in a set are in no order.
        others = options._replace(select=frozenset(), ignore=frozenset(), related=False)
        asked = repr((sorted(options.select), sorted(options.ignore), others, _environment()))
        tree = os.path.commonpath(list(map(os.path.dirname, map(os.path.abspath, files))))
        name = digest(f"{tree}\n{asked}".encode("utf-8", "replace"))
        self._directory = directory
        self._file = os.path.join(directory, f"{name}.json")
        self._program = _program()
        self._looks: dict[_Looks, _Looks] = {}
        """Those of all files, so that each is kept once."""
        self._known = dict(self._read())
        """By path; the trace of each has `_Looks`."""
        self._changed = False

    def is_clean(self, path: str) -> bool:
        """Whether nothing would be found in a file."""
        path = os.path.abspath(path)
        known = self._known.get(path)
        if known is None:
            return False
        try:
            data = read_start(path, _MOST_BYTES)
        except (OSError, ValueError):
            return False
        directory, (content, (relative, seen)) = os.path.dirname(path), known
        looks = (look._replace(path=_absolute(directory, look.path)) for look in relative)
        is_same = data is not None and digest(data) == content
        return is_same and holds(Trace(tuple(looks), seen), Disk())

    def keep(self, path: str, clean: Clean | None) -> None:
        """Remember that a file is clean, or that it is not."""
        path = os.path.abspath(path)
        if clean is not None and len(clean.around.looks) <= _MOST_LOOKS:
            self._known.pop(path, None)
            directory, (content, (looks, seen)) = os.path.dirname(path), clean
            looks = tuple(look._replace(path=_relative(directory, look.path)) for look in looks)
            self._known[path] = Clean(content, Trace(self._looks.setdefault(looks, looks), seen))
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
            every = [tuple(starmap(_look, looks)) for looks in saved["looks"]]
            self._looks.update(zip(every, every, strict=True))
            for path, (content, seen, number) in saved["files"].items():
                yield path, Clean(str(content), Trace(every[number], str(seen)))
        except Exception:
            # None was saved, or not by this program.
            return

    def _write(self) -> None:
        files = list(self._known)[-_MOST_FILES:]
        while len(text := self._text(files)) > _MOST_BYTES:
            # So much would not be read again.
            files = files[(len(files) + 1) // 2 :]
        os.makedirs(self._directory, mode=0o700, exist_ok=True)
        handle, unfinished = mkstemp(".json", dir=self._directory)
        try:
            with open(handle, "w", encoding="ascii") as file:
                file.write(text)
            os.replace(unfinished, self._file)
        except BaseException:
            with suppress(OSError):
                os.unlink(unfinished)
            raise

    def _text(self, files: Sequence[str]) -> str:
        numbers: dict[_Looks, int] = {}
        known = {
            path: (content, seen, numbers.setdefault(looks, len(numbers)))
            for path in files
            for content, (looks, seen) in (self._known[path],)
        }
        saved = {"program": self._program, "looks": list(numbers), "files": known}
        return json.dumps(saved, separators=(",", ":"))

    def _forget_others(self) -> None:
        oldest = time.time() - _DAYS * 24 * 60 * 60
        with os.scandir(self._directory) as entries:
            for entry in entries:
                with suppress(OSError):
                    is_old = entry.stat(follow_symlinks=False).st_mtime < oldest
                    if is_old and entry.name.endswith(".json"):
                        os.unlink(entry.path)


def remembered(files: Sequence[str], options: Options) -> Remembered | None:
    """What is known of the files; `None` where nothing can be kept."""
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


def _environment() -> tuple[str | None, ...]:
    """What a check depends on besides files: a requirement may be a path that begins with `~`."""
    return os.environ.get("VIRTUAL_ENV"), os.path.expanduser("~"), sys.getfilesystemencoding()


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


def _look(method: Any, path: str, argument: int) -> Look:
    """A look that was written so, whatever was written."""
    return Look(str(method), str(path), int(argument))  # type: ignore[arg-type]


def _relative(directory: str, path: str) -> str:
    """A path as it is written; those of the project begin with `./`."""
    return (
        f".{path[len(directory) :]}" if f"{path}{os.sep}".startswith(directory + os.sep) else path
    )


def _absolute(directory: str, path: str) -> str:
    """The path that was written so."""
    return directory + path[1:] if path.startswith(".") else path
