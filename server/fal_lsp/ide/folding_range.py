"""What can be folded under `[tool.fal]`: tables and long values. Knows no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules.context import FAL
from ..text import Span
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
