"""What can be folded, and how a selection expands. Knows TOML's shapes, no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules.context import FAL
from ..text import Span
from ..toml.cursor import path_at
from .apps import extents
from .types import Fold

if TYPE_CHECKING:
    from ..toml import Document, Node


def folding_range(document: Document) -> tuple[Fold, ...]:
    """A fold for each section under `[tool.fal]` and for each value that spans several lines."""
    folds = [
        Fold(Span(start, start + section.end))
        for start, section in zip(document.starts, document.sections, strict=True)
        if section.path[:2] == FAL
    ]
    fal = document.node(FAL)
    if fal is not None:
        folds.extend(Fold(span) for span in _values(fal) if _spans_lines(document, span))
    return tuple(
        Fold(Span(fold.span.start, fold.span.start + len(text.rstrip())))
        for fold in sorted(set(folds))
        for text in (document.text[fold.span.start : fold.span.end],)
    )


def _values(node: Node) -> Iterator[Span]:
    if node.raw is not None:
        yield node.span
    for child in (*node.entries().values(), *node.items()):
        yield from _values(child)


def _spans_lines(document: Document, span: Span) -> bool:
    return "\n" in document.text[span.start : span.end]


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
