"""What all readers of a text share: where they are, and the faults they met. Knows no TOML."""

from __future__ import annotations

import re
import sys

MAX_FAULTS = 100
"""How many faults of one statement, and of one section, are kept."""

_LINE = re.compile(r"[^\r\n]*")
_SPACE = re.compile(r"[ \t]*")

Repair = tuple[int, int, str]
"""Text that belongs in the place of an absolute span (an empty one: between its neighbours)."""

Fault = tuple[str, int, int, "tuple[int, int] | None", "Repair | None"]
"""A message, where the fault starts and ends, the first writing of a duplicate, and what mends it
where that is plain; absolute."""

new_tuple = tuple.__new__
"""Makes a NamedTuple in a third of the time that its class takes; all its fields must be given."""


class Reader:
    """A place in a text that moves on.

    `position` moves; `faults` grows, `failed` counts them; `reach` is how far the text was looked
    at. Offsets that are kept are relative to `base`. No bracket and no multi-line string goes on
    at or behind `cut`, the start of a line; `cut_off` says that one was ended so, `multiline` that
    a string ran over a line end. `indent` is the indentation of the statement that is read.
    """

    def __init__(self, text: str, base: int) -> None:
        self.text = text
        self.size = len(text)
        self.base = base
        self.position = base
        self.faults: list[Fault] = []
        self.failed = 0
        self.reach = base
        self.cut = sys.maxsize
        self.indent = 0
        self.cut_off = False
        self.multiline = False
        self.too_deep = False

    def fail(
        self,
        message: str,
        start: int,
        end: int,
        first: tuple[int, int] | None = None,
        repair: Repair | None = None,
    ) -> None:
        """Note a fault at absolute offsets."""
        self.failed += 1
        if self.failed <= MAX_FAULTS:
            self.faults.append((message, start, end, first, repair))
        else:
            self.give_up()

    def give_up(self) -> None:
        """Let all open brackets end here, without a further fault."""
        self.cut = min(self.cut, self.position)
        self.cut_off = True

    def line_end(self, position: int) -> int:
        """Where the line of an offset ends, its line end not included."""
        match = _LINE.match(self.text, position)
        return match.end() if match else position

    def skip_space(self) -> None:
        """Move behind spaces and tabs."""
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position
