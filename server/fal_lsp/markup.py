"""Text for hovers and details: code, plain text, links, durations. Knows no feature or protocol."""

from __future__ import annotations

import re

from .file_uri import path_uri
from .paths import relative_path

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_MOST_SECONDS = 2**63 - 1
_TICKS = re.compile("`+")
_LINE_ENDS = re.compile(r"[\r\n]+")
_MARKS = re.compile(
    r"[\\`*\[\]<>&~|]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside of a word it is no mark
    r"|(?<=www)\.|:(?=/)|@"  # addresses that a reader makes links of
    r"|^[#+=-]",
    re.MULTILINE | re.IGNORECASE,
)
_ITEM = re.compile(r"^(\d+)([.)])", re.MULTILINE)


def code(text: str) -> str:
    """A code span that shows the text, whatever it contains, on one line."""
    text = _LINE_ENDS.sub(" ", text)
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    # A reader strips one blank at both ends, where there is one and something else between them.
    ends = {text[:1], text[-1:]}
    pad = " " if "`" in ends or (ends == {" "} and text.strip(" ")) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def plain(text: str) -> str:
    """Markdown that shows a text of somebody else as it is: no links, images, HTML or headings."""
    lines = "\n".join(line.strip() for line in _LINE_ENDS.split(text))
    return _ITEM.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", lines)).strip()


def file_link(path: str, line: int, root: str) -> str:
    """A link to a line of a file (from 0), shown as `src/app.py:5`, from `root` on if given."""
    name = relative_path(path, root) if root else path
    return f"[{code(f'{name}:{line + 1}')}]({path_uri(path)}#L{line + 1})"


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
