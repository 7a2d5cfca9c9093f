"""Adds a pair to a table in the notation that the table has, and makes tables that are missing.

Knows the notations of a table; must not know what a key means.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...text import Span
from ..literals import key_text
from ..lookup import header_sections, nodes_along, occurrences
from ..node import TableNode, ValueNode
from ..syntax_tree import Pair, Value
from ..types import TextEdit
from .containers import Container, append, container_of
from .lines import indent_at, line_end, new_section
from .remove import is_whole
from .sections import body_end, header_start, spaces_for, statement_span, with_new_section
from .value_text import value_text

if TYPE_CHECKING:
    from ..document import Document
    from ..lookup import Occurrence
    from ..node import Node
    from ..types import Path


class Addition(NamedTuple):
    """A pair to add: its key and value as TOML, and a comment with the space in front of it.

    `above` are comments for lines of their own, where the pair gets one as well. `newline` is
    the line end of the text, also where an edit before has taken out its last one.
    """

    key: str
    text: str
    newline: str
    comment: str = ""
    above: Sequence[str] = ()

    def lines(self, indent: str = "", spaces: int = 1) -> list[str]:
        """The lines of a body with the pair and the comments above it."""
        pair = f"{self.key}{' ' * spaces}= {self.text}{self.comment}"
        return [indent + line for line in (*self.above, pair)]

    def block(self, indent: str = "", spaces: int = 1) -> str:
        """The lines with line ends between them."""
        return self.newline.join(self.lines(indent, spaces))


class Inserted(NamedTuple):
    """The edits, and whether the comment, and those above, could be written as well.

    Where the pair is in a new section, `lines` are that section's, and `section` is the number of
    the one that it comes after.
    """

    edits: list[TextEdit]
    fits: bool
    section: int = -1
    lines: Sequence[str] = ()
    in_lines: bool = True


def insert_key(
    document: Document, table: Path, name: str, text: str, end: str
) -> list[TextEdit] | None:
    """Add `name = text` to the table at a path; None where the name is taken or `text` no value."""
    source = value_text(text, end)
    if source is None:
        return None
    inserted = insert(document, table, name, Addition(key_text(name), source, end))
    return inserted.edits if inserted else None


def insert(document: Document, table: Path, name: str, new: Addition) -> Inserted | None:
    """Add a pair whose key means `name` to the table at a path; None where the name is taken."""
    nodes = nodes_along(document, table)
    if nodes is None:
        return _make(document, table, new)
    if nodes[-1].kind != "table" or nodes[-1].get(name) is not None:
        return None
    return put(document, nodes, new)


def put(document: Document, nodes: Sequence[Node], new: Addition) -> Inserted | None:
    """Add a pair to the table at the end of a chain, whatever it holds."""
    node = nodes[-1]
    if isinstance(node, ValueNode):
        return _in_inline(document, node, new)
    if isinstance(node, TableNode):
        if not node.path:
            return _in_root(document, new)
        if node.table.header >= 0:
            return _in_section(document, node.table.header, new)
    places = occurrences(nodes)
    if places:
        return _in_dotted(document, places[-1], new)
    return _in_implicit(document, nodes, new)


def _make(document: Document, table: Path, new: Addition) -> Inserted | None:
    """Add a pair to a table that is missing, by the notation of what there is above it."""
    depth = len(table)
    nodes = None
    while nodes is None:
        depth -= 1
        nodes = nodes_along(document, table[:depth])
    names = [key for key in table[depth:] if isinstance(key, str)]
    node = nodes[-1]
    if node.kind != "table" or len(names) < len(table) - depth:
        return None
    if isinstance(node, ValueNode):
        text = f"{new.key} = {new.text}"
        for name in reversed(names[1:]):
            text = f"{key_text(name)} = {{ {text} }}"
        return put(document, nodes, new._replace(key=key_text(names[0]), text=f"{{ {text} }}"))
    keys = [key_text(name) for name in names]
    if not isinstance(node, TableNode) or (node.table.header < 0 and occurrences(nodes)):
        return put(document, nodes, new._replace(key=".".join([*keys, new.key])))
    header = ".".join([*header_text(document, node), *keys])
    lines = [f"[{header}]", *new.lines()]
    index = _last_section(document, node)
    edits = with_new_section(document, index, (), lines, new.newline)
    return Inserted(edits, True, index, lines)


def header_text(document: Document, node: TableNode) -> list[str]:
    """The key of a table as a header writes it, in one piece; [] for the root."""
    if node.table.depth < 0:
        return []
    section = document.sections[node.section]
    header = section.header
    assert header is not None
    return [section.text[header.parts[0].start : header.parts[node.table.depth].end]]


def _last_section(document: Document, node: TableNode) -> int:
    """The section after whose body a new sub-table of a table goes: it takes no key from there.

    That is the section of its last sub-table or, where it has none, its own; the last of all for
    the root.
    """
    return header_sections(node)[-1] if node.path else len(document.sections) - 1


def _in_root(document: Document, new: Addition) -> Inserted | None:
    if document.sections[0].pairs and document.sections[0].header is None:
        return _below(document, 0, len(document.sections[0].pairs) - 1, new)
    text, first = document.text, document.starts[0]
    if document.sections[0].header is None and len(document.sections) == 1:
        line = body_end(document, 0)
        start = "" if line == first or text[line - 1] == "\n" else new.newline
        return Inserted([TextEdit(Span(line, line), start + new.block() + new.newline)], True)
    index = 0 if document.sections[0].header else 1
    line = header_start(document, index)
    edit = TextEdit(Span(line, line), new.block() + new.newline * 2)
    return Inserted([edit], True)


def _in_section(document: Document, index: int, new: Addition) -> Inserted | None:
    section, text = document.sections[index], document.text
    if section.pairs:
        return _below(document, index, len(section.pairs) - 1, new)
    header = section.header
    if header is None or header.malformed:
        return None
    start, end = Span(header.start, header.end).shift(document.starts[index])
    line = new.newline + new.block(indent_at(text, start))
    end = line_end(text, end)
    return Inserted([TextEdit(Span(end, end), line)], True)


def _below(document: Document, index: int, number: int, new: Addition) -> Inserted | None:
    """Add a pair on a line of its own below statement `number` of a section."""
    section, text = document.sections[index], document.text
    pair = section.pairs[number]
    if not is_whole(pair):
        return None
    start, end = statement_span(document, index, pair)
    indent = indent_at(text, start)
    spaces = spaces_for(section, number, len(new.key), 1)
    end = line_end(text, end)
    line = new.newline + new.block(indent, spaces)
    return Inserted([TextEdit(Span(end, end), line)], True)


def _in_dotted(document: Document, place: Occurrence, new: Addition) -> Inserted | None:
    """Behind the last pair that writes the table, with the table's key as it is written there."""
    section, base = document.sections[place.section], document.starts[place.section]
    pairs: Sequence[Pair | Value] = place.container.children if place.container else section.pairs
    pair = pairs[place.number]
    assert isinstance(pair, Pair)
    parts = pair.parts
    if place.depth + 1 == len(parts):
        # The key ends in a dot.
        return None
    prefix = section.text[parts[0].start : parts[place.depth + 1].start]
    new = new._replace(key=prefix + new.key)
    if place.container is None:
        return _below(document, place.section, place.number, new)
    container = container_of(document.text, section, base, place.container)
    if container is None:
        return None
    return _in_box(container, place.number, new)


def _in_inline(document: Document, node: ValueNode, new: Addition) -> Inserted | None:
    section = document.sections[node.section]
    container = container_of(document.text, section, node.base, node.raw)
    if container is None:
        return None
    last = len(container.children) - 1
    return _in_box(container, last, new)


def _in_box(container: Container, number: int, new: Addition) -> Inserted:
    edits, fits = append(container, number, f"{new.key} = {new.text}", new.comment)
    return Inserted(edits, fits, in_lines=False)


def _in_implicit(document: Document, nodes: Sequence[Node], new: Addition) -> Inserted | None:
    """Give a table that only sub-tables imply a header, in front of the first of them."""
    node = nodes[-1]
    if not isinstance(node, TableNode):
        return None
    line = header_start(document, header_sections(node)[0])
    lines = [f"[{header_text(document, node)[0]}]", *new.lines()]
    section = new_section(document.text, line, lines, new.newline, document.starts[0])
    return Inserted([section], True)
