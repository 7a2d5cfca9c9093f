"""What a file repeats, as one diagnostic with the others as its related places: a deprecation, or a
mistake in another file that several apps use.

For reports, where ten lines that say the same hide the rest; an editor shows each at its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from ..rules import BY_NAME
from ..rules.finding import FilePlace
from .diagnostic import RelatedSpan

if TYPE_CHECKING:
    from ..rules.finding import Fix
    from .diagnostic import Diagnostic


def united(
    diagnostics: Iterable[Diagnostic], refused: Collection[Fix], related: bool
) -> list[Diagnostic]:
    """The diagnostics in their order, those that repeat one united with the first.

    The fix of the first then makes all changes, but for those that are refused. Mistakes in other
    files are only united where the report shows `related` places: which apps fail must be told.
    """
    groups: dict[object, list[Diagnostic]] = {}
    for each in diagnostics:
        groups.setdefault(_problem(each, related) or (each, len(groups)), []).append(each)
    return [_one(group, refused) if len(group) > 1 else group[0] for group in groups.values()]


def _problem(each: Diagnostic, related: bool) -> object:
    """What a diagnostic is about, wherever it is told; `None` where that is its own place."""
    if "deprecated" in each.tags:
        return each.rule, each.message
    if not related or not BY_NAME[each.rule].cause_in_file:
        return None
    causes = tuple(place for _, place in each.related if isinstance(place, FilePlace))
    return (each.rule, each.message, causes) if causes else None


def _one(group: Sequence[Diagnostic], refused: Collection[Fix]) -> Diagnostic:
    first, *others = group
    related = tuple(RelatedSpan("Also used here.", each.span) for each in others)
    fixes = [fix for each in group for fix in each.fixes[:1] if fix not in refused]
    if len(fixes) > 1:
        title = fixes[0].title
        if any(fix.title != title for fix in fixes):
            title = f"{title}, and the others likewise"
        edits = tuple(edit for fix in fixes for edit in fix.edits)
        fixes = [fixes[0]._replace(title=title, edits=edits)]
    return first._replace(related=(*first.related, *related), fixes=tuple(fixes))
