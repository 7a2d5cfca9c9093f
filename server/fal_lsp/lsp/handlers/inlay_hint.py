"""textDocument/inlayHint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Hint
    from ..server import FalServer, Snapshot


def inlay_hint(
    ls: FalServer,
    at: Snapshot,
    params: types.InlayHintParams,
    find: Callable[..., Sequence[Hint]],
) -> list[types.InlayHint]:
    """The hints of a range."""
    span = at.positions.span(params.range)
    return [
        types.InlayHint(
            at.positions.position(hint.offset),
            hint.label,
            tooltip=hint.tooltip or None,
            padding_left=True,
        )
        for hint in find(at.document, span, project=at.project)
    ]


REQUESTS = (Request(types.TEXT_DOCUMENT_INLAY_HINT, inlay_hint, "inlay_hint", "inlayHints"),)
