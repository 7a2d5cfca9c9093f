"""The document: sections, tree and verdict of one text. Knows TOML; not fal, not the protocol."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

from ..text import LineIndex, Span
from . import clashes
from .nodes import Problem, Section
from .sections import Memo, read_section
from .tree import Tree, build
from .verdict import ask, verdict
from .views import Node, TableNode, table_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .nodes import Torn
    from .vocabulary import Path

BOM = "\ufeff"

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


class Document:
    """A parsed text; frozen. `starts[i]` is the absolute offset of `sections[i]`."""

    __slots__ = (
        "_comments",
        "_lines",
        "error",
        "has_bom",
        "problems",
        "sections",
        "starts",
        "text",
        "torn_sections",
        "tree",
    )

    def __init__(
        self,
        text: str,
        sections: tuple[Section, ...],
        starts: Sequence[int],
        tree: Tree,
        problems: tuple[Problem, ...],
        torn_sections: frozenset[int],
    ) -> None:
        self.text = text
        self.sections = sections
        self.starts = starts
        self.tree = tree
        self.problems = problems
        self.error = problems[0] if problems else None
        self.torn_sections = torn_sections
        self.has_bom = text.startswith(BOM)
        self._lines: LineIndex | None = None
        self._comments: list[Span] | None = None

    @property
    def lines(self) -> LineIndex:
        """The lines of the text, found when they are first asked for."""
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines

    @property
    def root(self) -> Node:
        """The table of the whole document."""
        return TableNode(self, (), self.tree.root)

    def node(self, path: Path) -> Node | None:
        """The node at a path of keys and array indices (not negative), None where there is none."""
        node: Node = self.root
        for step in path:
            found = node.get(step) if isinstance(step, str) else node.item_at(step)
            if found is None:
                return None
            node = found
        return node

    def data(self, path: Path) -> Any:
        """Plain values at a path as tomli reads them; None for what is missing or torn.

        What it answers is shared between calls and versions: it must not be changed.
        """
        if not path:
            return table_data(self.sections, self.tree.root)
        node = self.node(path)
        return None if node is None else node.value

    def is_torn(self, path: Path) -> bool:
        """Whether a problem lies in the text that belongs to the entry at a path."""
        if not self.problems:
            return False
        node = self.node(path)
        if node is None:
            return False
        if not self.torn_sections.isdisjoint(node.headers):
            return True
        spans = node.statements()
        return any(
            span.start < problem.span.end and problem.span.start <= span.end
            for problem in self.problems
            for span in spans
        )

    def source(self, path: Path) -> tuple[str, ...]:
        """The text that belongs to the entry at a path: equal source, equal findings.

        The sections of a table with headers, its sub-tables included; the statements of a pair
        or a dotted table, each to the end of its line.
        """
        node = self.node(path)
        if node is None:
            return ()
        texts = [self.sections[index].text for index in node.headers]
        for start, end in node.statements():
            stop = self.text.find("\n", end)
            texts.append(self.text[start : len(self.text) if stop < 0 else stop])
        return tuple(texts)

    def comments(self) -> list[Span]:
        """Every comment from its `#` to the end of its line, in the order of the text."""
        if self._comments is None:
            self._comments = [
                Span(start + base, end + base)
                for base, section in zip(self.starts, self.sections, strict=True)
                if "#" in section.text
                for start, end in section.comments()
            ]
        return self._comments

    def section_at(self, offset: int) -> int:
        """The index of the section that an offset lies in."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def section_span(self, index: int) -> Span:
        """Where a section lies in the text."""
        start = self.starts[index]
        return Span(start, start + len(self.sections[index].text))


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
        section, position = read_section(text, position, memo)
        sections.append(section)
    return sections, starts


def _parse_again(text: str, start: int, previous: Document) -> Document:
    """The document of a text from that of a similar one.

    Reading a section depends on nothing but the text that it `reach`es over. So the sections
    whose reach ends before the first difference stay, and once the reading arrives where a section
    of the old text started, behind the last difference, all the rest stays.
    """
    old, old_starts, old_sections = previous.text, previous.starts, previous.sections
    prefix = _common_prefix(old, text)
    suffix = _common_suffix(old, text, min(len(old), len(text)) - prefix)
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
        section, position = read_section(text, position, memo)
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
    complaint: Torn | None,
) -> Document:
    """The document with its problems; `complaint` is tomli's about the whole, if it was asked."""
    problems: list[Problem] = []
    torn_sections: set[int] = set()
    for index, section in enumerate(sections):
        if section.verdict is True:
            continue
        error = verdict(section)
        if error is None:
            continue
        torn_sections.add(index)
        base = starts[index]
        found = [_problem(torn, base) for torn in section.torn]
        found += clashes.in_section(section, base, MAX_PROBLEMS)
        problems += found or [_problem(error, base)]
    conflicts = tree.conflicts
    problems += clashes.between(sections, starts, conflicts[:MAX_PROBLEMS])
    torn_sections.update(conflict.later.section for conflict in conflicts)
    if complaint is not None and not problems:
        problems.append(_problem(complaint, starts[0]))
    problems.sort(key=lambda problem: problem.span)
    return Document(
        text,
        sections,
        starts,
        tree,
        tuple(problems[:MAX_PROBLEMS]),
        frozenset(torn_sections),
    )


def _problem(torn: Torn, base: int) -> Problem:
    message, start, end, first = torn
    if first is None:
        return Problem("syntax", message, Span(start + base, end + base))
    related = Span(first[0] + base, first[1] + base)
    return Problem("duplicate-key", message, Span(start + base, end + base), related)


_BLOCK = 8192


def _common_prefix(a: str, b: str) -> int:
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


def _common_suffix(a: str, b: str, size: int) -> int:
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
