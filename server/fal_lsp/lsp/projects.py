"""The projects around the open documents, and how long what was read of them stays valid.

Knows when to look again, not what is looked at. Looking at each file anew with every keystroke
would cost more than everything else, so what was seen counts until somebody says that a file
changed (a watched file, a saved one, a buffer) or the typing paused: whoever made a file in another
window comes back after a pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..project import Project

_RECHECK_AFTER = 2.0
"""Seconds without a request after which the files are looked at again."""

_MAX_PROJECTS = 64
"""The number of projects that are cached, with what was read of their files."""


class _CachedProject(NamedTuple):
    project: Project
    view: Project
    asked: float
    """When the view was last requested or checked; `_STALE` if something has changed since."""


_STALE = float("-inf")


class Projects:
    """The projects by the paths of their pyproject.toml files."""

    def __init__(
        self, make: Callable[[str], Project | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._clock = clock
        self._cached: dict[str, _CachedProject] = {}

    def get(self, path: str) -> Project | None:
        """The files around a pyproject.toml; the same object as long as nothing around changed."""
        now = self._clock()
        cached = self._cached.pop(path, None)
        project = cached.project if cached else self._make(path)
        if project is None:
            return None
        is_recent = cached is not None and now - cached.asked <= _RECHECK_AFTER
        is_fresh = cached is not None and (is_recent or cached.view.is_current())
        view = cached.view if cached and is_fresh else project.view()
        # The one that was asked for last is the last to go.
        self._cached[path] = _CachedProject(project, view, now)
        if len(self._cached) > _MAX_PROJECTS:
            del self._cached[next(iter(self._cached))]
        return view

    def invalidate_all(self) -> None:
        """Files changed: look at all of them again."""
        for path, cached in self._cached.items():
            self._cached[path] = cached._replace(asked=_STALE)

    def invalidate(self, path: str) -> None:
        """The buffer of a pyproject.toml changed, which projects read, too.

        Its own needs no new view: whoever keeps something about it keeps it with the text.
        """
        for other, cached in self._cached.items():
            if other == path:
                cached.view.invalidate(path)
            else:
                self._cached[other] = cached._replace(asked=_STALE)

    def forget(self) -> None:
        """Forget all of them: other files may be read now."""
        self._cached.clear()
