"""Text of a user's file inside of Markdown. Knows Markdown's marks, no feature and no protocol."""

from __future__ import annotations

import re

_TICKS = re.compile("`+")
_LINE_ENDS = re.compile(r"[\r\n]+")


def code(text: str) -> str:
    """A code span that shows the text, whatever stands in it, on one line."""
    text = _LINE_ENDS.sub(" ", text)
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    # A reader strips one blank at both ends, where there is one and something else between them.
    ends = {text[:1], text[-1:]}
    pad = " " if "`" in ends or (ends == {" "} and text.strip(" ")) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
