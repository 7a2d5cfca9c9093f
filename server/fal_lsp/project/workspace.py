"""Which files may be seen, and what was seen of them: confinement, unsaved buffers, cache.

Knows paths and stamps; must not know what is in a file. No path is looked at twice until `refresh`,
so what is seen is consistent and cheap; what is asked about a path is recorded as a `Read`. Nothing
outside of the allowed area is opened or listed: of a path that leads out of it, also over a
symbolic link, only what `stat` returns (whether it exists, whether it is a directory) is returned.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar, cast

from ..memo import is_recording, record
from .files import (
    MAX_FILE_BYTES,
    Disk,
    Files,
    Scanned,
    Stamp,
    Text,
    Unreadable,
    decode,
    stamp,
    too_large,
)

if TYPE_CHECKING:
    from .own_tables import OwnTables

MAX_ENTRIES = 2_000
"""How many entries of one directory are answered."""

_MAX_SCANNED = 20_000
_MAX_CACHED_FILES = 4_096
_MAX_SEEN = 20_000
_SPELLS_ALL = sys.getfilesystemencoding() in ("utf-8", "mbcs")
_LONGEST_PATH = 4_096 if os.name == "posix" else 32_767
"""No file has a longer path: the kernel refuses it, but only after each part was looked at."""

SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
"""Directories that hold no source of the project; hidden ones and environments are skipped too."""

_T = TypeVar("_T")

Content = str | bytes
"""A file as it was found: bytes from the disk, or the text of an unsaved buffer."""


class Entry(NamedTuple):
    """An entry of a directory; a link to a directory is a directory."""

    name: str
    is_dir: bool
    is_link: bool = False


class Listing(NamedTuple):
    """The entries of a directory by name; `truncated` where there are more than are answered."""

    entries: tuple[Entry, ...]
    truncated: bool = False


class Read(NamedTuple):
    """What was asked about an absolute path.

    `place`: where it leads to and whether that is a file or a directory, also that nothing is
    there. `content`: what is in it: the text of a file, the entries of a directory.
    """

    what: Literal["place", "content"]
    path: str


class _Located(NamedTuple):
    real: str
    inside: bool
    status: os.stat_result | Unreadable
    buffer: str | None

    @property
    def exists(self) -> bool:
        return self.buffer is not None or not isinstance(self.status, Unreadable)

    @property
    def is_file(self) -> bool:
        if self.buffer is not None:
            return True
        return not isinstance(self.status, Unreadable) and stat.S_ISREG(self.status.st_mode)

    @property
    def is_dir(self) -> bool:
        return not isinstance(self.status, Unreadable) and stat.S_ISDIR(self.status.st_mode)

    @property
    def place(self) -> object:
        """What a `place` is compared by."""
        reason = self.status if isinstance(self.status, Unreadable) else None
        return self.real, self.inside, self.exists, self.is_file, self.is_dir, reason

    @property
    def content(self) -> object:
        """What a `content` is compared by."""
        if self.buffer is not None or isinstance(self.status, Unreadable):
            return self.buffer
        return stamp(self.status)


class Workspace:
    """The files that may be seen, as they were when each was first looked at."""

    def __init__(
        self,
        root: str,
        areas: tuple[str, ...],
        overlay: Mapping[str, str],
        on_open: Callable[[str], None] | None = None,
        files: Files | None = None,
    ) -> None:
        """`root` is absolute and is what relative paths start from; `areas` are what may be seen.

        `overlay` holds the texts of unsaved buffers by absolute normalised path and may change
        while the workspace lives. `on_open` is called with the path of each file before it is
        opened and of each directory before it is listed. `files` is where they are read from, by
        default the disk.
        """
        self.root = root
        self._files: Files = Disk() if files is None else files
        self.overlay = overlay
        self.own_path = ""
        self.own_tables: OwnTables | None = None
        """What the document says that is checked, and the path of its file."""
        self._directories: dict[str, str] = {}
        self._areas = tuple({self._area(path): None for path in (root, *areas)})
        self._prefixes = tuple(map(_below, self._areas))
        self._on_open = on_open
        self._cache: dict[str, dict[Hashable, tuple[object, object]]] = {}
        # A Python file is read as fal reads it and as Python does, one after the other.
        self._last: tuple[str, object, bytes] | None = None
        self._absolute: dict[str, str] = {}
        self._seen: dict[str, _Located] = {}
        # The editor names files as it came to them; here they have no symbolic links.
        self._buffers: dict[str, str] = {}

    def refresh(self, paths: Iterable[str] | None = None) -> set[Read]:
        """Look again at everything that was seen, or only at what has changed for certain.

        Returns the reads that have another result now. `paths` are absolute; what is cached of
        those is dropped even where the stamp is the same.
        """
        self._last = None
        if paths is None:
            self._directories = {}
            if len(self._seen) > _MAX_SEEN:
                seen, self._seen, self._absolute = self._seen, {}, {}
                return {
                    read for path in seen for read in (Read("place", path), Read("content", path))
                }
            return self._look_again(tuple(self._seen), is_sure=False)
        changed = {*paths, *map(self._real_path, paths)}
        named = [path for path, at in self._seen.items() if path in changed or at.real in changed]
        for real in changed:
            self._cache.pop(real, None)
        for path in changed.union(named):
            self._directories.pop(path, None)
        return self._look_again(named, is_sure=True)

    def _look_again(self, paths: Iterable[str], is_sure: bool) -> set[Read]:
        seen = self._seen
        changed: set[Read] = set()
        for path in paths:
            before = seen[path]
            # What is typed moves no file.
            is_typed = is_sure and before.buffer is not None
            buffer = self._buffer(before.real) if is_typed else None
            now = self._look(path) if buffer is None else before._replace(buffer=buffer)
            seen[path] = now
            if before.place != now.place:
                changed.add(Read("place", path))
            if is_sure or before.place != now.place or before.content != now.content:
                changed.add(Read("content", path))
        return changed

    def has_read(self, path: str) -> bool:
        """Whether something that was read of a file, named as an editor does, is cached."""
        return self._real_path(path) in self._cache

    def absolute(self, path: str, base: str | None = None) -> str:
        """A path from `base` (the root by default); `..` is left to the file system."""
        return os.path.join(self.root, base or "", _spelled(path))

    def real(self, path: str) -> str:
        """The absolute path without symbolic links: what names a file in every answer."""
        return self._located(path).real

    def is_own(self, path: str) -> bool:
        """Whether a path leads to the file of the document that is checked."""
        return self.real(path) == self.real(self.own_path)

    def is_inside(self, path: str) -> bool:
        """Whether a path lies in the allowed area once its links are resolved."""
        return self._located(path).inside

    def exists(self, path: str) -> bool:
        """Whether something is there, inside of the area or not."""
        return self._located(path).exists

    def is_file(self, path: str) -> bool:
        """Whether a regular file is there, inside of the area or not."""
        return self._located(path).is_file

    def is_dir(self, path: str) -> bool:
        """Whether a directory is there, inside of the area or not."""
        return self._located(path).is_dir

    def read_text(self, path: str) -> Text | Unreadable:
        """The text of a file in UTF-8, an unsaved buffer first."""
        return self.derive(path, "text", _as_text)

    def derive(
        self,
        path: str,
        kind: Hashable,
        make: Callable[[str, Content], _T | Unreadable],
        limit: int = MAX_FILE_BYTES,
    ) -> _T | Unreadable:
        """What `make(real path, content)` answers for a file, kept as long as the file is the same.

        `kind` names the answer; the same kind must always come with the same `make`.
        """
        found = self._located(path, "content")
        key: object
        if found.buffer is not None:
            if len(found.buffer) > limit:
                return Unreadable(found.real, "too-large", f"more than {limit:,} characters")
            key = found.buffer
        elif isinstance(found.status, Unreadable):
            return found.status
        elif not found.inside:
            return Unreadable(found.real, "outside")
        else:
            key = stamp(found.status)
        kept = self._cache.get(found.real, {}).get(kind)
        if kept is not None and kept[0] == key:
            return cast("_T | Unreadable", kept[1])
        value = self._made(found, key, make, limit)
        self._keep(found.real, kind, key, value)
        return value

    def list_dir(self, path: str) -> Listing | Unreadable:
        """The entries of a directory by name, without hidden ones and those without sources."""
        found = self._located(path, "content")
        if isinstance(found.status, Unreadable):
            return found.status
        if not found.inside:
            return Unreadable(found.real, "outside")
        if not stat.S_ISDIR(found.status.st_mode):
            return Unreadable(found.real, "not-a-file", "not a directory")
        key: Stamp = stamp(found.status)
        kept = self._cache.get(found.real, {}).get("entries")
        if kept is not None and kept[0] == key:
            return cast("Listing | Unreadable", kept[1])
        if self._on_open is not None:
            self._on_open(found.real)
        listing = self._scan(found.real)
        self._keep(found.real, "entries", key, listing)
        return listing

    def names(self, path: str, *, anywhere: bool = False) -> tuple[str, ...]:
        """The names in a directory, hidden ones too, by name; none where it cannot be listed.

        `anywhere` is for the one directory that the user names: that of the active environment.
        """
        return tuple(entry.name for entry in self.scan(path, anywhere=anywhere))

    def scan(self, path: str, *, anywhere: bool = False) -> tuple[Scanned, ...]:
        """What a directory holds, as `names`."""
        found = self._located(path, "content")
        if not (found.inside or anywhere) or isinstance(found.status, Unreadable):
            return ()
        if self._on_open is not None:
            self._on_open(found.real)
        try:
            return tuple(sorted(self._files.scan(found.real, _MAX_SCANNED)))
        except OSError:
            return ()

    def _located(self, path: str, what: Literal["place", "content"] = "place") -> _Located:
        absolute = self._absolute.get(path)
        if absolute is None:
            absolute = self._absolute[path] = os.path.join(self.root, _spelled(path))
        located = self._seen.get(absolute)
        if located is None:
            located = self._seen[absolute] = self._look(absolute)
        if is_recording():
            record(Read(what, absolute))
        return located

    def _look(self, absolute: str) -> _Located:
        if len(absolute) > _LONGEST_PATH:
            return _Located(absolute, False, Unreadable(absolute, "missing"), None)
        if self._is_share(absolute):
            return _Located(absolute, False, Unreadable(absolute, "outside"), None)
        try:
            real, status = self._followed(absolute)
        except (OSError, ValueError):
            return _Located(absolute, False, Unreadable(absolute, "missing"), None)
        inside = self._is_inside(real)
        buffer = self._buffer(real) if inside and self.overlay else None
        return _Located(real, inside, status, buffer)

    def _followed(self, absolute: str) -> tuple[str, os.stat_result | Unreadable]:
        """The real path and the status, by what is known of the directory: most paths share it."""
        known = self._directories.get(absolute)
        if known is not None:
            return known, self._files.status(known)
        directory, name = os.path.split(absolute)
        if name and name not in (".", "..") and directory != absolute:
            real = os.path.join(self._directory(directory), name)
            status = self._files.status(real, follow=False)
            if isinstance(status, Unreadable) or not stat.S_ISLNK(status.st_mode):
                return real, status
        return self._files.real(absolute), self._files.status(absolute)

    def _directory(self, path: str) -> str:
        """The real path of a directory."""
        real = self._directories.get(path)
        if real is None:
            # Windows also has short names and other cases, which only a look at the whole finds.
            is_below = os.path.dirname(path) in self._directories and os.name != "nt"
            real = self._followed(path)[0] if is_below else self._files.real(path)
            self._directories[path] = real
        return real

    def _buffer(self, real: str) -> str | None:
        for path in tuple(self.overlay):
            if self._real_path(path) == real:
                return self.overlay.get(path)
        return None

    def _real_path(self, buffer: str) -> str:
        real = self._buffers.get(buffer)
        if real is None:
            real = self._buffers[buffer] = self._files.real(buffer)
        return real

    def _is_inside(self, real: str) -> bool:
        compared = os.path.normcase(real)
        return compared.startswith(self._prefixes) or compared in self._areas

    def _is_share(self, absolute: str) -> bool:
        # On Windows even asking whether `\\host\share` exists goes out to the network, with the
        # user's credentials.
        if os.name != "nt" or not absolute.startswith(("\\\\", "//")):
            return False
        return not self._is_inside(os.path.normpath(absolute))

    def _made(
        self,
        found: _Located,
        key: object,
        make: Callable[[str, Content], _T | Unreadable],
        limit: int,
    ) -> _T | Unreadable:
        if found.buffer is not None:
            return make(found.real, found.buffer)
        if self._last is not None and self._last[:2] == (found.real, key):
            data: bytes | Unreadable = self._last[2]
        else:
            if self._on_open is not None:
                self._on_open(found.real)
            data = self._files.read_bytes(found.real, limit)
        if isinstance(data, Unreadable):
            return data
        self._last = found.real, key, data
        if len(data) > limit:
            return too_large(found.real, limit)
        return make(found.real, data)

    def _area(self, path: str) -> str:
        return os.path.normcase(self._directory(path))

    def _scan(self, real: str) -> Listing | Unreadable:
        try:
            scanned = list(self._files.scan(real, _MAX_SCANNED + 1))
        except OSError as error:
            return Unreadable(real, "denied", error.strerror or "")
        truncated = len(scanned) > _MAX_SCANNED
        entries = sorted(
            Entry(*entry) for entry in scanned[:_MAX_SCANNED] if self._is_shown(real, entry)
        )
        return Listing(tuple(entries[:MAX_ENTRIES]), truncated or len(entries) > MAX_ENTRIES)

    def _is_shown(self, real: str, entry: Scanned) -> bool:
        if entry.name.startswith(".") or entry.name in SKIPPED:
            return False
        # A virtual environment may have any name, but always has this file.
        marker = os.path.join(real, entry.name, "pyvenv.cfg")
        return not (entry.is_dir and self._files.exists(marker))

    def _keep(self, real: str, kind: Hashable, key: object, value: object) -> None:
        if real not in self._cache and len(self._cache) >= _MAX_CACHED_FILES:
            self._cache.pop(next(iter(self._cache)), None)
        self._cache.setdefault(real, {})[kind] = (key, value)


def _below(area: str) -> str:
    return area if area.endswith(os.sep) else area + os.sep


def _as_text(real: str, content: Content) -> Text | Unreadable:
    return Text(real, content) if isinstance(content, str) else decode(real, content)


def _spelled(path: str) -> str:
    """A path as this machine's locale spells it: in bytes, the names of files are UTF-8."""
    if _SPELLS_ALL:
        return path
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return os.fsdecode(path.encode("utf-8", "surrogateescape"))
    return path
