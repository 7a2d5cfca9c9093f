"""Asks rules about one app, and again only where what they read of it has changed. Knows no rule.

That is for the app which is being typed: most keystrokes change the value of one key, which most
rules never look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from ..rules._reads import KEYS, TEXT, noted, violations_of

if TYPE_CHECKING:
    from ..rules._reads import Answer, Aspect
    from ..rules.context import AppContext
    from ..rules.finding import Finding, Rule

    OnCrash = Callable[[str, Exception], object]


_K = TypeVar("_K")
_T = TypeVar("_T")


class Inquiry:
    """What rules answered about an app in one state of its text and of what is around it."""

    __slots__ = ("_app", "_around", "_is_torn", "answers")

    def __init__(
        self, app: AppContext, is_torn: bool, around: object, last: Inquiry | None
    ) -> None:
        """Take over from the last inquiry what still holds; it may have been about another app.

        `around` is the same object as long as nothing changes that is read beside the app.
        """
        self._app = app
        self._is_torn = is_torn
        self._around = around
        self.answers: dict[str, Answer] = {}
        """The findings of the rules that were asked, by the names of the rules."""
        if last is not None and last._is_about(app.name, is_torn, around):
            changed = _changed(last._app, app)
            self.answers = _unchanged(last.answers, changed)
            app.answers.update(_unchanged(last._app.answers, changed))

    def _is_about(self, name: str, is_torn: bool, around: object) -> bool:
        return self._app.name == name and self._is_torn == is_torn and self._around is around


def ask(
    app: AppContext,
    rules: Iterable[Rule],
    is_torn: bool,
    on_crash: OnCrash,
    answers: dict[str, Answer] | None = None,
) -> tuple[Finding, ...]:
    """What rules find in an app.

    A rule that is among the `answers` is not asked, the others are added to them; without them
    nothing is noted, which is quicker. `on_crash` is told the name of a rule that raises, and what.
    """
    found: list[Finding] = []
    for rule in rules:
        if is_torn and rule.claims_absence:
            continue
        if answers is None:
            found += _question(rule, on_crash)(app)
            continue
        answer = answers.get(rule.name)
        if answer is None:
            answer = answers[rule.name] = noted(app, _question(rule, on_crash))
        found += answer.value
    return tuple(found)


def collect(rule: str, findings: Iterable[Finding], on_crash: OnCrash) -> list[Finding]:
    """The findings of a rule up to the point where it crashes: our bug, not theirs."""
    found: list[Finding] = []
    try:
        found.extend(findings)
    except Exception as error:
        on_crash(rule, error)
    return found


def _question(rule: Rule, on_crash: OnCrash) -> Callable[[AppContext], list[Finding]]:
    check = rule.check_app
    assert check is not None
    return lambda app: collect(rule.name, check(app), on_crash)


def _changed(old: AppContext, new: AppContext) -> set[str | Aspect]:
    """What reads differently in two versions of an app, in the words of `App.reads`."""
    changed: set[str | Aspect] = {TEXT}
    for violation in _differing(old.violations, new.violations):
        changed.add(violations_of(violation.rule))
        changed.update(map(str, violation.path[2:3]))
    before, after = old.table, new.table
    if before.keys() != after.keys():
        changed.add(KEYS)
    for key in before.keys() | after.keys():
        # `1`, `1.0` and `true` are equal, but not the same.
        is_same = key in before and key in after and before[key] == after[key]
        if not is_same or repr(before[key]) != repr(after[key]):
            changed.add(key)
    return changed


def _differing(old: Sequence[_T], new: Sequence[_T]) -> list[_T]:
    """What is left of two sequences without what both begin and end with."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return [*old[start : len(old) - end], *new[start : len(new) - end]]


def _unchanged(answers: Mapping[_K, Answer], changed: set[str | Aspect]) -> dict[_K, Answer]:
    return {
        question: answer for question, answer in answers.items() if answer.reads.isdisjoint(changed)
    }
