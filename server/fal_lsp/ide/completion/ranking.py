"""Which candidates match what is typed, and in which order. Knows no TOML.

Editors filter the list again while the user types on, by the letters that occur in order; so what
they would show is returned, and what starts with the typed text comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from ..types import TRIGGERS

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

STARTS, STARTS_WORD, STARTS_ALIAS, SCATTERED = range(4)
"""The grades of a match: the text starts with what is typed; a word in it does; another word for
it does; or the letters just occur in this order."""

_SEPARATORS = "_-./:[]\"' "

_UNTRIGGERED: Final = dict.fromkeys(map(ord, TRIGGERS), "\\")
"""Editors see the start of a word after a backslash, too."""


class Rankable(Protocol):
    """What can be ranked."""

    @property
    def match(self) -> str:
        """What typed text is compared with."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other words for it."""

    @property
    def penalty(self) -> int:
        """Candidates with a higher one come after all those with a lower one."""


_C = TypeVar("_C", bound=Rankable)


def grade(typed: str, text: str, aliases: Iterable[str] = ()) -> int | None:
    """How well a text fits what is typed, in any case of letters; `None` where it doesn't."""
    if not typed:
        return STARTS
    typed, text = typed.lower(), text.lower()
    if text.startswith(typed):
        return STARTS
    found = text.find(typed)
    while found > 0:
        if text[found - 1] in _SEPARATORS:
            return STARTS_WORD
        found = text.find(typed, found + 1)
    if any(alias.startswith(typed) for alias in aliases):
        return STARTS_ALIAS
    return SCATTERED if _is_scattered(typed, text) else None


def narrowed(typed: str, candidates: Iterable[_C], worst: int = SCATTERED) -> list[_C]:
    """Those that fit what is typed, the best first; equally good ones keep their order."""
    if not typed:
        return sorted(candidates, key=attrgetter("penalty"))
    graded = []
    for candidate in candidates:
        found = grade(typed, candidate.match, candidate.aliases)
        if found is not None and found <= worst:
            graded.append((candidate.penalty, found, candidate))
    graded.sort(key=lambda entry: entry[:2])
    return [candidate for _, _, candidate in graded]


def filter_text(typed: str, text: str, aliases: Iterable[str] = ()) -> str:
    """What an editor has to compare with what is typed, so that it finds the same as we did.

    An alias is only named once its start is typed: an editor that finds letters anywhere would
    otherwise find them in every suggestion.
    """
    if not typed:
        return text
    typed = typed.lower()
    named = [alias for alias in aliases if alias.startswith(typed)]
    if not named:
        return text
    found = grade(typed, text)
    named.insert(0 if found is not None and found < SCATTERED else len(named), text)
    return " ".join(named)


def compared(text: str, typed: str) -> str:
    """A filter text without the trigger characters that are not `typed` yet.

    At each of them an editor asks again. If what is typed still fits, the list from before stays
    open until the answer is there, whatever is typed meanwhile, and Enter takes an item of it.
    """
    if text.isidentifier():
        return text
    position, lowered = 0, text.lower()
    for char in typed.lstrip(" \t").lower():
        position = lowered.find(char, position) + 1
        if not position:
            return text
    return text[:position] + text[position:].translate(_UNTRIGGERED)


def _is_scattered(typed: str, text: str) -> bool:
    position = 0
    for char in typed:
        position = text.find(char, position) + 1
        if not position:
            return False
    return True


def conflicts(schema: SchemaNode, present: Collection[str]) -> Mapping[str, str]:
    """The keys that conflict with those that are present, each with the reason in short."""
    found: dict[str, str] = {}
    for rule in schema.rules:
        if rule.needed and rule.needed not in present:
            found.setdefault(rule.present, f"requires {rule.needed}")
        if not rule.absent or (rule.unless and rule.unless in present):
            continue
        for one, other in ((rule.present, rule.absent), (rule.absent, rule.present)):
            if other in present:
                found[one] = f"conflicts with {other}"
    return found


def ranked_keys(schema: SchemaNode, present: Collection[str]) -> list[tuple[str, SchemaNode]]:
    """The keys of a table that are not internal, in the order in which they are probably wanted.

    First those that the table must have, then those of which it must have one and has none, then
    those that its example has, then the others in the order of the reference.
    """
    wanted = [name for name, node in schema.children.items() if node.required]
    for rule in schema.rules:
        if rule.keys and not any(name in present for name in rule.keys):
            wanted += rule.keys
    if schema.examples and isinstance(schema.examples[0], dict):
        wanted += schema.examples[0]
    children = schema.children
    names = dict.fromkeys([name for name in wanted if name in children])
    names.update(dict.fromkeys(children))
    return [(name, children[name]) for name in names if not children[name].internal]
