"""Parses a text, afresh or reusing the sections of an earlier version of it.

Knows what may be reused when a text changes; must not know the grammar, fal or any protocol.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ..text import Span
from .document import BOM, UNREAD, Document
from .parser import Memo, parse_section
from .problems import all_problems
from .recovery import line_end
from .section import Section
from .syntax_tree import ParseError, Problem
from .tomli_errors import tomli_error
from .tree import Tree, build

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LENGTH = 1_000_000
"""How many code points are read; a longer text gets one problem and no tree."""

MAX_SECTIONS = 20_000
"""How many tables with a header are read, as each costs more than its length; likewise."""

_FEW_SECTIONS, _SHORTEST_SECTION = 1_000, 10
"""As many are read of any text, and beyond them one in so many characters: two make one."""

MAX_ERRORS = 10_000
"""How many errors are read: each costs more than a hundred characters that are right."""

MAX_VALUES = 50_000
"""How many values are read, items of arrays included: a rule looks at each of them."""

_BLOCK = 8192


def parse(text: str, previous: Document | None = None) -> Document:
    """The document of a text. Never raises.

    `previous`, the document of an earlier version, makes it cheap and changes nothing else: the
    sections that an edit cannot have touched are taken from it. All offsets of the document count
    code points from the start of `text`.
    """
    start = 1 if text.startswith(BOM) else 0
    if len(text) > MAX_LENGTH:
        return _unread(text, start, f"{MAX_LENGTH:,} characters")
    if previous is None or previous.starts[0] != start or previous.is_unread:
        return _parse_afresh(text, start)
    return previous if text == previous.text else _parse_again(text, start, previous)


def _unread(text: str, start: int, most: str) -> Document:
    """The document of a text that is too large."""
    section = Section(text[start:], None, (), 0, 0, (), UNREAD)
    message = f"The file is too large to be checked: more than {most}."
    problem = Problem("too-large", message, Span(start, line_end(text, start)))
    return Document(text, (section,), (start,), build(()), (problem,), frozenset((0,)))


def _parse_afresh(text: str, start: int) -> Document:
    most = _most_sections(text)
    sections, starts = _parse_sections(text, start, most)
    too_many = _too_many(sections, most)
    if too_many:
        return _unread(text, start, too_many)
    tree = build(sections)
    if any(section.too_deep for section in sections):
        return _document(text, tuple(sections), starts, tree)
    error = tomli_error(text[start:])
    if error is None:
        for section in sections:
            section.tomli_error = True
        return Document(text, tuple(sections), starts, tree, (), frozenset())
    return _document(text, tuple(sections), starts, tree, error)


def _most_sections(text: str) -> int:
    """How many tables of a text are read."""
    return max(_FEW_SECTIONS, min(MAX_SECTIONS, len(text) // _SHORTEST_SECTION))


def _too_many(sections: Sequence[Section], most: int) -> str:
    """What there is more of than is read, whichever comes first; nothing where that is not so."""
    errors = values = 0
    for number, section in enumerate(sections, 1):
        errors += len(section.errors)
        values += section.values
        if number > most:
            return f"{most:,} tables"
        if errors > MAX_ERRORS:
            return f"{MAX_ERRORS:,} syntax errors"
        if values > MAX_VALUES:
            return f"{MAX_VALUES:,} values"
    return ""


def _parse_sections(text: str, position: int, most: int) -> tuple[list[Section], list[int]]:
    sections: list[Section] = []
    starts: list[int] = []
    memo: Memo = {}
    errors = values = 0
    while (position < len(text) or not sections) and len(sections) <= most:
        starts.append(position)
        section, position = parse_section(text, position, memo)
        sections.append(section)
        errors += len(section.errors)
        values += section.values
        if errors > MAX_ERRORS or values > MAX_VALUES:
            break
    return sections, starts


def _parse_again(text: str, start: int, previous: Document) -> Document:
    """The document of a text from that of a similar one.

    Reading a section depends on nothing but the text that it `reach`es over. So the sections
    whose reach ends before the first difference are reused, and once the parser arrives where a
    section of the old text started, after the last difference, all the rest is.
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
    most = _most_sections(text)
    while (position < len(text) or not (head or sections)) and len(sections) <= most:
        if position >= len(text) - suffix:
            index = bisect_left(old_starts, position - moved, head)
            if index < len(old_starts) and old_starts[index] == position - moved:
                tail = index
                break
        starts.append(position)
        section, position = parse_section(text, position, memo)
        sections.append(section)
    new_sections = (*old_sections[:head], *sections, *old_sections[tail:])
    too_many = _too_many(new_sections, most)
    if too_many:
        return _unread(text, start, too_many)
    new_starts = [*old_starts[:head], *starts, *[base + moved for base in old_starts[tail:]]]
    if len(sections) == tail - head and all(
        new.structure == was.structure
        for new, was in zip(sections, old_sections[head:tail], strict=True)
    ):
        tree = previous.tree
    else:
        tree = build(new_sections)
    return _document(text, new_sections, new_starts, tree)


def _document(
    text: str,
    sections: tuple[Section, ...],
    starts: list[int],
    tree: Tree,
    error: ParseError | None = None,
) -> Document:
    """The document with its problems; `error` is tomli's about the whole text, if it has any."""
    problems, malformed = all_problems(text, sections, starts, tree, error)
    return Document(text, sections, starts, tree, problems, malformed)


def common_prefix(a: str, b: str) -> int:
    """How many code points two texts have in common at their start."""
    size = min(len(a), len(b))
    start = 0
    while start < size and a[start : start + _BLOCK] == b[start : start + _BLOCK]:
        start += _BLOCK
    low, high = min(start, size), min(start + _BLOCK, size)
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_suffix(a: str, b: str, size: int) -> int:
    """How many code points, `size` at most, two texts have in common at their end."""
    end_a, end_b = len(a), len(b)
    done = 0
    while (
        done + _BLOCK <= size
        and a[end_a - done - _BLOCK : end_a - done] == b[end_b - done - _BLOCK : end_b - done]
    ):
        done += _BLOCK
    low, high = done, min(done + _BLOCK, size)
    while low < high:
        middle = (low + high + 1) // 2
        if a[end_a - middle : end_a - low] == b[end_b - middle : end_b - low]:
            low = middle
        else:
            high = middle - 1
    return low
