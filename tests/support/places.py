"""Which entry of a document a span lies in. Knows the tree and no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fal_lsp.text import Span
    from fal_lsp.toml import Document, Node
    from fal_lsp.toml.types import Path


def path_at(document: Document, span: Span) -> Path:
    """The path of the entry whose key the span is, or else of the innermost one that holds it."""
    return _named(document.root, span) or _innermost(document.root, span) or ()


def _named(node: Node, span: Span) -> Path | None:
    if span in node.keys:
        return node.path
    children = (*node.entries().values(), *node.items())
    return next(filter(None, (_named(child, span) for child in children)), None)


def _innermost(node: Node, span: Span) -> Path | None:
    for child in (*node.entries().values(), *node.items()):
        found = _innermost(child, span)
        if found is not None:
            return found
    for start, end in (*node.keys, node.span):
        if start <= span.start and span.end <= end:
            return node.path
    return None


def dotted(path: Path) -> str:
    """A path below an app as its keys with dots, without the app's name and without indices."""
    return ".".join(str(part) for part in path[4:] if isinstance(part, str))
