"""Repairing a text: the fixes of its findings, round by round until nothing is left to do.

Knows no file. Fixes that get into each other's way wait for the next round, when the check has
seen what the others did. A text that parsed never becomes one that does not, or one with more
errors than before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..toml import parse
from ..toml.edits import apply, text_edits_of_each

if TYPE_CHECKING:
    from ..rules.finding import Fix
    from ..toml import Document
    from .diagnostic import Diagnostic

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
    state = Fixed(document, check(document), 0)
    refused: set[Fix] = set()
    seen = {document.text}
    for _ in range(_ROUNDS):
        fixes = [fix for fix in map(_preferred, state.diagnostics) if fix and fix not in refused]
        fixes = list(dict.fromkeys(fix for fix in fixes if fix.safe or unsafe))
        better = _round(state, fixes, check, seen, refused)
        if better is None:
            break
        state = better
        seen.add(state.document.text)
    return state


def _preferred(diagnostic: Diagnostic) -> Fix | None:
    """The fix to apply without asking; of alternatives none is."""
    return next((fix for fix in diagnostic.fixes if fix.preferred), None)


def _round(
    state: Fixed, fixes: Sequence[Fix], check: Check, seen: set[str], refused: set[Fix]
) -> Fixed | None:
    """The state after as many of the fixes as go together; those that do harm are refused.

    Where all of them do not go well, a half of them is tried, and so on.
    """
    if not fixes:
        return None
    edits, made = text_edits_of_each(state.document, [fix.edits for fix in fixes])
    if not any(made):
        return None
    text = apply(state.document.text, edits)
    if text not in seen:
        document = parse(text, state.document)
        better = Fixed(document, check(document), state.repaired + sum(made))
        if not _harmed(state, better):
            return better
    if len(fixes) == 1:
        refused.add(fixes[0])
        return None
    middle = len(fixes) // 2
    for half in (fixes[:middle], fixes[middle:]):
        found = _round(state, half, check, seen, refused)
        if found is not None:
            return found
    return None


def _harmed(before: Fixed, after: Fixed) -> bool:
    """Whether a text that parsed does not any more, or has more errors than it had."""
    if before.document.error is not None:
        return False
    return after.document.error is not None or _errors(after) > _errors(before)


def _errors(state: Fixed) -> int:
    return sum(diagnostic.severity.rank == 0 for diagnostic in state.diagnostics)
