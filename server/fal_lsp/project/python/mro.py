"""The order in which Python looks for an attribute in a class and its bases. Knows the C3
linearization (Python 2.3's "method resolution order"); must not know what is looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import NamedTuple

from . import fal_names
from .values import ClassValue, FalThing, Foreign, Value

_MAX_CLASSES = 60
_MAX_BASES = 20
_MAX_MERGED = 400
"""Links of lines that are merged for one class: diamonds above diamonds have thousands."""

Link = ClassValue | FalThing | Foreign


class Lineage(NamedTuple):
    """The class and its bases, in order; `object` is left out.

    Not `is_complete` where a base is not known or the order is none: then others may come between.
    """

    links: tuple[Link, ...]
    is_complete: bool
    is_refused: bool = False
    """Python refuses the order of the bases."""

    @property
    def classes(self) -> list[ClassValue]:
        """The classes of the project."""
        return [each for each in self.links if isinstance(each, ClassValue)]

    @property
    def fal_bases(self) -> tuple[str, ...]:
        """The names of the classes of fal."""
        return tuple([each.name for each in self.links if isinstance(each, FalThing)])

    @property
    def is_app(self) -> bool:
        """Whether one of them is a class of fal that makes an app."""
        return not fal_names.APP_CLASSES.isdisjoint(self.fal_bases)


Lineages = dict[int, Lineage]
"""The lineages of classes by their identity, while the classes live and do not change."""


def lineage(found: ClassValue, resolve: Callable[[Value], Value], known: Lineages) -> Lineage:
    """The order of a class; `resolve` finds what a base stands for. Never raises.

    What `known` has is not found out again, and it gets what is found out.
    """
    return _Walk(resolve, known).lineage(found, 0)


class _Walk:
    """One way up from a class."""

    def __init__(self, resolve: Callable[[Value], Value], known: Lineages) -> None:
        self.resolve = resolve
        self.known = known
        self.left = _MAX_MERGED

    def lineage(self, found: ClassValue, depth: int) -> Lineage:
        before = self.known.get(id(found))
        if before is not None:
            return before
        if depth > _MAX_CLASSES or len(found.bases) > _MAX_BASES:
            return Lineage((found,), False)
        # A class that is its own base cannot run.
        self.known[id(found)] = Lineage((found,), False)
        is_complete = not found.opaque
        is_refused = False
        lines: list[tuple[Link, ...]] = []
        heads: list[Link] = []
        for base in found.bases:
            value = self.resolve(base)
            if isinstance(value, ClassValue):
                line = self.lineage(value, depth + 1)
                is_complete = is_complete and line.is_complete
                is_refused = is_refused or line.is_refused
                lines.append(line.links)
                heads.append(value)
            elif isinstance(value, FalThing):
                above, is_known = _of_fal(value.name)
                lines.append((value, *above))
                heads.append(value)
                is_complete = is_complete and is_known
            elif isinstance(value, Foreign):
                # `object` is after all others, and has nothing that matters.
                if value.name != "builtins.object":
                    lines.append((value,))
                    heads.append(value)
            else:
                is_complete = False
        self.left -= sum(map(len, lines)) if len(lines) > 1 else 0
        if self.left < 0:
            return Lineage((found,), False)
        merged, consistent = _merge([*lines, tuple(heads)])
        result = Lineage(
            (found, *merged),
            is_complete and consistent,
            is_refused or (is_complete and not consistent),
        )
        self.known[id(found)] = result
        return result


@lru_cache(maxsize=256)
def _of_fal(name: str) -> tuple[tuple[FalThing | Foreign, ...], bool]:
    """The bases of a class of fal, and whether it is known."""
    above = tuple(
        FalThing(each) if each.startswith("fal.") else Foreign(each)
        for each in fal_names.ABOVE.get(name, ())
    )
    is_known = name in fal_names.CLASSES or f"{name}.".startswith(fal_names.MODULES_WITHOUT_APPS)
    return above, is_known


def _merge(lines: list[tuple[Link, ...]]) -> tuple[list[Link], bool]:
    if len(lines) == 2 and lines[1] == lines[0][:1]:
        # Of one base: most have no other.
        return list(lines[0][:_MAX_CLASSES]), len(lines[0]) <= _MAX_CLASSES
    links = {_key(link): link for line in reversed(lines) for link in reversed(line)}
    rest = [[_key(link) for link in reversed(line)] for line in lines if line]
    behind = Counter(key for line in rest for key in line[:-1])
    merged: list[Link] = []
    # The next class is one that comes after no other in any line.
    while rest and len(merged) < _MAX_CLASSES:
        head = next((line[-1] for line in rest if not behind[line[-1]]), None)
        if head is None:
            return merged, False
        merged.append(links[head])
        for line in rest:
            if line[-1] == head:
                line.pop()
                if line:
                    behind[line[-1]] -= 1
        rest = [line for line in rest if line]
    return merged, not rest


def _key(link: Link) -> Hashable:
    """Equal for the same class."""
    return id(link) if isinstance(link, ClassValue) else (type(link), link)
