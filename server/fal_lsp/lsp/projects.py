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
"""Seconds without a question after which everything is looked at again."""

_MAX_PROJECTS = 64
"""How many projects are remembered with what was read of their files."""


class _Known(NamedTuple):
    project: Project
    view: Project
    asked: float
    """When the view was last asked for or looked at; `_STALE` where something changed since."""


_STALE = float("-inf")


class Projects:
    """The projects by the paths of their pyproject.toml files."""

    def __init__(
        self, make: Callable[[str], Project | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._clock = clock
        self._known: dict[str, _Known] = {}

    def get(self, path: str) -> Project | None:
        """The files around a pyproject.toml; the same object as long as nothing around changed."""
        now = self._clock()
        known = self._known.pop(path, None)
        project = known.project if known else self._make(path)
        if project is None:
            return None
        is_recent = known is not None and now - known.asked <= _RECHECK_AFTER
        is_fresh = known is not None and (is_recent or known.view.is_current())
        view = known.view if known and is_fresh else project.view()
        # The one that was asked for last is the last to go.
        self._known[path] = _Known(project, view, now)
        if len(self._known) > _MAX_PROJECTS:
            del self._known[next(iter(self._known))]
        return view

    def invalidate_all(self) -> None:
        """Files changed: look at all of them again."""
        for path, known in self._known.items():
            self._known[path] = known._replace(asked=_STALE)

    def invalidate(self, path: str) -> None:
        """The buffer of a pyproject.toml changed, which projects read, too.

        Its own needs no new view: whoever keeps something about it keeps it with the text.
        """
        for other, known in self._known.items():
            if other == path:
                known.view.invalidate(path)
            else:
                self._known[other] = known._replace(asked=_STALE)

    def forget(self) -> None:
        """Forget all of them: other files may be read now."""
        self._known.clear()
