"""What follows from the marks of a merge conflict, and is not told again. Knows text and problems.

Both sides of a conflict set the same keys: whoever keeps one of them has no duplicate left.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .messages import CONFLICT, is_conflict

if TYPE_CHECKING:
    from .syntax_tree import Problem

_MARK = len(CONFLICT[0])


def once(text: str, problems: Iterable[Problem]) -> list[Problem]:
    """The problems, in the order of the text, with one for each conflict of a merge.

    Without its first mark nothing is certain about the others: then all of them are told.
    """
    kept: list[Problem] = []
    start: int | None = None
    for problem in problems:
        place = problem.span.start
        mark = text[place : place + _MARK]
        if problem.kind == "syntax" and is_conflict(mark):
            opens, closes = mark == CONFLICT[0], mark == CONFLICT[-1]
            if opens or start is None:
                kept.append(problem)
            start = place if opens else None if closes else start
            continue
        first = problem.related
        if start is None or first is None or first.start < start:
            kept.append(problem)
    return kept
