"""textDocument/references and textDocument/documentHighlight: where an app is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ..server import FalServer, Snapshot


def references(ls: FalServer, at: Snapshot, params: types.ReferenceParams) -> list[types.Location]:
    """The references to the app under the cursor; the first one is its declaration."""
    from ...ide import references

    spans = references.references(at.document, at.positions.offset(params.position))
    if not params.context.include_declaration:
        spans = spans[1:]
    return [types.Location(at.uri, at.positions.range(span)) for span in spans]


def document_highlight(
    ls: FalServer, at: Snapshot, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """The same places, to highlight while the cursor is on one of them."""
    from ...ide import references

    spans = references.references(at.document, at.positions.offset(params.position))
    kind = types.DocumentHighlightKind.Text
    return [types.DocumentHighlight(at.positions.range(span), kind) for span in spans]


REQUESTS: tuple[Request, ...] = (
    Request(types.TEXT_DOCUMENT_REFERENCES, references, "references"),
    Request(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, document_highlight, "references"),
)
