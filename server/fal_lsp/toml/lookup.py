"""Where the entry at a path is written, and what path a section has. Knows no cursor, no edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from .node import DottedNode, Node, TableNode, ValueNode
from .spelling import key_name
from .tree import Table, local_at

if TYPE_CHECKING:
    from .document import Document
    from .syntax_tree import Value
    from .types import Path


class Slot(NamedTuple):
    """A writing of an entry as (part of) a pair, or as an item of an array.

    `box` is the inline table or array that it stands in, None for a section's body; `number`
    counts the pair or item in there, `depth` the key part that names the entry (-1 for an item).
    """

    section: int
    box: Value | None
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


def chain(document: Document, path: Path) -> list[Node] | None:
    """The nodes from the root to the entry at a path, both included; None where there is none."""
    node: Node | None = document.root
    nodes = [document.root]
    for step in path:
        if isinstance(step, str):
            node = nodes[-1].get(step)
        else:
            items = nodes[-1].items()
            node = items[step] if 0 <= step < len(items) else None
        if node is None:
            return None
        nodes.append(node)
    return nodes


def slots(nodes: Sequence[Node]) -> list[Slot]:
    """Every writing of the last node of a chain but those in headers, in the order of the text."""
    node = nodes[-1]
    if isinstance(node, TableNode):
        return list(_dotted_slots(node))
    box = next((other.raw for other in reversed(nodes[:-1]) if isinstance(other, ValueNode)), None)
    if isinstance(node, DottedNode):
        depth = node.local.depth
        return [Slot(node.section, box, writer, depth) for writer in node.local.writers]
    if node.pair is None:
        index = node.path[-1]
        assert isinstance(index, int)
        return [Slot(node.section, box, index, -1)]
    pairs = box.children if box else node.document.sections[node.section].pairs
    index = next(number for number, pair in enumerate(pairs) if pair is node.pair)
    return [Slot(node.section, box, index, len(node.pair.parts) - 1)]


def _dotted_slots(node: TableNode) -> Iterator[Slot]:
    for body in sorted(node.table.bodies):
        if body[1]:
            local = local_at(node.document.sections, body)
            for writer in local.writers:
                yield Slot(body[0], None, writer, local.depth)


def heads(node: Node) -> list[int]:
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


def names_in(document: Document, table: Path, but: Range | None = None) -> tuple[str, ...]:
    """The names in a table, without the one whose only writing is at `but`."""
    node = document.node(table)
    entries = node.entries() if node else {}
    if but is None:
        return tuple(entries)
    names: list[str] = []
    own = key_name(document.text[but.start : but.end])
    for name, entry in entries.items():
        # To find the writings of a key costs much more than its name.
        keys = entry.keys if name.startswith(own) else ()
        if not keys or not all(_overlaps(key, but) for key in keys):
            names.append(name)
    return tuple(names)


def items_in(document: Document, array: Path, but: Range | None = None) -> tuple[Any, ...]:
    """The plain values in an array that are whole, without the item at `but`."""
    node = document.node(array)
    items = node.items() if node else ()
    values = [item.value for item in items if not (but and _overlaps(item.span, but))]
    return tuple([value for value in values if value is not None])


def _overlaps(one: Range, other: Range) -> bool:
    return one.start <= other.end and other.start <= one.end
