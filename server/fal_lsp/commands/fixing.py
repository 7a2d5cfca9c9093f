"""Repairing a text: the fixes of its findings, round by round until nothing is left to do.

Knows no file. Fixes that get into each other's way wait for the next round, when the check has
seen what the others did. A text that parsed never becomes one that does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..toml import parse
from ..toml.edits import apply, text_edits_of_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..diagnostic import Diagnostic
    from ..rules._base import Fix
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
    """The document after as many of the fixes as go together; those that do harm are refused.

    Where all of them do not go well, a half of them is tried, and so on.
    """
    if not fixes:
        return None, 0
    edits, made = text_edits_of_each(document, [fix.edits for fix in fixes])
    if not any(made):
        return None, 0
    repaired = _applied(document, edits, seen)
    if repaired is not None:
        return repaired, sum(made)
    if len(fixes) == 1:
        refused.add(fixes[0])
        return None, 0
    middle = len(fixes) // 2
    for half in (fixes[:middle], fixes[middle:]):
        repaired, count = _round(document, half, seen, refused)
        if repaired is not None:
            return repaired, count
    return None, 0


def _applied(document: Document, edits: Sequence[TextEdit], seen: set[str]) -> Document | None:
    """The edited document, or `None` where it is no better: known already, or torn by the edits."""
    text = apply(document.text, edits)
    if text in seen:
        return None
    repaired = parse(text, document)
    return repaired if document.error is not None or repaired.error is None else None
