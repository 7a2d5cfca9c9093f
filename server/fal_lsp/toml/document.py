"""The document: sections, tree and verdict of one text. Knows TOML; neither fal nor the protocol."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import tomli

from ..text import LineIndex, Span
from .nodes import Problem, Section
from .syntax import read_section
from .tree import Tree, build
from .views import Node, TableNode, ValueNode

if TYPE_CHECKING:
    from collections.abc import Sequence

BOM = "\ufeff"


def parse(text: str, previous: Document | None = None) -> Document:
    """The document of a text. Never raises; `previous` makes it cheap, never different."""
    start = 1 if text.startswith(BOM) else 0
    sections: list[Section] = []
    position = start
    while position < len(text) or not sections:
        section, position = read_section(text, position)
        sections.append(section)
    error = None
    try:
        tomli.loads(text[start:])
    except Exception as failure:
        error = Problem("syntax", str(failure), Span(start, start))
    starts = list(accumulate((len(section.text) for section in sections[:-1]), initial=start))
    return Document(text, tuple(sections), starts, build(sections), error)


class Document:
    """A parsed text; frozen. `starts[i]` is the absolute offset of `sections[i]`."""

    __slots__ = ("_lines", "error", "has_bom", "problems", "sections", "starts", "text", "tree")

    def __init__(
        self,
        text: str,
        sections: tuple[Section, ...],
        starts: Sequence[int],
        tree: Tree,
        error: Problem | None,
    ) -> None:
        self.text = text
        self.sections = sections
        self.starts = starts
        self.tree = tree
        self.error = error
        self.problems: tuple[Problem, ...] = (error,) if error else ()
        self.has_bom = text.startswith(BOM)
        self._lines: LineIndex | None = None

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

    def node(self, path: Sequence[str | int]) -> Node | None:
        """The node at a path of keys and array indices (not negative), None where there is none."""
        node: Node | None = self.root
        for step in path:
            if isinstance(step, str):
                node = node.get(step)
            else:
                items = node.items()
                node = items[step] if 0 <= step < len(items) else None
            if node is None:
                return None
        return node

    def data(self, path: Sequence[str | int]) -> Any:
        """Plain values at a path as tomli reads them; None for what is missing or torn."""
        node = self.node(path)
        return None if node is None else node.value

    def is_torn(self, path: Sequence[str | int]) -> bool:
        """Whether a problem lies in the text that belongs to the entry at a path."""
        spans = self.spans(path)
        return any(
            start <= problem.span.start <= end for problem in self.problems for start, end in spans
        )

    def source(self, path: Sequence[str | int]) -> tuple[str, ...]:
        """The text that belongs to the entry at a path: equal source, equal findings."""
        return tuple([self.text[start:end] for start, end in self.spans(path)])

    def spans(self, path: Sequence[str | int]) -> tuple[Span, ...]:
        """Where the text is that belongs to the entry at a path: whole sections, statements."""
        node = self.node(path)
        if node is None:
            return ()
        if isinstance(node, TableNode):
            spans = [self.section_span(index) for index in node.headers]
            return tuple(spans)
        if isinstance(node, ValueNode) and node.statement is None:
            return (node.span,)
        return (node.statement or node.span,)

    def comments(self) -> list[Span]:
        """Every comment from its `#` to the end of its line, in the order of the text."""
        return [
            Span(start + base, end + base)
            for base, section in zip(self.starts, self.sections, strict=True)
            for start, end in section.comments()
        ]

    def section_at(self, offset: int) -> int:
        """The index of the section that an offset lies in."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def section_span(self, index: int) -> Span:
        """Where a section lies in the text."""
        start = self.starts[index]
        return Span(start, start + len(self.sections[index].text))
