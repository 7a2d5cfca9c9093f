"""Which entry an offset lies on, for hover and navigation. Knows no half-typed text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ..text import Span
from .lookup import resolve, section_path
from .syntax_tree import Pair, Part, Value

if TYPE_CHECKING:
    from .document import Document
    from .types import Part as PartName
    from .types import Path


class Spot(NamedTuple):
    """An entry that an offset lies on: its path, which part of it, and where that is written."""

    path: Path
    part: PartName
    span: Span


def path_at(document: Document, offset: int) -> Spot | None:
    """The key, value or item at an offset; None between them, in comments and on blank lines.

    A key part is the entry that the key names up to that part; inside a container that is no
    key and no item, the container itself is the answer. Both ends of a token count, and the token
    that starts at the offset goes before the one that ends there.
    """
    index = document.section_at(offset)
    base = document.starts[index]
    section = document.sections[index]
    local = offset - base
    header = section.header
    if header and header.start <= local <= header.end:
        part = _part_at(header.parts, local)
        if part < 0:
            return None
        names = [other.name for other in header.parts[: part + 1]]
        whole = part + 1 == len(header.parts)
        path = section_path(document, index) if whole else resolve(document, names, index)
        if path and isinstance(path[-1], int):
            path = path[:-1]
        found = header.parts[part]
        return Spot(path, "key", Span(found.start + base, found.end + base))
    pair = _pair_at(section.pairs, local)
    spot = _spot_in(pair, section_path(document, index), local) if pair else None
    return spot and spot._replace(span=spot.span.shift(base))


def _pair_at(pairs: tuple[Pair, ...], local: int) -> Pair | None:
    number = bisect_right(pairs, local, key=lambda pair: pair.start) - 1
    if number < 0 or local > pairs[number].end:
        return None
    return pairs[number]


def _part_at(parts: tuple[Part, ...], local: int) -> int:
    for number in range(len(parts) - 1, -1, -1):
        if parts[number].start <= local <= parts[number].end:
            return number
    return -1


def _spot_in(pair: Pair, table: Path, local: int) -> Spot | None:
    part = _part_at(pair.parts, local)
    if part >= 0:
        found = pair.parts[part]
        return Spot((*table, *pair.path[: part + 1]), "key", Span(found.start, found.end))
    value = pair.value
    if not value.start <= local <= value.end or value.start == value.end:
        return None
    return _spot_in_value(value, (*table, *pair.path), "value", local)


def _spot_in_value(value: Value, path: Path, part: PartName, local: int) -> Spot:
    """The innermost entry in a value, which may be nested 100 deep."""
    while True:
        found = Spot(path, part, Span(value.start, value.end))
        for number in range(len(value.children) - 1, -1, -1):
            child = value.children[number]
            if child.start <= local <= child.end:
                break
        else:
            return found
        if isinstance(child, Pair):
            inner = _part_at(child.parts, local)
            if inner >= 0 or not child.value.start <= local <= child.value.end:
                return _spot_in(child, path, local) or found
            value, path, part = child.value, (*path, *child.path), "value"
        else:
            value, path, part = child, (*path, number), "item"
