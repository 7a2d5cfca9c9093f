"""Moves an entry to another table, which is made where it is missing.

Knows the notations of a table; must not know what a key means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import Span
from ..literals import key_text
from ..lookup import header_sections, nodes_along, occurrences
from ..node import DottedNode, TableNode, ValueNode
from ..types import TextEdit
from .collapse import inline_text, is_plain_table
from .compose import then
from .insert import Addition, header_text, insert
from .lines import comment_behind
from .remove import comments_above, own_comment_of, remove
from .sections import commented_lines, with_new_section

if TYPE_CHECKING:
    from ..document import Document
    from ..node import Node
    from ..types import Path


def move(document: Document, path: Path, table: Path, end: str) -> list[TextEdit] | None:
    """Move the entry at a path to the table at `table`, under the name that it has.

    None for an item of an array, where the name is taken, or where the table lies in the entry.
    """
    nodes = nodes_along(document, path)
    if not path or nodes is None or not isinstance(path[-1], str) or table[: len(path)] == path:
        return None
    if table == path[:-1]:
        return []
    node = nodes[-1]
    if isinstance(node, TableNode):
        headers = _move_headers(document, nodes, path, table)
        return (
            headers if headers is not None else _move_as_inline(document, nodes, path, table, end)
        )
    if document.node((*table, path[-1])) is not None:
        return None
    return _move_pairs(document, path, table, end)


def _move_pairs(document: Document, path: Path, table: Path, end: str) -> list[TextEdit] | None:
    """Move the pairs that write an entry, one after the other, with dotted keys as they are."""
    leaf = document.node(path)
    while isinstance(leaf, DottedNode):
        leaf = next(iter(leaf.entries().values()), None)
    if not isinstance(leaf, ValueNode) or leaf.pair is None:
        return None
    if not leaf.raw.closed or leaf.raw.kind == "incomplete":
        return None
    names = leaf.path[len(path) - 1 :]
    depth = len(names) - 1
    while depth and document.node((*table, *names[:depth])) is None:
        depth -= 1
    text = document.sections[leaf.section].text
    part = leaf.pair.parts[depth - len(names)]
    new = Addition(
        text[part.start : leaf.pair.parts[-1].end],
        text[leaf.raw.start : leaf.raw.end],
        end,
        own_comment_of(document, leaf.path),
        comments_above(document, leaf.path),
    )
    edits = _put_then_remove(document, leaf.path, (*table, *names[:depth]), names[depth], new)
    if leaf.path == path:
        return edits
    return then(
        document, edits, lambda rest: _move_pairs(rest, path, table, end) if rest.node(path) else []
    )


def _put_then_remove(
    document: Document, path: Path, table: Path, name: str | int, new: Addition
) -> list[TextEdit] | None:
    inserted = insert(document, table, str(name), new)
    if inserted is None:
        return None
    if inserted.section >= 0:
        nodes = nodes_along(document, path)
        places = occurrences(nodes) if nodes else []
        if [(one.section, one.container) for one in places] == [(inserted.section, None)]:
            # Both at once, as the one may be where the other goes.
            cut = commented_lines(document, inserted.section, places[0].number)
            return with_new_section(document, inserted.section, [cut], inserted.lines, new.newline)
    keep_comment = bool(new.comment) and not inserted.fits
    with_above = bool(new.above) and inserted.in_lines
    return then(document, inserted.edits, lambda rest: remove(rest, path, keep_comment, with_above))


def _move_headers(
    document: Document, nodes: list[Node], path: Path, table: Path
) -> list[TextEdit] | None:
    """Write another table in front of the name in every header; None where that can't be done."""
    node = nodes[-1]
    assert isinstance(node, TableNode)
    shared = 0
    while shared < min(len(path), len(table)) and path[shared] == table[shared]:
        shared += 1
    in_arrays = any(isinstance(key, int) for key in (*path[shared:], *table[shared:]))
    above, depth = None, len(table) + 1
    while above is None:
        depth -= 1
        above = nodes_along(document, table[:depth])
    owner = above[-1]
    if in_arrays or occurrences(nodes) or not isinstance(owner, TableNode) or owner.kind != "table":
        return None
    if owner.table.header < 0 and occurrences(above):
        return None
    if depth == len(table) and owner.get(str(path[-1])) is not None:
        return None
    rest = [key_text(str(key)) for key in table[depth:]]
    prefix = "".join([f"{part}." for part in (*header_text(document, owner), *rest)])
    edits: list[TextEdit] = []
    for index in header_sections(node):
        header, base = document.sections[index].header, document.starts[index]
        assert header is not None
        span = Span(header.parts[0].start, header.parts[node.table.depth].start).shift(base)
        edits.append(TextEdit(span, prefix))
    return edits


def _move_as_inline(
    document: Document, nodes: list[Node], path: Path, table: Path, end: str
) -> list[TextEdit] | None:
    """Move a table with headers into an inline or dotted table."""
    if not is_plain_table(nodes):
        return None
    text = inline_text(document, nodes[-1])
    node = nodes[-1]
    header = document.sections[node.section].header
    if text is None or header is None:
        return None
    if comment_behind(document.text, node.base + header.end):
        return None
    new = Addition(key_text(str(path[-1])), text, end)
    return _put_then_remove(document, path, table, path[-1], new)
