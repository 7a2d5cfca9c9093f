"""The suggestions answered last, for the clients that ask for their docs one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..ide.types import Completion

_KEPT = 4


class Suggestions:
    """A few lists of suggestions by a serial number; older ones are forgotten."""

    def __init__(self) -> None:
        self._lists: dict[int, Sequence[Completion]] = {}
        self._serial = 0

    def keep(self, found: Sequence[Completion]) -> int:
        """Keep a list; answers its serial number."""
        self._serial += 1
        self._lists[self._serial] = found
        self._lists.pop(self._serial - _KEPT, None)
        return self._serial

    def get(self, data: object) -> Completion | None:
        """The suggestion that `[serial, index]` names, `None` where it is forgotten."""
        match data:
            case [int(serial), int(index)] if 0 <= index < len(self._lists.get(serial, ())):
                return self._lists[serial][index]
        return None
