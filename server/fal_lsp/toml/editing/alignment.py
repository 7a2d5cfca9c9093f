"""The column in which people line up the equals signs of a table. Knows statements, no path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..recovery import line_start

if TYPE_CHECKING:
    from ..section import Section
    from ..syntax_tree import Pair


def spaces_for(section: Section, number: int, width: int, default: int) -> int:
    """How many spaces keep the `=` of a key of this width in the column of statement `number`.

    `default` where the statement's `=` is not lined up with one on the line above or below.
    """
    pairs = section.pairs
    column = _column(section, pairs[number])
    if column < 0:
        return default
    lined_up = _is_padded(pairs[number])
    for other in (number - 1, number + 1):
        if 0 <= other < len(pairs) and _column(section, pairs[other]) == column:
            lined_up = lined_up or _is_padded(pairs[other])
    if not lined_up:
        return default
    indent = pairs[number].start - line_start(section.text, pairs[number].start)
    return max(column - indent - width, 1)


def _column(section: Section, pair: Pair) -> int:
    if pair.equals < 0:
        return -1
    return pair.equals - line_start(section.text, pair.equals)


def _is_padded(pair: Pair) -> bool:
    return pair.equals - pair.parts[-1].end > 1 if pair.parts else False
