"""textDocument/selectionRange."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...text import Span
    from ..server import FalServer, Snapshot


def selection_range(
    ls: FalServer,
    at: Snapshot,
    params: types.SelectionRangeParams,
) -> list[types.SelectionRange]:
    """For each position the spans around it, the smallest first."""
    from ...ide import selection_range

    return [
        _nested(
            at,
            selection_range.selection_range(at.document, at.positions.offset(position)),
            position,
        )
        for position in params.positions
    ]


def _nested(at: Snapshot, spans: Sequence[Span], position: types.Position) -> types.SelectionRange:
    """The spans as a chain. The result needs one for each position, even if it is empty."""
    chain: types.SelectionRange | None = None
    for span in reversed(spans):
        chain = types.SelectionRange(at.positions.range(span), chain)
    return chain or types.SelectionRange(types.Range(position, position))


REQUESTS = (Request(types.TEXT_DOCUMENT_SELECTION_RANGE, selection_range, "selectionRange"),)
