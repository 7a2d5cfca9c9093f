"""Which rules need not be asked of an app: those that look for keys that it doesn't have.

Most rules are about a key or two, and most apps have few keys. A rule that found nothing on one
app, and read of it nothing but keys that are missing and what the schema does not say, finds
nothing on any other app of which the same is true: its findings follow from what it reads, which
is what the memo relies on, too. Knows reads; must not know findings or what a rule looks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules.context import OwnReads

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from ..rules.context import AppContext

_MOST_TRIES = 8
"""Apps of which nothing is learned about a rule, after which it is just asked."""

_everywhere: dict[tuple[bool, str], OwnReads] = {}
"""What rules read that were silent and read nothing but the app, with a project and without one:
that holds in every file."""
_tries: dict[str, int] = {}
"""How often nothing was learned about a rule since something was."""


class Silence:
    """What is known of the rules in one version of a file and of the files around it."""

    def __init__(self, has_project: bool) -> None:
        self._has_project = has_project
        self._reads = {
            rule: reads for (project, rule), reads in _everywhere.items() if project is has_project
        }
        """What each rule read of an app that it was silent about, and that lacks all of that."""
        self._alike: dict[object, tuple[frozenset[str], OwnReads]] = {}
        """The silent rules and what they read, by what an app has: most apps are alike."""

    def rules(self, app: AppContext) -> frozenset[str]:
        """The rules that find nothing on an app; what they would have read is recorded."""
        alike = app.mentioned_keys, app.violated_rules
        found = self._alike.get(alike)
        if found is None:
            found = self._alike[alike] = self._rules(app)
        app.record_reads(found[1])
        return found[0]

    def _rules(self, app: AppContext) -> tuple[frozenset[str], OwnReads]:
        silent = {rule: reads for rule, reads in self._reads.items() if _lacks(app, reads)}
        reads = silent.values()
        return frozenset(silent), OwnReads(
            frozenset().union(*[each.keys for each in reads]),
            frozenset().union(*[each.rules for each in reads]),
            frozenset().union(*[each.elsewhere for each in reads]),
        )

    def can_learn(self, rule: str) -> bool:
        """Whether a rule may still be one to learn of; most read keys that most apps have."""
        return _tries.get(rule, 0) < _MOST_TRIES

    def learn(self, rule: str, app: AppContext, reads: Iterable[Hashable]) -> None:
        """Learn from what a rule has read that found nothing on an app."""
        own = app.own_reads(reads)
        if own is None or not _lacks(app, own):
            _tries[rule] = _tries.get(rule, 0) + 1
            return
        _tries.pop(rule, None)
        self._reads[rule] = own
        self._alike.clear()
        if not own.elsewhere:
            _everywhere[self._has_project, rule] = own


def _lacks(app: AppContext, reads: OwnReads) -> bool:
    """Whether an app lacks all that was read of another one."""
    return reads.keys.isdisjoint(app.mentioned_keys) and reads.rules.isdisjoint(app.violated_rules)
