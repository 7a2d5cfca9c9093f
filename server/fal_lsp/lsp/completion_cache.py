"""The last completion lists, for clients that request the documentation of one item at a time.

Its own file because both the server and the handler need it. Knows no protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..ide.types import Completion

_MAX_LISTS = 4


class CompletionCache:
    """A few lists by a serial number; older ones are forgotten."""

    def __init__(self) -> None:
        self._lists: dict[int, Sequence[Completion]] = {}
        self._serial = 0

    def add(self, completions: Sequence[Completion]) -> int:
        """Add a list; returns its serial number."""
        self._serial += 1
        self._lists[self._serial] = completions
        self._lists.pop(self._serial - _MAX_LISTS, None)
        return self._serial

    def get(self, data: object) -> Completion | None:
        """The item of `[serial, index]`, `None` where it is forgotten."""
        match data:
            case [int(serial), int(index)] if 0 <= index < len(self._lists.get(serial, ())):
                return self._lists[serial][index]
        return None
