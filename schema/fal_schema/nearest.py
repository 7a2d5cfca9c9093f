"""Which of some words another word was meant to be. Knows nothing of keys or values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
LONGEST = 48
"""Code points of a word for which a meaning is looked for; names of fal are shorter."""


@lru_cache(maxsize=1024)
def normal(word: str) -> str:
    """A word in snake case: `machineType`, `machine-type` and `Machine Type` are `machine_type`."""
    return re.sub(r"[\s_.-]+", "_", _HUMP.sub("_", word)).strip("_").lower()


def nearest(word: str, candidates: Iterable[str], most: int = LONGEST) -> str | None:
    """The candidate that differs least, if by few enough typing errors, `most` of them.

    Of equals it is the one that begins with most of the word, then the first.
    Two errors are allowed in six characters, three in ten, one in shorter words. Words that
    differ only in case, dashes and spaces are the same word.
    """
    return None if len(word) > LONGEST else _nearest(word, tuple(candidates), most)


@lru_cache(maxsize=256)
def _nearest(word: str, candidates: tuple[str, ...], most: int) -> str | None:
    wanted = normal(word)
    best, most, least = None, min(most, _allowed(wanted)), (LONGEST, 0)
    for candidate in candidates:
        name = normal(candidate)
        distance = _distance(wanted, name, most + 1)
        rank = (distance, -_start(wanted, name))
        if distance <= most and rank < least:
            best, most, least = candidate, distance, rank
    return best


def _allowed(word: str) -> int:
    return min(max((len(word) + 2) // 4, 1), 4) if len(word) > 2 else 0


def _distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps between two words, `limit` at most."""
    if abs(len(one) - len(other)) >= limit:
        return limit
    # What both begin and end with costs nothing, and is most of a word with a typing error.
    start, shorter = _start(one, other), min(len(one), len(other))
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    if not one or not other:
        return min(len(one) + len(other), limit)
    # Each character that only one of them has is an error.
    here, there = set(one), set(other)
    if len(here - there) >= limit or len(there - here) >= limit:
        return limit
    return _edits(one, other, limit)


def _start(one: str, other: str) -> int:
    """How many characters two words begin with alike."""
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    return start


def _edits(one: str, other: str, limit: int) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = before[j - 1] + (a != b)
            if row[j - 1] < cost:
                cost = row[j - 1] + 1
            if before[j] < cost:
                cost = before[j] + 1
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
