"""Repairing a text: the fixes of its findings, round by round until nothing is left to do.

Knows no file. Fixes that touch the same text wait for the next round, when the check has seen
what the others did. A text that parsed never becomes one that does not.
"""

from __future__ import annotations

from bisect import bisect, insort
from typing import TYPE_CHECKING, NamedTuple

from ..toml import parse
from ..toml.edits import apply, text_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..diagnostic import Diagnostic
    from ..rules._base import Fix
    from ..text import Span
    from ..toml import Document
    from ..toml.vocabulary import TextEdit

    Check = Callable[[Document], Sequence[Diagnostic]]

_ROUNDS = 100
"""Each round repairs at least one finding; more than these mean that two rules disagree."""


class Fixed(NamedTuple):
    """The repaired document, the findings that are left, and how many were repaired."""

    document: Document
    diagnostics: Sequence[Diagnostic]
    repaired: int


def fix_all(document: Document, check: Check, unsafe: bool) -> Fixed:
    """Apply the preferred fixes of the findings that `check` answers, the safe ones or all."""
    count = 0
    refused: set[Fix] = set()
    seen = {document.text}
    diagnostics = check(document)
    for _ in range(_ROUNDS):
        fixes = [fix for fix in map(preferred, diagnostics) if fix and fix not in refused]
        fixes = list(dict.fromkeys(fix for fix in fixes if fix.safe or unsafe))
        repaired, done = _round(document, fixes, seen, refused)
        if repaired is None:
            break
        document = repaired
        diagnostics = check(document)
        count += done
        seen.add(document.text)
    return Fixed(document, diagnostics, count)


def preferred(diagnostic: Diagnostic) -> Fix | None:
    """The fix to apply without asking; of alternatives none is."""
    return next((fix for fix in diagnostic.fixes if fix.preferred), None)


def _round(
    document: Document, fixes: Sequence[Fix], seen: set[str], refused: set[Fix]
) -> tuple[Document | None, int]:
    """The document after as many of the fixes as fit together; those that do harm are refused."""
    return _most(document, _compatible(document, fixes), seen, refused)


def _most(
    document: Document,
    fixes: Sequence[tuple[Fix, Sequence[TextEdit]]],
    seen: set[str],
    refused: set[Fix],
) -> tuple[Document | None, int]:
    """All of the fixes if that goes well, otherwise a half of them, and so on."""
    if not fixes:
        return None, 0
    repaired = _applied(document, [edit for _, edits in fixes for edit in edits], seen)
    if repaired is not None:
        return repaired, len(fixes)
    if len(fixes) == 1:
        refused.add(fixes[0][0])
        return None, 0
    middle = len(fixes) // 2
    for half in (fixes[:middle], fixes[middle:]):
        repaired, count = _most(document, half, seen, refused)
        if repaired is not None:
            return repaired, count
    return None, 0


def _compatible(document: Document, fixes: Iterable[Fix]) -> list[tuple[Fix, Sequence[TextEdit]]]:
    """The fixes, first come first served, whose edits do not touch those of another."""
    chosen: list[tuple[Fix, Sequence[TextEdit]]] = []
    taken: list[Span] = []
    for fix in fixes:
        edits = text_edits(document, fix.edits)
        if edits and not any(_touches(edit.span, taken) for edit in edits):
            chosen.append((fix, edits))
            for edit in edits:
                insort(taken, edit.span)
    return chosen


def _touches(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span overlaps or adjoins one of the sorted spans, none of which overlap."""
    index = bisect(taken, span)
    return any(
        span.start <= other.end and other.start <= span.end
        for other in taken[max(index - 1, 0) : index + 1]
    )


def _applied(document: Document, edits: Sequence[TextEdit], seen: set[str]) -> Document | None:
    """The edited document, or `None` where it is no better: known already, or torn by the edits."""
    text = apply(document.text, edits)
    if text in seen:
        return None
    repaired = parse(text, document)
    return repaired if document.error is not None or repaired.error is None else None
