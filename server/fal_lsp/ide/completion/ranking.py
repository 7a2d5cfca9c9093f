"""Which suggestions fit what is typed, and in which order. Knows no TOML and no key.

Editors filter the answer again while the user types on, by the letters that occur in order; so
what they would show is answered, and what the typed text starts comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

STARTS, STARTS_WORD, STARTS_ALIAS, SCATTERED = range(4)
"""The grades of a match: the text starts with what is typed; a word in it does; another word for
it does; or the letters just occur in this order."""

_SEPARATORS = "_-./:[]\"' "


class Candidate(Protocol):
    """What can be sorted."""

    @property
    def match(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def penalty(self) -> int: ...


_C = TypeVar("_C", bound=Candidate)


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


def _is_scattered(typed: str, text: str) -> bool:
    position = 0
    for char in typed:
        position = text.find(char, position) + 1
        if not position:
            return False
    return True
