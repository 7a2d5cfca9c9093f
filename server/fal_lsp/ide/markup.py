"""Text for hovers and details: code spans and durations. Knows no feature and no protocol."""

from __future__ import annotations

import re

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_MOST_SECONDS = 2**63 - 1
_TICKS = re.compile("`+")
_LINE_ENDS = re.compile(r"[\r\n]+")


def code(text: str) -> str:
    """A code span that shows the text, whatever it contains, on one line."""
    text = _LINE_ENDS.sub(" ", text)
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    # A reader strips one blank at both ends, where there is one and something else between them.
    ends = {text[:1], text[-1:]}
    pad = " " if "`" in ends or (ends == {" "} and text.strip(" ")) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def plain_duration(seconds: int) -> str | None:
    """`1 h 30 min` for 5400; `None` for what reads no better than the seconds themselves."""
    if not 60 <= seconds <= _MOST_SECONDS:
        return None
    parts = []
    for size, unit in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts)
