"""Parses a text, afresh or from an earlier version of it. Knows no fal and no protocol."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ..text import Span
from . import conflict_markers, duplicates
from .difference import common_prefix, common_suffix
from .document import BOM, Document
from .parser import parse_section
from .section import Section
from .syntax_tree import Problem
from .tomli_errors import ask, verdict
from .tree import Tree, build
from .types import TextEdit

if TYPE_CHECKING:
    from .parser import Memo
    from .syntax_tree import ParseError

MAX_LENGTH = 1_000_000
"""How many code points are read; a longer text gets one problem and no tree."""

MAX_PROBLEMS = 100
"""How many problems of a document are told."""


def parse(text: str, previous: Document | None = None) -> Document:
    """The document of a text. Never raises.

    `previous`, the document of an earlier version, makes it cheap and changes nothing else: the
    sections that an edit cannot have touched are taken from it.
    """
    start = 1 if text.startswith(BOM) else 0
    if len(text) > MAX_LENGTH:
        section = Section(text[start:], None, (), 0, 0, (), 0)
        size = f"{MAX_LENGTH // 1000:,} thousand characters"
        problem = Problem(
            "syntax", f"the file is too large to be checked: it has more than {size}", Span(0, 0)
        )
        return Document(text, (section,), (start,), build(()), (problem,), frozenset((0,)))
    if previous is None or len(previous.text) > MAX_LENGTH or previous.starts[0] != start:
        return _parse_afresh(text, start)
    return previous if text == previous.text else _parse_again(text, start, previous)


def _parse_afresh(text: str, start: int) -> Document:
    sections, starts = _read(text, start)
    tree = build(sections)
    if not any(section.too_deep for section in sections):
        complaint = ask(text[start:])
        if complaint is None:
            for section in sections:
                section.verdict = True
            return Document(text, tuple(sections), starts, tree, (), frozenset())
    else:
        complaint = None
    return _judged(text, tuple(sections), starts, tree, complaint)


def _read(text: str, position: int) -> tuple[list[Section], list[int]]:
    sections: list[Section] = []
    starts: list[int] = []
    memo: Memo = {}
    while position < len(text) or not sections:
        starts.append(position)
        section, position = parse_section(text, position, memo)
        sections.append(section)
    return sections, starts


def _parse_again(text: str, start: int, previous: Document) -> Document:
    """The document of a text from that of a similar one.

    Reading a section depends on nothing but the text that it `reach`es over. So the sections
    whose reach ends before the first difference stay, and once the reading arrives where a section
    of the old text started, behind the last difference, all the rest stays.
    """
    old, old_starts, old_sections = previous.text, previous.starts, previous.sections
    prefix = common_prefix(old, text)
    suffix = common_suffix(old, text, min(len(old), len(text)) - prefix)
    moved = len(text) - len(old)
    head = 0
    for base, section in zip(old_starts, old_sections, strict=True):
        if base + section.reach > prefix:
            break
        head += 1
    position = old_starts[head] if head < len(old_starts) else len(old)
    sections: list[Section] = []
    starts: list[int] = []
    tail = len(old_sections)
    memo: Memo = {}
    while position < len(text) or not (head or sections):
        if position >= len(text) - suffix:
            index = bisect_left(old_starts, position - moved, head)
            if index < len(old_starts) and old_starts[index] == position - moved:
                tail = index
                break
        starts.append(position)
        section, position = parse_section(text, position, memo)
        sections.append(section)
    new_sections = (*old_sections[:head], *sections, *old_sections[tail:])
    new_starts = [*old_starts[:head], *starts, *[base + moved for base in old_starts[tail:]]]
    if len(sections) == tail - head and all(
        new.shape == was.shape for new, was in zip(sections, old_sections[head:tail], strict=True)
    ):
        tree = previous.tree
    else:
        tree = build(new_sections)
    return _judged(text, new_sections, new_starts, tree, None)


def _judged(
    text: str,
    sections: tuple[Section, ...],
    starts: list[int],
    tree: Tree,
    complaint: ParseError | None,
) -> Document:
    """The document with its problems; `complaint` is tomli's about the whole, if it was asked."""
    problems: list[Problem] = []
    malformed_sections: set[int] = set()
    for index, section in enumerate(sections):
        if section.verdict is True:
            continue
        error = verdict(section)
        if error is None:
            continue
        malformed_sections.add(index)
        base = starts[index]
        found = [_problem(error, base) for error in section.errors]
        found += duplicates.in_section(section, base, MAX_PROBLEMS)
        problems += found or [_problem(error, base)]
    conflicts = tree.conflicts
    problems += duplicates.between(sections, starts, conflicts[:MAX_PROBLEMS])
    malformed_sections.update(conflict.later.section for conflict in conflicts)
    if complaint is not None and not problems:
        problems.append(_problem(complaint, starts[0]))
    problems.sort(key=lambda problem: problem.span)
    return Document(
        text,
        sections,
        starts,
        tree,
        tuple(conflict_markers.once(text, problems)[:MAX_PROBLEMS]),
        frozenset(malformed_sections),
    )


def _problem(error: ParseError, base: int) -> Problem:
    message, start, end, first, repair = error
    span = Span(start + base, end + base)
    if first is not None:
        related = Span(first[0] + base, first[1] + base)
        return Problem("duplicate-key", message, span, related)
    edit = TextEdit(Span(repair[0] + base, repair[1] + base), repair[2]) if repair else None
    return Problem("syntax", message, span, repair=edit)
