"""textDocument/foldingRange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Fold
    from ..server import FalServer, Snapshot


def folding_range(
    ls: FalServer,
    at: Snapshot,
    params: types.FoldingRangeParams,
) -> list[types.FoldingRange]:
    """What can be folded; a fold within one line is left out."""
    from ...ide import folding_range

    folds = [_fold(ls, at, fold) for fold in folding_range.folding_range(at.document)]
    return [fold for fold in folds if fold.end_line > fold.start_line]


def _fold(ls: FalServer, at: Snapshot, fold: Fold) -> types.FoldingRange:
    wire = at.positions.range(fold.span)
    folded = types.FoldingRange(wire.start.line, wire.end.line, kind=fold.kind)
    if not ls.capabilities.fold_lines_only:
        folded.start_character, folded.end_character = wire.start.character, wire.end.character
    return folded


REQUESTS = (Request(types.TEXT_DOCUMENT_FOLDING_RANGE, folding_range, "folding"),)
