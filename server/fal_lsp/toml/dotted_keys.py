"""Pairs read as a table: which names it has, and which it has twice. Knows no section."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .syntax_tree import Pair


class Local:
    """Pairs read as a table: name -> index of a pair, or a `Local` of its own for dotted keys.

    `writers` are the indexes of the pairs that write this table's own name (none for the pairs of
    a section or of an inline table), `depth` the index of that name among their key parts.
    """

    __slots__ = ("depth", "entries", "writers")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.entries: dict[str, int | Local] = {}
        self.writers: list[int] = []


class Clash(NamedTuple):
    """Two writings that exclude each other, each as (index of the pair, index of the key part)."""

    later: tuple[int, int]
    first: tuple[int, int]


def local_table(pairs: tuple[Pair, ...]) -> tuple[Local, tuple[Clash, ...]]:
    """The pairs as a table, and where a later one clashes with an earlier one, which stays."""
    top = Local(-1)
    entries = top.entries
    clashes: list[Clash] = []
    for index, pair in enumerate(pairs):
        parts = pair.parts
        if len(parts) == 1 and not pair.dangling:
            name = parts[0].name
            if entries.setdefault(name, index) != index:
                _meet(pairs, entries, index, 0, clashes)
        elif parts:
            _dotted(pairs, top, index, clashes)
    return top, tuple(clashes)


def _dotted(pairs: tuple[Pair, ...], table: Local, index: int, clashes: list[Clash]) -> None:
    pair = pairs[index]
    last = len(pair.parts) - (0 if pair.dangling else 1)
    for depth, part in enumerate(pair.parts):
        if depth == last:
            if table.entries.setdefault(part.name, index) != index:
                _meet(pairs, table.entries, index, depth, clashes)
            return
        child = table.entries.get(part.name)
        if child is None:
            child = table.entries[part.name] = Local(depth)
        if not isinstance(child, Local):
            clashes.append(Clash((index, depth), (child, depth)))
            return
        child.writers.append(index)
        table = child


def _meet(
    pairs: tuple[Pair, ...],
    entries: dict[str, int | Local],
    index: int,
    depth: int,
    clashes: list[Clash],
) -> None:
    """Two writings of one key: a whole pair hides a half-typed one, else the second is too much."""
    name = pairs[index].parts[depth].name
    first = entries[name]
    if isinstance(first, Local):
        if pairs[index].equals >= 0:
            clashes.append(Clash((index, depth), (first.writers[0], depth)))
    elif pairs[first].equals < 0:
        entries[name] = index
    elif pairs[index].equals >= 0:
        clashes.append(Clash((index, depth), (first, depth)))
