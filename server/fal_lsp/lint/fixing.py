"""The fix loop: applies the fixes that do not overlap and checks again, until none is left.

A text that parsed never becomes one that does not, nor one with more errors. Knows no file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ..rules.fixes import added_keys, conflict
from ..toml import parse
from ..toml.edits import (
    apply,
    compose,
    minimal,
    reads_between,
    text_edits,
    unchecked_text_edits,
)

if TYPE_CHECKING:
    from ..rules.finding import Fix
    from ..text import Span
    from ..toml import Document
    from ..toml.types import Path, TextEdit
    from .diagnostic import Diagnostic

    Check = Callable[[Document], Sequence[Diagnostic]]
    Changes = Mapping[Fix, Sequence[TextEdit]]
    Owners = Mapping[Fix, Sequence[Diagnostic]]

_MOST_ROUNDS = 100
"""Texts that only grow never return to an earlier one."""

_FEW_ROUNDS, _MOST_REPEATED = 5, 100_000
"""Of a long text so many rounds are made, or as many as read so many characters in all: each one
checks the whole text, and repairs as many findings as are reported. Another run goes on from there.
"""

_MOST_TRIED = 60_000
"""How many characters are read and checked again to find the fixes that do harm.

What is not known to be good then is neither made nor offered.
"""

_MOST_OFFERED = 30_000
"""How many are read again to offer fixes."""

_BLANK_BELOW = re.compile(r"\n\r?\n\Z")
_BLANK_ABOVE = re.compile(r"\A\r?\n")


class Fixed(NamedTuple):
    """The fixed document, the edits that lead to it, and the diagnostics that are left in it.

    `repaired` are those diagnostics of the first check that had a fix and are gone, whether by
    their own fix or another's. The fixes that would do harm are `refused`. `converged` is False
    where fixes undo each other without end.
    """

    document: Document
    edits: tuple[TextEdit, ...]
    diagnostics: Sequence[Diagnostic]
    repaired: Sequence[Diagnostic]
    refused: frozenset[Fix]
    converged: bool


class _State(NamedTuple):
    document: Document
    diagnostics: Sequence[Diagnostic]


def offered(
    document: Document, fixes: Iterable[Fix], tried: Collection[Fix] = ()
) -> dict[Fix, tuple[TextEdit, ...]]:
    """The text edits of the fixes that can be made; those `tried` are known to do no harm.

    Where the text has to be read again, to see what a fix does to malformed text or to make one
    edit after another, that is done for so many.
    """
    return dict(_made(document, fixes, lambda fix: document.error is None or fix in tried))


def _made(
    document: Document, fixes: Iterable[Fix], is_known: Callable[[Fix], bool]
) -> Iterator[tuple[Fix, tuple[TextEdit, ...]]]:
    """The fixes that can be made, with their text edits; those that are known to do no harm."""
    trials = _trials(document, _MOST_OFFERED)
    for fix in dict.fromkeys(fixes):
        known = is_known(fix)
        if not known or reads_between(fix.edits):
            trials -= 1
            if trials < 0:
                continue
        edits = (unchecked_text_edits if known else text_edits)(document, fix.edits)
        if edits:
            yield fix, edits


def _trials(document: Document, most: int) -> int:
    return 1 + most // max(len(document.text), 1)


Problem = tuple[str, str]
"""The rule and the message of a diagnostic: what it is about, wherever in the text it is."""


def fix_all(
    document: Document, check: Check, unsafe: bool, *, only_reported: bool = False
) -> Fixed:
    """Apply the preferred fixes of the diagnostics that `check` returns: the safe ones, or all.

    Unsafe fixes are applied for what the first check reported, and not for what only the fixes
    brought to light. With `only_reported` it ends once each fix of the first check is applied or
    refused.
    """
    state = _State(document, check(document))
    reported = Counter(map(_problem, state.diagnostics)) if unsafe else Counter()
    fixable: list[Diagnostic] | None = None
    applied: Counter[Problem] = Counter()
    refused: set[Fix] = set()
    seen = {document.text}
    edits: list[TextEdit] = []
    trials = _trials(document, _MOST_TRIED)
    converged = False
    undecided: set[Fix] = set()
    allowed = max(_MOST_REPEATED // max(len(document.text), 1), _FEW_ROUNDS)
    for _ in range(min(allowed, _MOST_ROUNDS)):
        owners = _owners(state.diagnostics, reported - applied, refused)
        possible = _possible(state.document, owners)
        if fixable is None:
            fixable = [owner for fix in possible for owner in owners[fix]]
            undecided.update(possible)
        changes = _without_overlaps(state.document.text, possible)
        changes = _without_conflicts(state.document, changes)
        if not changes:
            converged = True
            break
        good, after, tried = _harmless(state, changes, owners, check, trials)
        trials -= tried - 1
        if not good:
            refused.update(changes)
            continue
        if after.document.text in seen:
            break
        seen.add(after.document.text)
        applied += _problems(good, owners)
        edits = compose(len(document.text), edits, _sorted(good))
        state = after
        undecided -= good.keys()
        if only_reported and undecided <= refused:
            break
    else:
        converged = allowed < _MOST_ROUNDS
    repaired = _without(fixable or [], applied, state.diagnostics)
    whole = minimal(document.text, edits)
    return Fixed(state.document, whole, state.diagnostics, repaired, frozenset(refused), converged)


def _without(
    fixable: Sequence[Diagnostic], applied: Counter[Problem], left: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Those that can be fixed without the ones that are left and whose fix was not applied."""
    missing = (Counter(map(_problem, fixable)) - applied) & Counter(map(_problem, left))
    result: list[Diagnostic] = []
    for each in fixable:
        problem = _problem(each)
        if missing[problem]:
            missing[problem] -= 1
        else:
            result.append(each)
    return result


