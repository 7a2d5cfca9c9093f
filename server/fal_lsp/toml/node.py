"""Nodes: the values and tables of a document as its readers see them, with spans in the whole text.

Knows sections and the tree; must not know how they are parsed, nor the problems of a document.

A node is a view that is made when it is asked for. It holds the text that it is in and a piece of
syntax (`syntax_tree.py`) or a table of the tree (`tree.py`), and works spans out on demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..text import Span
from .section import PairTable, Section, pairs_data, value_of
from .syntax_tree import Form, Kind, Pair, Value, needs_toml_1_1
from .tree import Body, Table, bodies_with, first_key, pairs_at, table_data

if TYPE_CHECKING:
    from .types import Path


class Source:
    """A text and its sections; `starts[i]` is the offset of `sections[i]`, in code points."""

    __slots__ = ("sections", "starts", "text")

    def __init__(self, text: str, sections: tuple[Section, ...], starts: Sequence[int]) -> None:
        self.text = text
        self.sections = sections
        self.starts = starts


class Node:
    """A value or table of a document.

    `path` leads to it from the root. `section` is the index of the section that it is written in
    (a table's own header, or the first that implies it), and `base` that section's absolute
    offset: add it to the offsets of `pair` (the statement that the node is the value of) and of
    `raw` (the value as it is written), both None where the node is no such thing.
    """

    __slots__ = ("pair", "path", "raw", "section", "source")

    def __init__(
        self,
        source: Source,
        path: Path,
        section: int,
        pair: Pair | None = None,
        raw: Value | None = None,
    ) -> None:
        self.source = source
        self.path = path
        self.section = section
        self.pair = pair
        self.raw = raw

    @property
    def base(self) -> int:
        """Where the node's section starts in the text."""
        return self.source.starts[self.section]

    @property
    def kind(self) -> Kind:
        """What the node is; `incomplete` where the value is missing or is not a TOML value."""
        raise NotImplementedError

    @property
    def form(self) -> Form | None:
        """How a table (or array of tables) is written; None for everything else."""
        return None

    @property
    def is_header_malformed(self) -> bool:
        """Whether it has a header of its own that is malformed, as one that is being typed."""
        header = self.source.sections[self.section].header if self.form == "header" else None
        return header is not None and header.malformed

    @property
    def span(self) -> Span:
        """Its value; the header `[...]` of a table, or the first header that implies it."""
        raise NotImplementedError

    @property
    def statement(self) -> Span | None:
        """From the first part of the key to the end of the value; None for what is no pair."""
        if self.pair is None:
            return None
        return Span(self.pair.start, self.pair.end).shift(self.base)

    @property
    def keys(self) -> tuple[Span, ...]:
        """Every writing of the node's own (last) key, its own header first; () for an item."""
        raise NotImplementedError

    def entries(self) -> dict[str, Node]:
        """The nodes in a table by name, in the order of the text; {} for anything else."""
        return {}

    def get(self, name: str) -> Node | None:
        """One entry of a table."""
        return self.entries().get(name)

    def items(self) -> list[Node]:
        """The items of an array or of an array of tables; [] for anything else."""
        return []

    def item_at(self, index: int) -> Node | None:
        """One item, in no more time for a long array than for a short one; None past the end."""
        return None

    @property
    def value(self) -> Any:
        """The plain value, with None for everything that is malformed or missing."""
        raise NotImplementedError

    @property
    def headers(self) -> tuple[int, ...]:
        """The sections whose header writes this table's name: its own and those of sub-tables."""
        return ()

    @property
    def written_in(self) -> tuple[int, ...]:
        """All sections with text of the node."""
        return (self.section,)

    def statements(self) -> list[Span]:
        """Where the text of the node is that no section of `headers` holds."""
        return [self.statement or self.span]

    @property
    def needs_toml_1_1(self) -> bool:
        """Whether this is an inline table or a string that TOML 1.0 does not have.

        A table itself is looked at, not the values inside it.
        """
        if self.raw is None:
            return False
        return needs_toml_1_1(self.source.sections[self.section].text, self.raw)

    @property
    def may_need_toml_1_1(self) -> bool:
        """Whether such a value may be in the text of the node; quick, as sections cache it."""
        sections = self.source.sections
        return any(sections[index].first_toml_1_1 is not None for index in self.written_in)


class ValueNode(Node):
    """The value of a pair, or an item of an array: anything that is written as a value."""

    __slots__ = ()
    raw: Value

    @property
    def kind(self) -> Kind:
        return self.raw.kind

    @property
    def form(self) -> Form | None:
        return "inline" if self.raw.kind == "table" else None

    @property
    def span(self) -> Span:
        return Span(self.raw.start, self.raw.end).shift(self.base)

    @property
    def keys(self) -> tuple[Span, ...]:
        if self.pair is None or not self.pair.parts:
            return ()
        part = self.pair.parts[-1]
        return (Span(part.start, part.end).shift(self.base),)

    def get(self, name: str) -> Node | None:
        return _pair_entry(self, *self._pairs(), name)

    def entries(self) -> dict[str, Node]:
        return _pair_entries(self, *self._pairs())

    def _pairs(self) -> tuple[tuple[Pair, ...], PairTable]:
        return self.source.sections[self.section].inline_table(self.raw)

    def items(self) -> list[Node]:
        items = [self.item_at(index) for index in range(len(self.raw.children))]
        return [item for item in items if item is not None]

    def item_at(self, index: int) -> Node | None:
        children = self.raw.children
        child = children[index] if 0 <= index < len(children) else None
        if not isinstance(child, Value):
            return None
        return ValueNode(self.source, (*self.path, index), self.section, None, child)

    @property
    def value(self) -> Any:
        return value_of(self.source.sections[self.section].text, self.raw)


class DottedNode(Node):
    """A table that only dotted keys of one section or of one inline table write."""

    __slots__ = ("pairs", "table")

    def __init__(
        self,
        source: Source,
        path: Path,
        section: int,
        pairs: tuple[Pair, ...],
        table: PairTable,
    ) -> None:
        super().__init__(source, path, section)
        self.pairs = pairs
        self.table = table

    @property
    def kind(self) -> Kind:
        return "table"

    @property
    def form(self) -> Form | None:
        return "dotted"

    @property
    def span(self) -> Span:
        pair = self.pairs[self.table.writers[0]]
        return Span(pair.start, pair.end).shift(self.base)

    @property
    def keys(self) -> tuple[Span, ...]:
        parts = [self.pairs[index].parts[self.table.depth] for index in self.table.writers]
        return tuple([Span(part.start, part.end).shift(self.base) for part in parts])

    def get(self, name: str) -> Node | None:
        return _pair_entry(self, self.pairs, self.table, name)

    def entries(self) -> dict[str, Node]:
        return _pair_entries(self, self.pairs, self.table)

    def statements(self) -> list[Span]:
        pairs = [self.pairs[index] for index in self.table.writers]
        return [Span(pair.start, pair.end).shift(self.base) for pair in pairs]

    @property
    def value(self) -> Any:
        return pairs_data(self.source.sections[self.section].text, self.pairs, self.table)


class TableNode(Node):
    """A table that headers write or imply, an item of an array of tables, or such an array."""

    __slots__ = ("item", "table")

    def __init__(self, source: Source, path: Path, table: Table, item: bool = False) -> None:
        writers = table.writers
        first = table.header if table.header >= 0 else (writers[0] if writers else 0)
        super().__init__(source, path, first)
        self.table = table
        self.item = item

    @property
    def kind(self) -> Kind:
        return "table" if self.table.items is None else "array"

    @property
    def form(self) -> Form | None:
        table = self.table
        if self.item or table.items is not None:
            return "array-item"
        if table.header >= 0:
            return "header"
        return "dotted" if table.dotted else "implicit"

    @property
    def span(self) -> Span:
        if self.table.depth < 0:
            return Span(self.source.starts[0], len(self.source.text))
        header = self.source.sections[self.section].header
        if header is None:
            keys = self.keys
            return keys[0] if keys else Span(self.base, self.base)
        return Span(header.start, header.end).shift(self.base)

    @property
    def keys(self) -> tuple[Span, ...]:
        table, source = self.table, self.source
        if self.item or table.depth < 0:
            return ()
        own = [table.header] if table.header >= 0 else []
        spans: list[Span] = []
        for index in (*own, *(index for index in table.writers if index not in own)):
            header = source.sections[index].header
            if header is not None:
                part = header.parts[table.depth]
                spans.append(Span(part.start, part.end).shift(source.starts[index]))
        for body in table.bodies:
            if not body[1]:
                continue
            dotted = pairs_at(source.sections, body)
            for writer in dotted.writers:
                part = source.sections[body[0]].pairs[writer].parts[dotted.depth]
                spans.append(Span(part.start, part.end).shift(source.starts[body[0]]))
        return tuple(spans)

    def get(self, name: str) -> Node | None:
        table = self.table
        if table.items is not None:
            return None
        child = table.children.get(name)
        if child is not None:
            return TableNode(self.source, (*self.path, name), child)
        sections = self.source.sections
        for body in bodies_with(sections, table, name):
            return self._pair_node(body, name, pairs_at(sections, body).entries[name])
        return None

    def entries(self) -> dict[str, Node]:
        table = self.table
        if table.items is not None:
            return {}
        placed: dict[str, tuple[tuple[int, int], Node]] = {}
        for name, child in table.children.items():
            node = TableNode(self.source, (*self.path, name), child)
            placed[name] = (first_key(self.source.sections, child), node)
        for body in table.bodies:
            for name, entry in pairs_at(self.source.sections, body).entries.items():
                first = entry if isinstance(entry, int) else entry.writers[0]
                if name not in placed:
                    placed[name] = ((body[0], first), self._pair_node(body, name, entry))
        order = sorted(placed.items(), key=lambda item: item[1][0])
        return {name: node for name, (_, node) in order}

    def items(self) -> list[Node]:
        items = [self.item_at(index) for index in range(len(self.table.items or ()))]
        return [item for item in items if item is not None]

    def item_at(self, index: int) -> Node | None:
        items = self.table.items or ()
        if not 0 <= index < len(items):
            return None
        return TableNode(self.source, (*self.path, index), items[index], True)

    @property
    def value(self) -> Any:
        return table_data(self.source.sections, self.table)

    @property
    def headers(self) -> tuple[int, ...]:
        if self.table.depth < 0:
            return tuple(range(len(self.source.sections)))
        return tuple(self.table.writers)

    @property
    def written_in(self) -> tuple[int, ...]:
        return (*self.headers, *(index for index, _ in self.table.bodies))

    def statements(self) -> list[Span]:
        source = self.source
        spans: list[Span] = []
        for index, key in self.table.bodies:
            if key:
                pairs = source.sections[index].pairs
                dotted = pairs_at(source.sections, (index, key))
                spans += [
                    Span(pairs[writer].start, pairs[writer].end).shift(source.starts[index])
                    for writer in dotted.writers
                ]
        return spans

    def _pair_node(self, body: Body, name: str, entry: int | PairTable) -> Node:
        pairs = self.source.sections[body[0]].pairs
        return _pair_node_at(self.source, (*self.path, name), body[0], pairs, entry)


def _pair_node_at(
    source: Source, path: Path, section: int, pairs: tuple[Pair, ...], entry: int | PairTable
) -> Node:
    if isinstance(entry, PairTable):
        return DottedNode(source, path, section, pairs, entry)
    return ValueNode(source, path, section, pairs[entry], pairs[entry].value)


def _pair_entry(node: Node, pairs: tuple[Pair, ...], table: PairTable, name: str) -> Node | None:
    entry = table.entries.get(name)
    if entry is None:
        return None
    return _pair_node_at(node.source, (*node.path, name), node.section, pairs, entry)


def _pair_entries(node: Node, pairs: tuple[Pair, ...], table: PairTable) -> dict[str, Node]:
    return {
        name: _pair_node_at(node.source, (*node.path, name), node.section, pairs, entry)
        for name, entry in table.entries.items()
    }
