"""The document: the sections, the tree and the problems of one text.

Knows how to look things up in a parsed text; must not know how it is parsed, fal or any protocol.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ..text import LineIndex, Span
from .node import Node, Source, TableNode
from .tree import Table, Tree, table_data

if TYPE_CHECKING:
    from .section import Section
    from .syntax_tree import Problem
    from .types import Path

BOM = "\ufeff"

UNREAD = -1
"""The reach of the only section of a text that is too large to be read."""


class Document(Source):
    """A parsed text; frozen. All offsets count code points from the start of the text.

    `problems` are in the order of the text, `error` is the first of them. `malformed_sections` are
    the indexes of the sections that have one.
    """

    __slots__ = (
        "_comments",
        "_ends",
        "_lines",
        "error",
        "has_bom",
        "malformed_sections",
        "problems",
        "tree",
    )

    def __init__(
        self,
        text: str,
        sections: tuple[Section, ...],
        starts: Sequence[int],
        tree: Tree,
        problems: tuple[Problem, ...],
        malformed_sections: frozenset[int],
    ) -> None:
        super().__init__(text, sections, starts)
        self.tree = tree
        self.problems = problems
        self.error = problems[0] if problems else None
        self.malformed_sections = malformed_sections
        self.has_bom = text.startswith(BOM)
        self._lines: LineIndex | None = None
        self._ends: list[int] | None = None
        self._comments: list[Span] | None = None

    @property
    def lines(self) -> LineIndex:
        """The lines of the text, computed when they are first needed."""
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines

    @property
    def is_unread(self) -> bool:
        """Whether the text is too large, so that nothing is known of what it says."""
        return self.sections[0].reach == UNREAD

    @property
    def root(self) -> Node:
        """The table of the whole document."""
        return TableNode(self, (), self.tree.root)

    def node(self, path: Path) -> Node | None:
        """The node at a path of keys and array indices (not negative), None where there is none."""
        table, depth = self.tree.root, 0
        for step in path:
            child: Table | None = None
            if table.items is None:
                child = table.children.get(step) if isinstance(step, str) else None
            elif isinstance(step, int) and 0 <= step < len(table.items):
                child = table.items[step]
            if child is None:
                break
            table, depth = child, depth + 1
        item = depth > 0 and isinstance(path[depth - 1], int)
        node: Node = TableNode(self, tuple(path[:depth]), table, item)
        for step in path[depth:]:
            entry = node.get(step) if isinstance(step, str) else node.item_at(step)
            if entry is None:
                return None
            node = entry
        return node

    def data(self, path: Path) -> Any:
        """Plain values at a path as tomli reads them; None for what is missing or malformed.

        The result is shared between calls and versions: it must not be changed.
        """
        if not path:
            return table_data(self.sections, self.tree.root)
        node = self.node(path)
        return None if node is None else node.value

    def is_malformed(self, path: Path) -> bool:
        """Whether a problem lies in the text that belongs to the entry at a path."""
        if not self.problems:
            return False
        node = self.node(path)
        if node is None:
            return False
        if not self.malformed_sections.isdisjoint(node.headers):
            return True
        return any(map(self._has_problem, node.statements()))

    def _has_problem(self, span: Span) -> bool:
        """Whether a problem starts in a span or at its end, or goes on into it."""
        if self._ends is None:
            # How far the problems up to each one go.
            self._ends = list(accumulate((problem.span.end for problem in self.problems), max))
        count = bisect_right(self.problems, span.end, key=lambda problem: problem.span.start)
        return count > 0 and self._ends[count - 1] > span.start

    def malformed_entries(self, path: Path) -> frozenset[str]:
        """The names in a table whose entries are malformed (`is_malformed`)."""
        node = self.node(path) if self.problems else None
        if node is None:
            return frozenset()
        if isinstance(node, TableNode) and not node.table.bodies:
            malformed = self.malformed_sections
            children = node.table.children.items()
            return frozenset(
                name for name, child in children if not malformed.isdisjoint(child.writers)
            )
        return frozenset(name for name in node.entries() if self.is_malformed((*path, name)))

    def sources(self, path: Path) -> dict[str, tuple[str, ...]]:
        """The text that belongs to each entry of a table, by name: equal source, equal findings.

        The sections of a table with headers, its sub-tables included; the statements of a pair
        or a dotted table, each to the end of its line. In an inline table the rest of the line is
        the text of others.
        """
        node = self.node(path)
        if node is None:
            return {}
        if isinstance(node, TableNode) and not node.table.bodies:
            # The common case, ten times as fast: nothing but headers, in the order of the text.
            sections = self.sections
            return {
                name: tuple([sections[index].text for index in child.writers])
                for name, child in node.table.children.items()
            }
        is_inline = node.form == "inline"
        return {name: self._source(entry, is_inline) for name, entry in node.entries().items()}

    def _source(self, node: Node, is_inline: bool) -> tuple[str, ...]:
        texts = [self.sections[index].text for index in node.headers]
        for start, end in node.statements():
            stop = end if is_inline else self.text.find("\n", end)
            texts.append(self.text[start : len(self.text) if stop < 0 else stop])
        return tuple(texts)

    def first_toml_1_1(self) -> Span | None:
        """The start of the first value that needs TOML 1.1, in whatever table that is."""
        for start, section in zip(self.starts, self.sections, strict=True):
            offset = section.first_toml_1_1
            if offset is not None:
                return Span(start + offset, start + offset + 1)
        return None

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

    def texts_outside(self, path: Path) -> tuple[str, ...]:
        """The text of each section but those of the table at a path."""
        return tuple([each.text for each in self.sections if each.path[: len(path)] != path])

    def header_span(self, offset: int) -> Span:
        """From the start of the section that an offset lies in to its statements."""
        index = self.section_at(offset)
        start = self.starts[index]
        return Span(start, start + self.sections[index].body)

    def section_at(self, offset: int) -> int:
        """The index of the section that an offset lies in."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def section_span(self, index: int) -> Span:
        """Where a section lies in the text."""
        start = self.starts[index]
        return Span(start, start + len(self.sections[index].text))
