"""What a name in a Python file can stand for. Knows the kinds of things; must not know how a name
is followed (`names.py`) or what fal accepts (`apps.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .types import Expression, PythonClass, PythonFunction

_MAX_MEANINGS = 8


class FoundClass(NamedTuple):
    """A class of the project, in the file that defines it."""

    path: str
    definition: PythonClass


class FoundFunction(NamedTuple):
    """A function of the project, in the file that defines it."""

    path: str
    definition: PythonFunction


class FoundValue(NamedTuple):
    """Something else that a file of the project computes."""

    path: str
    expression: Expression
    order: int


class FoundModule(NamedTuple):
    """A module of the project; a namespace package has no file."""

    path: str


class ForeignModule(NamedTuple):
    """A module that is not in the project: no app itself, and nobody knows what is in it."""

    name: str


class FalThing(NamedTuple):
    """Something of fal, by its shortest name; `fal` itself is one, too."""

    name: str


class Foreign(NamedTuple):
    """Something of Python or of a package that fal is built on: no app, no function of fal."""

    name: str


class Unknown(NamedTuple):
    """What cannot be followed, and why not."""

    reason: str


class Missing(NamedTuple):
    """A name that is certainly not there."""

    name: str


Meaning = (
    FoundClass
    | FoundFunction
    | FoundValue
    | FoundModule
    | ForeignModule
    | FalThing
    | Foreign
    | Unknown
    | Missing
)
Meanings = tuple[Meaning, ...]


def distinct(meanings: Iterable[Meaning]) -> Meanings:
    """Each meaning once; `Unknown` where there are too many to be of use."""
    found: list[Meaning] = []
    for meaning in meanings:
        if not any(meaning is other or _same(meaning, other) for other in found):
            found.append(meaning)
    return tuple(found) if len(found) <= _MAX_MEANINGS else (Unknown("too many meanings"),)


def _same(one: Meaning, other: Meaning) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, FoundClass) and isinstance(other, FoundClass):
        return one.path == other.path and one.definition is other.definition
    if isinstance(one, FoundFunction) and isinstance(other, FoundFunction):
        return one.path == other.path and one.definition is other.definition
    return bool(one == other)
