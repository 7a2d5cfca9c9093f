"""The apps of a document as symbols: the outline, and the matches of a query. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import Span
from .apps import app_nodes, extents, source_of
from .types import Symbol

if TYPE_CHECKING:
    from ..toml import Document, Node


def document_symbol(document: Document) -> tuple[Symbol, ...]:
    """The apps in the order of the text, each with the tables in it."""
    return tuple(
        symbol
        for name, node in app_nodes(document).items()
        if (symbol := _symbol(document, name, node, "app", source_of(node))) is not None
    )


def _symbol(document: Document, name: str, node: Node, kind: str, detail: str) -> Symbol | None:
    if not node.keys:
        return None
    children = tuple(
        symbol
        for child_name, child in node.entries().items()
        if child.kind == "table"
        and (symbol := _symbol(document, child_name, child, "table", "")) is not None
    )
    span = _extent(document, node)
    return Symbol(
        name, "app" if kind == "app" else "table", span, node.keys[0], detail, children=children
    )


def _extent(document: Document, node: Node) -> Span:
    """From the first to the last character of all that belongs to the node, its name included."""
    spans = [*extents(document, node), *node.keys]
    start = min(span.start for span in spans)
    end = max(span.end for span in spans)
    return Span(start, start + len(document.text[start:end].rstrip()))


def workspace_symbol(document: Document, query: str) -> tuple[Symbol, ...]:
    """The apps whose name contains the characters of the query in their order, without case.

    Their names alone, not all that belongs to them: a workspace may have thousands.
    """
    return tuple(
        Symbol(name, "app", node.keys[0], node.keys[0], source_of(node))
        for name, node in app_nodes(document).items()
        if node.keys and _fits(name, query)
    )


def _fits(name: str, query: str) -> bool:
    characters = iter(name.lower())
    return all(char in characters for char in query.lower() if not char.isspace())