def _problem(diagnostic: Diagnostic) -> Problem:
    return diagnostic.rule, diagnostic.message


def _problems(fixes: Iterable[Fix], owners: Owners) -> Counter[Problem]:
    """What the fixes are for."""
    return Counter(_problem(owner) for fix in fixes for owner in owners[fix])


def _owners(
    diagnostics: Sequence[Diagnostic], reported: Counter[Problem], refused: set[Fix]
) -> Owners:
    """The fixes to apply without asking, in the order of the text, with their diagnostics.

    Unsafe ones only for problems that occur no more often than they were `reported`.
    """
    now = Counter(map(_problem, diagnostics))
    owners: dict[Fix, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        # Of alternatives none is preferred.
        fix = next((fix for fix in diagnostic.fixes if fix.preferred), None)
        if fix is None or fix in refused:
            continue
        problem = _problem(diagnostic)
        if fix.safe or now[problem] <= reported[problem]:
            owners.setdefault(fix, []).append(diagnostic)
    return owners


def _possible(document: Document, fixes: Iterable[Fix]) -> Changes:
    """The text edits of the fixes that can be made."""
    return dict(_made(document, fixes, lambda _: True))


def _without_overlaps(text: str, changes: Changes) -> Changes:
    """The changes whose text edits neither overlap nor touch those of one before.

    Edits of whole lines may touch: lines that two changes insert at the same place follow each
    other.
    """
    taken: list[TextEdit] = []
    result: dict[Fix, Sequence[TextEdit]] = {}
    for fix, edits in changes.items():
        if not any(_overlaps(text, taken, edit) for edit in edits):
            result[fix] = edits
            for edit in edits:
                insort_right(taken, edit, key=_span)
    return result


def _without_conflicts(document: Document, changes: Changes) -> Changes:
    """The changes that add no keys which exclude each other: of two such the first one."""
    taken: dict[Path, set[str]] = {}
    result: dict[Fix, Sequence[TextEdit]] = {}
    for fix, edits in changes.items():
        added = added_keys(fix.edits)
        if any(conflict(document, each, taken.get(each, set()), added[each]) for each in added):
            continue
        result[fix] = edits
        for table, names in added.items():
            taken.setdefault(table, set()).update(names)
    return result


def _span(edit: TextEdit) -> Span:
    return edit.span


def _overlaps(text: str, taken: Sequence[TextEdit], edit: TextEdit) -> bool:
    """Whether an edit overlaps or touches one of the edits taken, which are sorted by span."""
    index = bisect_left(taken, edit.span, key=_span)
    for other in taken[max(index - 1, 0) : index + 1]:
        first, second = sorted((edit.span, other.span))
        if second.start < first.end:
            return True
        if second.start == first.end and not (_is_lines(text, edit) and _is_lines(text, other)):
            return True
    return False


def _is_lines(text: str, edit: TextEdit) -> bool:
    """Whether an edit puts whole lines in the place of whole lines."""
    start, end = edit.span
    pieces = text[max(start - 1, 0) : start], text[start:end][-1:], edit.text[-1:]
    return all(end in ("", "\n") for end in pieces)


def _sorted(changes: Changes) -> list[TextEdit]:
    """All edits in order, with one blank line between sections that several put at one place."""
    edits: list[TextEdit] = []
    above: TextEdit | None = None
    for edit in sorted((edit for edits in changes.values() for edit in edits), key=_span):
        if above and above.span == edit.span and _BLANK_BELOW.search(above.text):
            above = edit._replace(text=_BLANK_ABOVE.sub("", edit.text))
        else:
            above = edit
        edits.append(above)
    return edits


def _after(state: _State, changes: Changes, check: Check) -> _State:
    document = parse(apply(state.document.text, _sorted(changes)), state.document)
    return _State(document, check(document))


def _harmless(
    state: _State, changes: Changes, owners: Owners, check: Check, trials: int
) -> tuple[Changes, _State, int]:
    """The changes that do no harm together, what comes of them, and how many checks that took.

    All are tried, then halves of those that do harm: one that does is found among many in few
    checks. After that many `trials` those that are not known to be good are left out.
    """
    good: dict[Fix, Sequence[TextEdit]] = {}
    result = state
    groups = [list(changes.items())]
    tried = 0
    while groups and (not tried or tried < trials):
        group = groups.pop()
        more = {**good, **dict(group)}
        after = _after(state, more, check)
        tried += 1
        if not _is_worse(state, after) and not _is_in_vain(after, more, owners):
            good, result = more, after
        elif len(group) > 1:
            half = len(group) // 2
            groups += (group[half:], group[:half])
    return good, result, tried


def _is_worse(before: _State, after: _State) -> bool:
    """Whether there are more syntax errors, or more errors in a text that had none of those."""
    if len(after.document.problems) > len(before.document.problems):
        return True
    return before.document.error is None and _errors(after) > _errors(before)


def _errors(state: _State) -> int:
    return sum(diagnostic.severity.rank == 0 for diagnostic in state.diagnostics)


def _is_in_vain(after: _State, changes: Changes, owners: Owners) -> bool:
    """Whether a fix made the text no shorter and its diagnostic is still at its place."""
    left = {(_problem(diagnostic), diagnostic.span.start) for diagnostic in after.diagnostics}
    problems = {problem for problem, _ in left}
    edits = _sorted(changes)
    ends = [edit.span.end for edit in edits]
    moved = [0, *accumulate(_growth([edit]) for edit in edits)]
    for fix, own in changes.items():
        for owner in owners[fix]:
            problem = _problem(owner)
            if problem in problems and _growth(own) >= 0:
                start = owner.span.start
                if (problem, start + moved[bisect_right(ends, start)]) in left:
                    return True
    return False


def _growth(edits: Iterable[TextEdit]) -> int:
    return sum(len(edit.text) - (edit.span.end - edit.span.start) for edit in edits)
