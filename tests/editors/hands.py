"""Types as hands do: key by key, at a pace with jitter, without a look at the suggestions.

Knows no editor and no feature of the server.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .terminal import Editor


class Hands:
    """Somebody who types into an editor; the same pace types in the same rhythm in each run."""

    def __init__(self, editor: Editor, pace: int) -> None:
        """`pace` is the mean time between two keys in milliseconds; a key takes from half to one
        and a half of it.
        """
        self._editor = editor
        self._pace = pace / 1000
        self._dice = random.Random(pace)
        self.keys = 0
        """How many keys were pressed."""

    def press(self, *keys: str) -> None:
        """Press keys, each as the terminal sends it."""
        for key in keys:
            end = time.monotonic() + self._pace * (0.5 + self._dice.random())
            self._editor.type(key)
            self.keys += 1
            # To send the key is part of its time.
            time.sleep(max(0.0, end - time.monotonic()))

    def type(self, text: str) -> None:
        """Press the keys that write a text; each line ends with Enter but the last."""
        self.press(*text.replace("\n", "\r"))
