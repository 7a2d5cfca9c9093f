"""When the typing pauses. Knows the time; must not know what waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class TypingPause:
    """Something that is done once nothing has been typed for a while."""

    def __init__(self, then: Callable[[], None]) -> None:
        self.seconds = 0.2
        self._then = then
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the typing has not paused yet."""
        return self._timer is not None

    def typed(self) -> None:
        """Something was typed: wait from now on."""
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(self.seconds, self._paused)

    def stop(self) -> None:
        """Wait no longer; nothing is done."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _paused(self) -> None:
        self._timer = None
        self._then()
