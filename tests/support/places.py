"""Which entry of a document a span lies in. Knows the tree and no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fal_lsp.text import Span
    from fal_lsp.toml import Document, Node
    from fal_lsp.toml.vocabulary import Path


def path_at(document: Document, span: Span) -> Path:
    """The path of the deepest entry one of whose keys, or whose value, contains a span."""
    return _deepest(document.root, span) or ()


def _deepest(node: Node, span: Span) -> Path | None:
    for child in (*node.entries().values(), *node.items()):
        found = _deepest(child, span)
        if found is not None:
            return found
    for start, end in (*node.keys, node.span):
        if start <= span.start and span.end <= end:
            return node.path
    return None


def dotted(path: Path) -> str:
    """A path below an app as its keys with dots, without the app's name and without indices."""
    return ".".join(str(part) for part in path[4:] if isinstance(part, str))
