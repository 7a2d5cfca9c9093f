"""The distance between two words, against its plain definition."""

from __future__ import annotations

from functools import cache

import pytest
from fal_schema.nearest import _distance, nearest
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text("abc", max_size=7)


@cache
def plain(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment)."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        plain(one[:-1], other) + 1,
        plain(one, other[:-1]) + 1,
        plain(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-1:-3:-1]:
        ways.append(plain(one[:-2], other[:-2]) + 1)
    return min(ways)


@given(WORDS, WORDS, st.integers(1, 9))
def test_the_distance_is_that_of_the_definition(one: str, other: str, limit: int) -> None:
    assert _distance(one, other, limit) == min(plain(one, other), limit)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("privat", "private"),
        ("Private", "private"),
        ("priavte", "private"),
        ("public-", "public"),
        ("shraed", "shared"),
        ("open", None),
        ("", None),
        ("x" * 49, None),
    ],
)
def test_the_word_that_was_meant(word: str, found: str | None) -> None:
    assert nearest(word, ["private", "public", "shared"]) == found


@pytest.mark.parametrize(("word", "found"), [("us-est", "us-east"), ("us-wst", "us-west")])
def test_of_equals_the_one_that_begins_alike(word: str, found: str) -> None:
    assert nearest(word, ["us-west", "us-central", "us-east"]) == found
