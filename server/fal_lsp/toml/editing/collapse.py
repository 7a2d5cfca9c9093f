"""Writes a table with a header as an inline table on one line, if no comment is in the way.

Knows how a table is written; must not know why it is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..literals import key_text
from ..lookup import header_sections, nodes_along, occurrences
from ..node import TableNode, ValueNode
from ..types import TextEdit
from .compose import then
from .insert import Addition, header_text, put
from .lines import comment_behind, tidy
from .sections import section_lines
from .value_text import braced, on_one_line

if TYPE_CHECKING:
    from ..document import Document
    from ..node import Node
    from ..types import Path


def collapse(document: Document, path: Path, end: str) -> list[TextEdit] | None:
    """Write the table with a header at a path, and all below it, as a pair of its parent.

    None where it has no header of its own, where something in it is malformed, or where a comment
    would be lost: only the one after the header has a place, after the pair.
    """
    nodes = nodes_along(document, path)
    if nodes is None or len(nodes) < 2 or not is_plain_table(nodes):
        return None
    node, parent = nodes[-1], nodes[-2]
    assert isinstance(node, TableNode)
    assert isinstance(parent, TableNode)
    text = inline_text(document, node)
    if text is None:
        return None
    base = document.starts[node.section]
    header = document.sections[node.section].header
    assert header is not None
    comment = comment_behind(document.text, base + header.end)
    last = header.parts[-1]
    key = document.sections[node.section].text[last.start : last.end]
    new = Addition(key, text, end, comment)
    cuts = [section_lines(document, index) for index in header_sections(node)]
    first = document.starts[0]
    if parent.path and parent.table.header < 0 and not occurrences(nodes[:-1]):
        # Nothing but this table may say that there is a parent: its header takes this one's place.
        lines = f"[{header_text(document, parent)[0]}]{end}{new.key} = {text}{comment}{end}"
        others = tidy(document.text, cuts[1:], first)
        return [TextEdit(cuts[0], lines), *others]

    def add(rest: Document) -> list[TextEdit] | None:
        again = nodes_along(rest, path[:-1])
        inserted = put(rest, again, new) if again else None
        return inserted.edits if inserted else None

    return then(document, tidy(document.text, cuts, first), add)


def is_plain_table(nodes: list[Node]) -> bool:
    """Whether the last node of a chain is a table with a header, none of its keys elsewhere."""
    node = nodes[-1]
    if not isinstance(node, TableNode) or node.item or node.table.items is not None:
        return False
    return node.table.header >= 0 and not occurrences(nodes)


def inline_text(document: Document, node: Node) -> str | None:
    """A table as an inline table; None where that would lose a comment or something is malformed.

    The comment after the table's own header is left to the caller.
    """
    own = node.table.header if isinstance(node, TableNode) else -1
    for index in header_sections(node):
        section, lines = document.sections[index], section_lines(document, index)
        if section.errors:
            return None
        base = document.starts[index]
        start = base + section.body if index == own else lines.start
        if any(start <= base + comment[0] < lines.end for comment in section.comments()):
            return None
    return _braced(node)


def _braced(node: Node) -> str | None:
    pairs: list[str] = []
    for name, child in node.entries().items():
        text = _value(child)
        if text is None:
            return None
        pairs.append(f"{key_text(name)} = {text}")
    return braced(pairs)


def _value(node: Node) -> str | None:
    if isinstance(node, ValueNode):
        if node.raw.malformed or node.raw.kind == "incomplete":
            return None
        return on_one_line(node.source.sections[node.section], node.raw)
    if node.kind != "array":
        return _braced(node)
    items = [_braced(item) for item in node.items()]
    texts = [item for item in items if item is not None]
    return f"[{', '.join(texts)}]" if len(texts) == len(items) else None
