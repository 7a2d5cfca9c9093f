"""The tables of all sections as one tree, and the keys that exclude each other between sections.

Knows sections by their index, and the rules of TOML about opening a table again: a conflict is
what tomli rejects, and the marks that tomli keeps of headers and dotted keys are the fields of
`Table` here. Must not know offsets: the tree of a text stays true while its sections keep their
structure, whatever is typed into the values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .section import PairTable, Section

Body = tuple[int, tuple[str, ...]]
"""Pairs that fill a table: the index of their section, and the dotted key inside it."""


class Table:
    """A table that a header writes or implies, or an array of such tables.

    `header` is the index of the section that is its own, -1 where none is; `writers` the sections
    whose headers write its name, as their key part number `depth`. `closed`: no later header or
    dotted key may open it again.
    """

    __slots__ = (
        "bodies",
        "children",
        "closed",
        "depth",
        "dotted",
        "header",
        "indexed",
        "items",
        "named",
        "writers",
    )

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.children: dict[str, Table] = {}
        self.bodies: list[Body] = []
        self.items: list[Table] | None = None
        self.writers: list[int] = []
        self.header = -1
        self.closed = False
        self.dotted = False
        self.named: dict[str, list[Body]] = {}
        self.indexed = 0
        """How many of the bodies are in `named`: the bodies that write a name (`bodies_with`)."""


class WrittenKey(NamedTuple):
    """A key as written: section, pair (-1 for the header), and the number of its last key part."""

    section: int
    pair: int
    part: int


class Conflict(NamedTuple):
    """A key that may not be written again, and where it is written first."""

    reason: str
    later: WrittenKey
    first: WrittenKey


class Tree(NamedTuple):
    """The root table and the conflicts between sections, in the order of the text."""

    root: Table
    conflicts: tuple[Conflict, ...]


def build(sections: Sequence[Section]) -> Tree:
    """The tree of sections; a header that duplicates with a value leaves its section outside."""
    return _Builder(sections).build()


def pairs_at(sections: Sequence[Section], body: Body) -> PairTable:
    """The table of pairs that a body names."""
    table = sections[body[0]].table
    for name in body[1]:
        entry = table.entries[name]
        assert isinstance(entry, PairTable)
        table = entry
    return table


def bodies_with(sections: Sequence[Section], table: Table, name: str) -> Sequence[Body]:
    """The bodies of a table that write a name, in the order of the text."""
    bodies = table.bodies
    if len(bodies) <= 1:
        return bodies if bodies and name in pairs_at(sections, bodies[0]).entries else ()
    for body in bodies[table.indexed :]:
        for written in pairs_at(sections, body).entries:
            table.named.setdefault(written, []).append(body)
    table.indexed = len(bodies)
    return table.named.get(name, ())


class _Builder:
    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self.root = Table(-1)
        self.root.closed = True
        self.conflicts: list[Conflict] = []

    def build(self) -> Tree:
        root = self.root
        for index, section in enumerate(self.sections):
            header = section.header
            if header is None:
                if section.pairs:
                    root.bodies.append((index, ()))
                continue
            table = root
            last = -1 if header.dangling else len(header.parts) - 1
            for depth, part in enumerate(header.parts):
                child = table.children.get(part.name)
                if depth == last:
                    child = self.open(table, index, depth, part.name, header.array)
                    if child is not None and section.pairs:
                        self.fill(child, (index, ()))
                    break
                if child is None:
                    child = self.child(table, index, depth, part.name)
                    if child is None:
                        break
                child.writers.append(index)
                table = child.items[-1] if child.items else child
        return Tree(root, tuple(self.conflicts))

    def child(self, table: Table, index: int, depth: int, name: str) -> Table | None:
        """A new child of a table; None where the name is taken by a value."""
        child = Table(depth)
        for body in bodies_with(self.sections, table, name):
            entry = pairs_at(self.sections, body).entries[name]
            if isinstance(entry, int):
                if self.sections[body[0]].pairs[entry].equals < 0:
                    continue
                first = WrittenKey(body[0], entry, len(body[1]))
                self.conflict("value", WrittenKey(index, -1, depth), first)
                return None
            child.bodies.append((body[0], (*body[1], name)))
            child.closed = child.dotted = True
        table.children[name] = child
        return child

    def open(self, table: Table, index: int, depth: int, name: str, array: bool) -> Table | None:
        """The table that a header opens; None where it can't."""
        child = table.children.get(name)
        new = child is None
        if child is None:
            child = self.child(table, index, depth, name)
            if child is None:
                return None
        later = WrittenKey(index, -1, depth)
        if array:
            if new and not child.dotted:
                child.items = []
                child.closed = True
                child.header = index
            elif child.items is None:
                self.conflict("no-array", later, self.first(child))
                child.writers.append(index)
                return child
            child.writers.append(index)
            item = Table(depth)
            item.closed = True
            item.header = index
            item.writers.append(index)
            assert child.items is not None
            child.items.append(item)
            return item
        if child.closed:
            reason = "array" if child.items else "table"
            self.conflict(reason, later, self.first(child))
        child.writers.append(index)
        if child.items:
            return child.items[-1]
        child.closed = True
        # A header that is just being typed gives way to a whole one.
        if child.header < 0 or self.is_malformed(child.header):
            child.header = index
        return child

    def fill(self, table: Table, body: Body) -> None:
        """Put the pairs of a section into a table that a header opened."""
        if table.children or table.bodies:
            self.merge(table, body)
        table.bodies.append(body)

    def merge(self, table: Table, body: Body) -> None:
        """Add the pairs of a body to a table that has pairs or tables already."""
        index, key = body
        again = bool(table.bodies)
        for name, entry in pairs_at(self.sections, body).entries.items():
            child = table.children.get(name)
            if child is None or again:
                continue
            if isinstance(entry, int):
                if self.sections[index].pairs[entry].equals >= 0:
                    later = WrittenKey(index, entry, len(key))
                    self.conflict("value", later, self.first(child))
                continue
            if child.closed:
                later = WrittenKey(index, entry.writers[0], len(key))
                self.conflict("dotted", later, self.first(child))
                continue
            self.merge(child, (index, (*key, name)))
            child.bodies.append((index, (*key, name)))
            child.closed = True

    def first(self, table: Table) -> WrittenKey:
        """Where a table is written first."""
        if table.dotted:
            body = table.bodies[0]
            dotted = pairs_at(self.sections, body)
            return WrittenKey(body[0], dotted.writers[0], dotted.depth)
        return WrittenKey(table.header if table.header >= 0 else table.writers[0], -1, table.depth)

    def is_malformed(self, index: int) -> bool:
        header = self.sections[index].header
        return header is not None and header.malformed

    def conflict(self, reason: str, later: WrittenKey, first: WrittenKey) -> None:
        """Add a conflict, except with a header that is just being typed."""
        if any(key.pair < 0 and self.is_malformed(key.section) for key in (later, first)):
            return
        self.conflicts.append(Conflict(reason, later, first))


