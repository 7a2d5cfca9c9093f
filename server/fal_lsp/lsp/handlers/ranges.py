"""textDocument/foldingRange and selectionRange."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Fold
    from ...text import Span
    from ..server import FalServer, Snapshot


def folding_range(
    ls: FalServer,
    at: Snapshot,
    params: types.FoldingRangeParams,
) -> list[types.FoldingRange]:
    """What can be folded; a fold within one line is left out."""
    from ...ide import ranges

    folds = [_fold(ls, at, fold) for fold in ranges.folding_range(at.document)]
    return [fold for fold in folds if fold.end_line > fold.start_line]


def _fold(ls: FalServer, at: Snapshot, fold: Fold) -> types.FoldingRange:
    wire = at.positions.range(fold.span)
    folded = types.FoldingRange(wire.start.line, wire.end.line, kind=fold.kind)
    if not ls.capabilities.fold_lines_only:
        folded.start_character, folded.end_character = wire.start.character, wire.end.character
    return folded


def selection_range(
    ls: FalServer,
    at: Snapshot,
    params: types.SelectionRangeParams,
) -> list[types.SelectionRange]:
    """For each position the spans around it, the smallest first."""
    from ...ide import ranges

    return [
        _nested(
            at,
            ranges.selection_range(at.document, at.positions.offset(position)),
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


REQUESTS: tuple[Request, ...] = (
    Request(types.TEXT_DOCUMENT_FOLDING_RANGE, folding_range, "folding"),
    Request(types.TEXT_DOCUMENT_SELECTION_RANGE, selection_range, "selectionRange"),
)
