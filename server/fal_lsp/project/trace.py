"""What was seen of the files around a pyproject.toml, and whether it would be seen again.

A trace is verified by looking again at the same places, never by a time or a size, so that an
answer that was found with it is not out of date ("verifying traces" in "Build systems à la carte",
https://doi.org/10.1145/3236774). Knows `Files`; must not know what is made of what is seen.
"""

from __future__ import annotations

import stat
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple

from .files import Files, Scanned, Unreadable

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

Method = Literal["real", "exists", "status", "read_bytes", "scan"]


class Look(NamedTuple):
    """A question to `Files`; the argument is whether links are followed, or the limit."""

    method: Method
    path: str
    argument: int = 0


class Trace(NamedTuple):
    """The questions that were asked, and the digest of what was answered."""

    looks: tuple[Look, ...]
    digest: str


class Traced:
    """Files, with a record of what is seen of them. Content counts, not when it was written."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._seen: dict[Look, str] = {}
        self._is_inconsistent = False

    def trace(self) -> Trace | None:
        """What was seen; `None` where something changed in the meantime."""
        if self._is_inconsistent:
            return None
        return Trace(tuple(self._seen), digest(repr(self._seen).encode("utf-8", "replace")))

    def real(self, path: str) -> str:
        look = Look("real", path)
        try:
            real = self._files.real(path)
        except (OSError, ValueError) as error:
            self._note(look, type(error).__name__)
            raise
        self._note(look, real)
        return real

    def exists(self, path: str) -> bool:
        found = self._files.exists(path)
        self._note(Look("exists", path), str(found))
        return found

    def status(self, path: str, *, follow: bool = True) -> os.stat_result | Unreadable:
        found = self._files.status(path, follow=follow)
        if isinstance(found, Unreadable):
            kind: str = found.reason
        else:
            kind = str(stat.S_IFMT(found.st_mode))
        self._note(Look("status", path, int(follow)), kind)
        return found

    def read_bytes(self, path: str, limit: int) -> bytes | Unreadable:
        data = self._files.read_bytes(path, limit)
        content = data.reason if isinstance(data, Unreadable) else digest(data)
        self._note(Look("read_bytes", path, limit), content)
        return data

    def scan(self, path: str, limit: int) -> Iterator[Scanned]:
        look = Look("scan", path, limit)
        try:
            entries = list(self._files.scan(path, limit))
        except OSError as error:
            self._note(look, type(error).__name__)
            raise
        self._note(look, repr(sorted(entries)))
        yield from entries

    def look_again(self, looks: Iterable[Look]) -> None:
        """Ask the same questions."""
        for method, path, argument in looks:
            with suppress(OSError, ValueError):
                if method == "status":
                    self.status(path, follow=bool(argument))
                elif method == "read_bytes":
                    self.read_bytes(path, argument)
                elif method == "scan":
                    list(self.scan(path, argument))
                elif method == "exists":
                    self.exists(path)
                else:
                    self.real(path)

    def _note(self, look: Look, seen: str) -> None:
        self._is_inconsistent |= self._seen.setdefault(look, seen) != seen


def holds(trace: Trace, files: Files) -> bool:
    """Whether the same would be seen now."""
    again = Traced(files)
    again.look_again(trace.looks)
    return again.trace() == trace


def digest(data: bytes) -> str:
    """What stands for some bytes; nobody finds others with the same."""
    return blake2b(data, digest_size=16).hexdigest()