def table_data(sections: Sequence[Section], table: Table) -> Any:
    """The plain values of a table of the tree, in the order of the text."""
    if table.items is not None:
        return [table_data(sections, item) for item in table.items]
    values: dict[str, Any] = {}
    for body in table.bodies:
        data: Any = sections[body[0]].data
        for name in body[1]:
            data = data[name]
        for name, value in data.items():
            values.setdefault(name, value)
    if not table.children:
        return values
    if not values:
        return {name: table_data(sections, child) for name, child in table.children.items()}
    order: list[tuple[tuple[int, int], str]] = []
    for name, child in table.children.items():
        order.append((first_key(sections, child), name))
    for body in table.bodies:
        for name, entry in pairs_at(sections, body).entries.items():
            if name not in table.children:
                first = entry if isinstance(entry, int) else entry.writers[0]
                order.append(((body[0], first), name))
    return {
        name: table_data(sections, table.children[name]) if name in table.children else values[name]
        for _, name in sorted(order)
    }


def first_key(sections: Sequence[Section], table: Table) -> tuple[int, int]:
    """The section and pair (-1 for its header) that write a table first."""
    keys = [(index, -1) for index in table.writers[:1]]
    for body in table.bodies:
        if body[1]:
            keys.append((body[0], pairs_at(sections, body).writers[0]))
    return min(keys, default=(0, -1))
