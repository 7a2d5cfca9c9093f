"""How a value is laid out. Knows which layouts TOML 1.0 has and which are new in TOML 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import Span
from .syntax_tree import Pair, commas

if TYPE_CHECKING:
    from .document import Document
    from .node import Node
    from .syntax_tree import Value


def is_toml_1_1(node: Node) -> bool:
    """Whether an inline table has a line end between its pairs or a comma behind the last one.

    The table itself is looked at, not the tables inside it. False for everything that is no
    inline table.
    """
    value = node.raw
    return value is not None and _is_new(node.document.sections[node.section].text, value)


def first_toml_1_1(document: Document) -> Span | None:
    """The bracket of the first such inline table of a document, in whatever table that is."""
    for start, section in zip(document.starts, document.sections, strict=True):
        offset = section.first_toml_1_1
        if offset is not None:
            return Span(start + offset, start + offset + 1)
    return None


def may_have_toml_1_1(node: Node) -> bool:
    """Whether such an inline table may be in the text of a node: told without reading it again."""
    sections = node.document.sections
    return any(sections[index].first_toml_1_1 is not None for index in node.written_in)


def first_in_pairs(text: str, pairs: tuple[Pair, ...]) -> int | None:
    """Where the bracket of the first such inline table of a section is, from its start on."""
    if "{" not in text:
        return None
    found = [_first_below(text, pair.value) for pair in pairs]
    return next((offset for offset in found if offset is not None), None)


def _first_below(text: str, value: Value) -> int | None:
    if _is_new(text, value):
        return value.start
    for child in value.children:
        found = _first_below(text, child.value if isinstance(child, Pair) else child)
        if found is not None:
            return found
    return None


def _is_new(text: str, value: Value) -> bool:
    if value.kind != "table" or value.malformed:
        return False
    if value.children and len(commas(text, value)) == len(value.children):
        return True
    position = value.start
    for child in value.children:
        if "\n" in text[position : child.start]:
            return True
        position = child.end
    return "\n" in text[position : value.end]
