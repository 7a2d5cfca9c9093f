"""Which rules need not be asked of an app: those about keys that it doesn't have.

Most rules are about a key or two, and most apps have few keys. What a rule reads of an app that has
nothing, and about which it finds nothing, is what it is about: its findings follow from what it
reads, which is what the memo relies on, too. Knows reads; must not know findings or what a rule
looks for.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..memo import Memo, record_all, with_reads
from ..rules import ALL
from ..rules.context import FileContext, violations_of
from ..rules.python_values import python_views

if TYPE_CHECKING:
    from ..rules.context import AppContext, Aspect
    from ..rules.finding import Rule

_APP_RULES = tuple(rule for rule in ALL if rule.check_app is not None)


class OwnReads(NamedTuple):
    """What was read to answer a question about an app, sorted."""

    keys: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    """The rules of which the violations were read."""


def asked(app: AppContext) -> tuple[Rule, ...]:
    """The rules that may find something on an app; what makes the others needless is recorded."""
    keys, violated = app.mentioned_keys, app.violated_rules
    judged_keys, judged_violated = keys, violated
    try:
        views = python_views(app)
    except Exception:
        # Each rule that needs them reports that.
        return _rules(app.project is not None)
    for view in views:
        judged_keys |= view.mentioned_keys
        judged_violated |= view.violated_rules
    rules, unread = _asked(app.project is not None, keys, violated, judged_keys, judged_violated)
    name = app.name
    record_all([(name, read) for read in unread])
    return rules


@lru_cache(maxsize=1_000)
def _asked(
    has_project: bool,
    keys: frozenset[str],
    violated: frozenset[str],
    judged_keys: frozenset[str],
    judged_violated: frozenset[str],
) -> tuple[tuple[Rule, ...], frozenset[str | Aspect]]:
    """The rules to ask, and what the others would read: most apps are alike."""
    rules: list[Rule] = []
    unread: list[OwnReads] = []
    for rule in _rules(has_project):
        about = _about(rule, has_project)
        has = judged_keys if rule.judges_values else keys
        violates = judged_violated if rule.judges_values else violated
        if about and about.keys.isdisjoint(has) and about.rules.isdisjoint(violates):
            unread.append(about)
        else:
            rules.append(rule)
    reads: set[str | Aspect] = set()
    for each in unread:
        reads |= each.keys
        reads.update(map(violations_of, each.rules))
    return tuple(rules), frozenset(reads)


@lru_cache(maxsize=2 * len(_APP_RULES))
def _about(rule: Rule, has_project: bool) -> OwnReads | None:
    """What a rule reads of an app that has nothing; `None` where it has to be asked."""
    app = _nothing(has_project)
    assert rule.check_app is not None
    check_app = rule.check_app
    try:
        findings, reads = with_reads(lambda: [*check_app(app)])
    except Exception:
        return None
    about = _own_reads(app.name, reads)
    return None if findings or about is None or not any(about) else about


def _own_reads(app: str, reads: Iterable[Hashable]) -> OwnReads | None:
    """What was read, sorted; `None` if more than keys of the app and what the schema says."""
    keys: set[str] = set()
    rules: set[str] = set()
    for read in reads:
        if not (type(read) is tuple and len(read) == 2 and read[0] == app):
            return None
        if isinstance(read[1], str):
            keys.add(read[1])
        elif read[1].kind == "violations":
            rules.add(read[1].rule)
        else:
            return None
    return OwnReads(frozenset(keys), frozenset(rules))


@lru_cache(maxsize=2)
def _nothing(has_project: bool) -> AppContext:
    """An app without a key, of which the schema says nothing, in a project without a file."""
    from ..project.nothing import project_of_nothing
    from ..toml import parse

    project = project_of_nothing() if has_project else None
    app = FileContext(parse("[tool.fal.apps.x]"), project, Memo()).app("x")
    # To hear of the schema that it lacks a source would take the import of jsonschema.
    app.violations = ()
    return app


def _rules(has_project: bool) -> tuple[Rule, ...]:
    return tuple(rule for rule in _APP_RULES if has_project or not rule.reads_project)
