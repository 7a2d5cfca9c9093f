"""Where the entry at a path is written, and which entry is at an offset.

Knows documents and their nodes; must not know the cursor of a completion, nor edits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..text import Span
from .literals import key_name
from .node import DottedNode, Node, TableNode, ValueNode
from .syntax_tree import Pair, Part, Value
from .tree import Table, pairs_at

if TYPE_CHECKING:
    from .document import Document
    from .types import Part as PartName
    from .types import Path


class Occurrence(NamedTuple):
    """An entry as it is written once: (part of) a pair, or an item of an array.

    `container` is the inline table or array that it is in, None for a section's body; `number`
    counts the pair or item in there, `depth` the key part that names the entry (-1 for an item).
    """

    section: int
    container: Value | None
    number: int
    depth: int


def section_path(document: Document, index: int) -> Path:
    """The path of the table that a section's pairs are in, with the indices of arrays of tables."""
    return resolve(document, document.sections[index].path, index)


def resolve(document: Document, names: Sequence[str], section: int) -> Path:
    """The path that a header with these names has as section number `section`.

    A name of an array of tables means its latest item, as TOML has it.
    """
    path: list[str | int] = []
    table: Table | None = document.tree.root
    for name in names:
        path.append(name)
        table = table.children.get(name) if table else None
        if table is None or not table.items:
            continue
        latest = max(
            (number for number, item in enumerate(table.items) if item.header <= section), default=0
        )
        path.append(latest)
        table = table.items[latest]
    return tuple(path)


def nodes_along(document: Document, path: Path) -> list[Node] | None:
    """The nodes from the root to the entry at a path, both included; None without that entry."""
    node: Node | None = document.root
    nodes = [document.root]
    for step in path:
        last = nodes[-1]
        node = last.get(step) if isinstance(step, str) else last.item_at(step)
        if node is None:
            return None
        nodes.append(node)
    return nodes


def occurrences(nodes: Sequence[Node]) -> list[Occurrence]:
    """Every occurrence of the last of these nodes outside of headers, in the order of the text."""
    node = nodes[-1]
    if isinstance(node, TableNode):
        return list(_dotted_occurrences(node))
    container = next(
        (other.raw for other in reversed(nodes[:-1]) if isinstance(other, ValueNode)), None
    )
    if isinstance(node, DottedNode):
        depth = node.table.depth
        return [Occurrence(node.section, container, writer, depth) for writer in node.table.writers]
    if node.pair is None:
        index = node.path[-1]
        assert isinstance(index, int)
        return [Occurrence(node.section, container, index, -1)]
    pairs = container.children if container else node.source.sections[node.section].pairs
    index = bisect_right(pairs, node.pair.start, key=lambda pair: pair.start) - 1
    return [Occurrence(node.section, container, index, len(node.pair.parts) - 1)]


def _dotted_occurrences(node: TableNode) -> Iterator[Occurrence]:
    for body in sorted(node.table.bodies):
        if body[1]:
            dotted = pairs_at(node.source.sections, body)
            for writer in dotted.writers:
                yield Occurrence(body[0], None, writer, dotted.depth)


def header_sections(node: Node) -> list[int]:
    """The sections whose headers write the table of a node or anything below it, in order."""
    return sorted(set(_headers(node.table))) if isinstance(node, TableNode) else []


def _headers(table: Table) -> Iterator[int]:
    yield from table.writers
    for item in table.items or ():
        yield from _headers(item)
    for child in table.children.values():
        yield from _headers(child)


class Range(Protocol):
    """Anything from one offset to another."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def names_in(document: Document, table: Path, without: Range | None = None) -> tuple[str, ...]:
    """The names in a table except the one whose only writing is at `without`."""
    node = document.node(table)
    entries = node.entries() if node else {}
    if without is None:
        return tuple(entries)
    names: list[str] = []
    own = key_name(document.text[without.start : without.end])
    for name, entry in entries.items():
        # The spans of a key cost much more than its name.
        keys = entry.keys if name.startswith(own) else ()
        if not keys or not all(_overlaps(key, without) for key in keys):
            names.append(name)
    return tuple(names)


def items_in(document: Document, array: Path, without: Range | None = None) -> tuple[Any, ...]:
    """The plain values in an array that are well-formed, except the item at `without`."""
    node = document.node(array)
    items = node.items() if node else ()
    values = [item.value for item in items if not (without and _overlaps(item.span, without))]
    return tuple([value for value in values if value is not None])


def _overlaps(one: Range, other: Range) -> bool:
    return one.start <= other.end and other.start <= one.end


class EntryAt(NamedTuple):
    """An entry that an offset lies on: its path, which part of it, and where that is written."""

    path: Path
    part: PartName
    span: Span


def path_at(document: Document, offset: int) -> EntryAt | None:
    """The key, value or item at an offset; None between them, in comments and on blank lines.

    A key part is the entry that the key names up to that part; inside a container that is no
    key and no item, it is the container itself. Both ends of a token count, and the token
    that starts at the offset goes before the one that ends there.
    """
    index = document.section_at(offset)
    base = document.starts[index]
    section = document.sections[index]
    local = offset - base
    header = section.header
    if header and header.start <= local <= header.end:
        part = _part_at(header.parts, local)
        if part < 0:
            return None
        names = [other.name for other in header.parts[: part + 1]]
        whole = part + 1 == len(header.parts)
        path = section_path(document, index) if whole else resolve(document, names, index)
        if path and isinstance(path[-1], int):
            path = path[:-1]
        key = header.parts[part]
        return EntryAt(path, "key", Span(key.start + base, key.end + base))
    pair = _pair_at(section.pairs, local)
    entry = _entry_in(pair, section_path(document, index), local) if pair else None
    return entry and entry._replace(span=entry.span.shift(base))


def _pair_at(pairs: tuple[Pair, ...], local: int) -> Pair | None:
    number = bisect_right(pairs, local, key=lambda pair: pair.start) - 1
    if number < 0 or local > pairs[number].end:
        return None
    return pairs[number]


def _part_at(parts: tuple[Part, ...], local: int) -> int:
    for number in range(len(parts) - 1, -1, -1):
        if parts[number].start <= local <= parts[number].end:
            return number
    return -1


def _entry_in(pair: Pair, table: Path, local: int) -> EntryAt | None:
    part = _part_at(pair.parts, local)
    if part >= 0:
        key = pair.parts[part]
        return EntryAt((*table, *pair.path[: part + 1]), "key", Span(key.start, key.end))
    value = pair.value
    if not value.start <= local <= value.end or value.start == value.end:
        return None
    return _entry_in_value(value, (*table, *pair.path), "value", local)


def _entry_in_value(value: Value, path: Path, part: PartName, local: int) -> EntryAt:
    """The innermost entry in a value, which may be nested 100 deep."""
    while True:
        innermost = EntryAt(path, part, Span(value.start, value.end))
        number = bisect_right(value.children, local, key=lambda child: child.start) - 1
        if number < 0 or local > value.children[number].end:
            return innermost
        child = value.children[number]
        if isinstance(child, Pair):
            inner = _part_at(child.parts, local)
            if inner >= 0 or not child.value.start <= local <= child.value.end:
                return _entry_in(child, path, local) or innermost
            value, path, part = child.value, (*path, *child.path), "value"
        else:
            value, path, part = child, (*path, number), "item"
