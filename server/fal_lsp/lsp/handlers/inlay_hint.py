"""textDocument/inlayHint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ..server import FalServer, Snapshot


def inlay_hint(
    ls: FalServer,
    at: Snapshot,
    params: types.InlayHintParams,
) -> list[types.InlayHint]:
    """The hints of a range."""
    from ...ide import inlay_hint

    span = at.positions.span(params.range)
    return [
        types.InlayHint(
            at.positions.position(hint.offset),
            hint.label,
            tooltip=hint.tooltip or None,
            padding_left=True,
        )
        for hint in inlay_hint.inlay_hint(at.document, span, project=at.project)
    ]


REQUESTS = (Request(types.TEXT_DOCUMENT_INLAY_HINT, inlay_hint, "inlayHints"),)
