"""Our own table `[tool.fal-lsp]`: rules and severities. Knows its shape, not what rules do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...lint.config import TABLE
from ...rules import BY_NAME
from ...rules.finding import Severity
from .candidate import Offer
from .insert_text import key_completion, string_offer, value_completion
from .ranking import narrowed
from .tabstops import Tabstops

if TYPE_CHECKING:
    from ..types import Completion
    from .candidate import Context

_KEYS = {
    "ignore": ('["$1"]', "Rules that are not reported in this project."),
    "severity": ("{ $1 }", "How grave a rule is in this project, by its name."),
}


def is_own(context: Context) -> bool:
    """Whether the cursor is in the table of this program."""
    return context.cursor.path[: len(TABLE)] == TABLE


def own_keys(context: Context) -> list[Completion]:
    """The keys of the table, or the rules that get another severity."""
    below = context.cursor.path[len(TABLE) :]
    offers: list[Offer] = []
    if not below:
        offers = [Offer(name, name, "", kind="key", docs=docs) for name, (_, docs) in _KEYS.items()]
    elif below == ("severity",):
        offers = list(_rules())
    offers = [offer for offer in offers if offer.match not in context.cursor.present]
    found = []
    for offer in narrowed(context.cursor.prefix, offers):
        value = _KEYS[offer.match][0] if not below else f'"{Tabstops().empty()}"'
        completion = key_completion(
            context, offer, value if context.snippets else "", context.snippets
        )
        if completion:
            found.append(completion._replace(retrigger=not context.cursor.equals))
    return found


def own_values(context: Context) -> list[Completion]:
    """A rule to ignore, or a severity."""
    below = context.cursor.path[len(TABLE) :]
    present = context.cursor.present_items
    offers: list[Offer] = []
    if len(below) == 2 and below[0] == "ignore":
        offers = [offer for offer in _rules() if offer.content not in present]
    elif len(below) == 2 and below[0] == "severity":
        offers = [string_offer(severity.value) for severity in Severity]
    found = [value_completion(context, each) for each in narrowed(context.cursor.prefix, offers)]
    return [completion for completion in found if completion]


def _rules() -> Iterator[Offer]:
    for name, rule in BY_NAME.items():
        offer = string_offer(name)
        yield offer._replace(docs=rule.docs or "", description=rule.severity.value)
