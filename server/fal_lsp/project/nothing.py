"""A project around which there is nothing, to see what is asked of one. Looks at no disk."""

from __future__ import annotations

import os
from collections.abc import Iterable

from .files import Scanned, Unreadable
from .project import Project
from .workspace import Workspace


class _Nothing:
    """A place without files."""

    def real(self, path: str) -> str:
        return path

    def exists(self, path: str) -> bool:
        return False

    def status(self, path: str, *, follow: bool = True) -> os.stat_result | Unreadable:
        return Unreadable(path, "missing")

    def read_bytes(self, path: str, limit: int) -> bytes | Unreadable:
        return Unreadable(path, "missing")

    def scan(self, path: str, limit: int) -> Iterable[Scanned]:
        return ()


def project_of_nothing() -> Project:
    """The project of a pyproject.toml without a file around it."""
    return Project(Workspace(os.sep, (), {}, files=_Nothing()), f"{os.sep}pyproject.toml", None)
