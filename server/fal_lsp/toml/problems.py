"""The problems of a document: what the parser, tomli and the tree object to, at absolute offsets.

Knows which of them follow from another and are not reported; must not know the grammar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..text import Span
from .messages import CONFLICT_MARKERS, KEEP_ONE, is_conflict_marker, quoted
from .syntax_tree import ParseError, Problem
from .tomli_errors import section_error
from .types import TextEdit

if TYPE_CHECKING:
    from .section import Section
    from .tree import Conflict, Tree, WrittenKey

MAX_PROBLEMS = 100
"""How many problems of a document are reported."""

_MARKER = len(CONFLICT_MARKERS[0])


def all_problems(
    text: str,
    sections: Sequence[Section],
    starts: Sequence[int],
    tree: Tree,
    error: ParseError | None,
) -> tuple[tuple[Problem, ...], frozenset[int]]:
    """The problems in the order of the text, and the indexes of the sections that are malformed.

    `error` is tomli's about the whole text, reported where nothing else is.
    """
    problems: list[Problem] = []
    malformed: set[int] = set()
    for index, section in enumerate(sections):
        if section.tomli_error is True:
            continue
        own_error = section_error(section)
        if own_error is None:
            continue
        malformed.add(index)
        base = starts[index]
        own = [_problem(parse_error, base) for parse_error in section.errors]
        own += _duplicate_pairs(section, base)
        problems += own or [_problem(own_error, base)]
    problems += _conflicts(sections, starts, tree.conflicts[:MAX_PROBLEMS])
    malformed.update(conflict.later.section for conflict in tree.conflicts)
    if error is not None and not problems:
        problems.append(_problem(error, starts[0]))
    problems.sort(key=lambda problem: problem.span)
    return tuple(_once_a_merge(text, problems)[:MAX_PROBLEMS]), frozenset(malformed)


def _problem(error: ParseError, base: int) -> Problem:
    message, start, end, first, repair, advice = error
    span = Span(start + base, end + base)
    if first is not None:
        related = Span(first[0] + base, first[1] + base)
        return Problem("duplicate-key", message, span, related, help=advice)
    edit = TextEdit(Span(repair[0] + base, repair[1] + base), repair[2]) if repair else None
    return Problem("syntax", message, span, repair=edit, help=advice)


# --- duplicates -----------------------------------------------------------------------------------

_MESSAGES = {
    "table": ("Duplicate table {header}.", "Put all its keys under one header."),
    "array": ("{name} is already an array of tables.", "Use {item} to add an item."),
    "no-array": (
        "{name} is already a table, not an array of tables.",
        "Put all its keys under one {header}.",
    ),
    "value": ("{name} is already defined.", KEEP_ONE),
    "dotted": ("{name} is already a table with its own header.", "Put this key under that header."),
}


def _duplicate_pairs(section: Section, base: int) -> list[Problem]:
    """The keys that a section, which starts at `base`, has twice."""
    problems: list[Problem] = []
    for duplicate in section.duplicates[:MAX_PROBLEMS]:
        span = _pair_key(section, *duplicate.later)
        first = _pair_key(section, *duplicate.first)
        written = quoted(section.text[span.start : span.end])
        header = section.header
        where = quoted(section.text[header.start : header.end]) if header else "this table"
        message = f"Duplicate key {written} in {where}."
        span, first = span.shift(base), first.shift(base)
        problems.append(Problem("duplicate-key", message, span, first, help=KEEP_ONE))
    return problems


def _conflicts(
    sections: Sequence[Section], starts: Sequence[int], conflicts: Sequence[Conflict]
) -> list[Problem]:
    """The tables and keys that exclude each other between sections."""
    problems: list[Problem] = []
    for reason, later, first in conflicts:
        span = _key_at(sections, later)
        source = sections[later.section].text[span.start : span.end]
        words = {
            "name": quoted(source),
            "header": quoted(f"[{source}]"),
            "item": quoted(f"[[{source}]]"),
        }
        message, advice = (template.format_map(words) for template in _MESSAGES[reason])
        related = _key_at(sections, first).shift(starts[first.section])
        span = span.shift(starts[later.section])
        problems.append(Problem("duplicate-key", message, span, related, help=advice))
    return problems


def _key_at(sections: Sequence[Section], key: WrittenKey) -> Span:
    section = sections[key.section]
    if key.pair >= 0:
        return _pair_key(section, key.pair, key.part)
    parts = section.header.parts if section.header else ()
    return Span(parts[0].start, parts[key.part].end) if parts else Span(0, 0)


def _pair_key(section: Section, pair: int, part: int) -> Span:
    parts = section.pairs[pair].parts
    return Span(parts[0].start, parts[part].end)


# --- merge conflicts ------------------------------------------------------------------------------


def _once_a_merge(text: str, problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with one for each conflict of a merge.

    Both sides of a conflict set the same keys: whoever keeps one of them has no duplicate left.
    Without its first marker nothing is certain about the others: then all of them are reported.
    """
    reported: list[Problem] = []
    start: int | None = None
    for problem in problems:
        at = problem.span.start
        marker = text[at : at + _MARKER]
        if problem.kind == "syntax" and is_conflict_marker(marker):
            opens, closes = marker == CONFLICT_MARKERS[0], marker == CONFLICT_MARKERS[-1]
            if opens or start is None:
                reported.append(problem)
            start = at if opens else None if closes else start
            continue
        first = problem.related
        if start is None or first is None or first.start < start:
            reported.append(problem)
    return reported
