"""Text of a user's file inside of Markdown. Knows Markdown's marks, no feature and no protocol."""

from __future__ import annotations

import re

_TICKS = re.compile("`+")


def code(text: str) -> str:
    """A code span that shows the text, whatever stands in it, on one line."""
    text = " ".join(text.splitlines())
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
