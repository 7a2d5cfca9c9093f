"""Growing the selection: content, value, statement, table. Knows TOML's shapes, no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules.context import FAL
from ..text import Span
from ..toml.cursor import path_at
from .apps import extents

if TYPE_CHECKING:
    from ..toml import Document, Node


def selection_range(document: Document, offset: int) -> tuple[Span, ...]:
    """The spans under `[tool.fal]` that contain an offset, the smallest first; none elsewhere."""
    spot = path_at(document, offset)
    path = spot.path if spot is not None else ()
    if path[: len(FAL)] != FAL:
        return ()
    spans = {
        span
        for length in range(len(FAL), len(path) + 1)
        if (node := document.node(path[:length])) is not None
        for span in _around(document, node)
        if span.start <= offset <= span.end
    }
    return tuple(sorted(spans, key=lambda span: (span.end - span.start, span.start)))


def _around(document: Document, node: Node) -> Iterator[Span]:
    yield from node.keys
    yield node.span
    if node.kind == "string" and node.span.end - node.span.start >= 2:
        quotes = 3 if document.text.startswith(('"""', "'''"), node.span.start) else 1
        yield Span(node.span.start + quotes, node.span.end - quotes)
    if node.statement is not None:
        yield node.statement
    yield from extents(document, node)
