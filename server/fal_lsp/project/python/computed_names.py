"""Whether the text of a file may set attributes by names that it makes, or run any other file.

Knows the words for that; must not know which attribute is looked for. A word in a comment counts,
too: it makes a check more silent at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..files import Unreadable

_MAKING = re.compile(
    # `model.eval()` is no call of the function.
    r"(?<![.\w])(?<!def )(?:exec|eval|vars|locals|globals)\b|\bbuiltins\b"
    r"|\b(?:setattr|__setattr__|__dict__|_getframe)\b"
    r"|\b(?:import_module|__import__|run_path|run_module|exec_module|addsitedir)\b"
    r"|\bsys\.(?:path|modules|meta_path)\b"
)


def may_set_anything(texts: Iterable[str | Unreadable]) -> bool:
    """Whether one of the texts has such a word, or cannot be read."""
    return any(isinstance(each, Unreadable) or _MAKING.search(each) for each in texts)
