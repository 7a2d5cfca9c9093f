"""textDocument/references and textDocument/documentHighlight: where an app is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...text import Span
    from ..server import FalServer, Snapshot

    Find = Callable[..., Sequence[Span]]


def references(
    ls: FalServer, at: Snapshot, params: types.ReferenceParams, find: Find
) -> list[types.Location]:
    """Every place that names the app under the cursor; the first one declares it."""
    spans = find(at.document, at.positions.offset(params.position))
    if not params.context.include_declaration:
        spans = spans[1:]
    return [types.Location(at.uri, at.positions.range(span)) for span in spans]


def document_highlight(
    ls: FalServer, at: Snapshot, params: types.DocumentHighlightParams, find: Find
) -> list[types.DocumentHighlight]:
    """The same places, to be marked while the cursor stands on one of them."""
    spans = find(at.document, at.positions.offset(params.position))
    kind = types.DocumentHighlightKind.Text
    return [types.DocumentHighlight(at.positions.range(span), kind) for span in spans]


REQUESTS: tuple[Request, ...] = (
    Request(types.TEXT_DOCUMENT_REFERENCES, references, "references", "references"),
    Request(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, document_highlight, "references", "references"),
)
