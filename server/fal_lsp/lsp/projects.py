"""The projects around the open documents, and how long what was read of them stays valid.

Knows when to look again, not what is looked at. Looking at each file anew with every keystroke
would cost more than everything else, so what was seen counts until somebody says that a file
changed (a watched file, a saved one, a buffer) or the typing paused: whoever made a file in another
window comes back after a pause. A key after a pause does not wait for that: what it is told is
right for the text, and told again where a file has changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..project import Project

_RECHECK_AFTER = 2.0
"""Seconds without a request after which the files are looked at again."""

_MAX_PROJECTS = 64
"""The number of projects that are cached, with what was read of their files."""


class _CachedProject(NamedTuple):
    project: Project
    looked: float
    """When it was last asked for; `_STALE` if everything is to be looked at again."""
    changed: frozenset[str] = frozenset()
    """The files whose buffers have changed since."""


_STALE = float("-inf")


class Projects:
    """The projects by the paths of their pyproject.toml files."""

    def __init__(
        self, make: Callable[[str], Project | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._clock = clock
        self._cached: dict[str, _CachedProject] = {}
        self._late: dict[str, tuple[Project, int]] = {}
        """Those of which the files have to be looked at again, with the revision before that."""

    def get(self, path: str, *, may_be_late: bool = False) -> Project | None:
        """The files around a pyproject.toml as far as changes are known; always the same object.

        With `may_be_late`, after a pause they are as they were before it, until `catch_up`.
        """
        now = self._clock()
        cached = self._cached.pop(path, None)
        project = cached.project if cached else self._make(path)
        if project is None:
            return None
        if cached is not None and cached.changed:
            project.refresh(cached.changed)
        if cached is not None and now - cached.looked > _RECHECK_AFTER:
            if may_be_late and cached.looked != _STALE:
                self._late[path] = project, project.revision
            else:
                project.refresh()
        elif path in self._late and not may_be_late:
            project.refresh()
        # The one that was asked for last is the last to go.
        self._cached[path] = _CachedProject(project, now)
        if len(self._cached) > _MAX_PROJECTS:
            del self._cached[next(iter(self._cached))]
        return project

    @property
    def are_late(self) -> bool:
        """Whether files have to be looked at again."""
        return bool(self._late)

    def catch_up(self) -> bool:
        """Look again at the files that were not looked at after a pause; whether one changed."""
        late, self._late = self._late, {}
        for project, _ in late.values():
            project.refresh()
        return any(project.revision != before for project, before in late.values())

    def invalidate_all(self) -> None:
        """Files changed: look at all of them again."""
        for manifest, cached in self._cached.items():
            self._cached[manifest] = cached._replace(looked=_STALE)

    def invalidate(self, path: str) -> None:
        """The buffer of a file changed; it came or went, or its text is another one."""
        for manifest, cached in self._cached.items():
            self._cached[manifest] = cached._replace(changed=cached.changed | {path})

    def readers(self, paths: Iterable[str]) -> list[str]:
        """The pyproject.toml files whose projects have read one of some files."""
        changed = tuple(paths)
        return [
            manifest
            for manifest, cached in self._cached.items()
            if any(cached.project.has_read(path) for path in changed)
        ]

    def forget(self) -> None:
        """Forget all of them: other files may be read now."""
        self._cached.clear()
        self._late.clear()
