"""What is written twice, as problems. Knows sections and the tree; asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..text import Span
from .messages import quoted
from .syntax_tree import Problem

if TYPE_CHECKING:
    from .section import Section
    from .tree import Conflict, Place


def in_section(section: Section, start: int, most: int) -> list[Problem]:
    """The keys that a section has twice, where it starts at `start`; the first `most` of them."""
    found: list[Problem] = []
    for clash in section.clashes[:most]:
        span = _pair_key(section, *clash.later)
        first = _pair_key(section, *clash.first)
        written = quoted(section.text[span.start : span.end])
        header = section.header
        where = quoted(section.text[header.start : header.end]) if header else "this table"
        found.append(
            Problem(
                "duplicate-key",
                f"the key {written} is already in {where}: keep one of the two",
                span.shift(start),
                first.shift(start),
            )
        )
    return found


def between(
    sections: Sequence[Section], starts: Sequence[int], conflicts: Sequence[Conflict]
) -> list[Problem]:
    """The tables and keys that exclude each other between sections."""
    found: list[Problem] = []
    for reason, later, first in conflicts:
        span = _place(sections, later)
        source = sections[later.section].text[span.start : span.end]
        message = _MESSAGES[reason].format(
            name=quoted(source), header=quoted(f"[{source}]"), item=quoted(f"[[{source}]]")
        )
        related = _place(sections, first).shift(starts[first.section])
        problem = Problem("duplicate-key", message, span.shift(starts[later.section]), related)
        found.append(problem)
    return found


_MESSAGES = {
    "table": "the table {header} is already there: put all its keys under one header",
    "array": "{name} is already an array of tables: write {item} for one more item",
    "no-array": "{name} is already a table, so it can't be an array of tables: write {header} once",
    "value": "{name} already has a value: keep one of the two",
    "dotted": "{name} is already a table with a header of its own: put this key under it",
}


def _place(sections: Sequence[Section], place: Place) -> Span:
    section = sections[place.section]
    if place.pair >= 0:
        return _pair_key(section, place.pair, place.part)
    parts = section.header.parts if section.header else ()
    return Span(parts[0].start, parts[place.part].end) if parts else Span(0, 0)


def _pair_key(section: Section, pair: int, part: int) -> Span:
    parts = section.pairs[pair].parts
    return Span(parts[0].start, parts[part].end)
