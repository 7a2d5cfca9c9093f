"""The playground's own `rpds` does what the real one does, as far as jsonschema needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import rpds as real

from playground.python import rpds as own

MAP = {"a": 1, "b": 2}


@pytest.mark.parametrize(
    "use",
    [
        lambda rpds: dict(rpds.HashTrieMap()),
        lambda rpds: dict(rpds.HashTrieMap(MAP)),
        lambda rpds: dict(rpds.HashTrieMap(iter(MAP.items()))),
        lambda rpds: dict(rpds.HashTrieMap.convert(MAP)),
        lambda rpds: dict(rpds.HashTrieMap.convert(rpds.HashTrieMap(MAP))),
        lambda rpds: dict(rpds.HashTrieMap(MAP).insert("a", 3)),
        lambda rpds: dict(rpds.HashTrieMap(MAP).update(rpds.HashTrieMap({"b": 0, "c": 3}))),
        lambda rpds: dict(rpds.HashTrieMap(MAP).remove("a")),
        lambda rpds: rpds.HashTrieMap(MAP).remove("x"),
        lambda rpds: rpds.HashTrieMap(MAP)["x"],
        lambda rpds: [rpds.HashTrieMap(MAP).get("a"), rpds.HashTrieMap(MAP).get("x")],
        lambda rpds: [len(rpds.HashTrieMap(MAP)), "a" in rpds.HashTrieMap(MAP)],
        lambda rpds: rpds.HashTrieMap(MAP) == rpds.HashTrieMap(MAP),
        lambda rpds: len({rpds.HashTrieMap(MAP), rpds.HashTrieMap(MAP)}),
        lambda rpds: set(rpds.HashTrieSet([1, 2]).insert(3)),
        lambda rpds: set(rpds.HashTrieSet([1, 2]).update(rpds.HashTrieSet([2, 3]))),
        lambda rpds: set(rpds.HashTrieSet([1, 2]).discard(1).discard(9)),
        lambda rpds: [len(rpds.HashTrieSet([1, 1])), bool(rpds.HashTrieSet())],
        lambda rpds: list(rpds.List([1, 2]).push_front(0)),
        lambda rpds: [list(rpds.List()), len(rpds.List([1]))],
        lambda rpds: rpds.List([1, 2]) == rpds.List([1, 2]),
    ],
)
def test_both_do_the_same(use: Callable[[Any], object]) -> None:
    def result(rpds: object) -> object:
        try:
            return use(rpds)
        except KeyError:
            return KeyError

    assert result(own) == result(real)


def test_what_is_there_does_not_change() -> None:
    items = own.HashTrieMap(MAP)
    items.insert("c", 3)
    items.remove("a")
    assert dict(items) == MAP
