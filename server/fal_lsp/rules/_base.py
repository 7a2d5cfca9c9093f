"""The vocabulary of the rules: findings, places, fixes. Knows no rule, no TOML syntax, no protocol.

A rule sees plain data and answers findings that name *where* as a path of keys, not as offsets.
`check.py` turns paths into spans. A finding of an app therefore stays true when the text around
the app changes, which is what makes a keystroke cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple, Union

if TYPE_CHECKING:
    from ..text import Span

Path = tuple[Union[str, int], ...]
"""Keys and array indices from the document's root, such as ("tool", "fal", "apps", "x", "ref")."""

Part = Literal["key", "value", "item"]
"""Which part of the entry at a path: its (last) key or its value. An item of an array has no key."""

Tag = Literal["unnecessary", "deprecated"]


class Severity(str, Enum):
    """How much a finding matters; the order of the members is from grave to light."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for an error, rising as the severity falls."""
        return list(Severity).index(self)


class Place(NamedTuple):
    """A place in the document by its path.

    `within` narrows the value of a string to a slice of its content, in code points; it is
    ignored where the string is written with escapes, since the slice would not match the text.
    """

    path: Path
    part: Part = "value"
    within: tuple[int, int] | None = None


class FilePlace(NamedTuple):
    """A line of another file: its absolute path, and the line counted from 0."""

    file: str
    line: int


class Related(NamedTuple):
    """Another place that explains a finding."""

    message: str
    place: Place | Span | FilePlace


class RenameKey(NamedTuple):
    """Write the last key of `path` as `name`, at every place where the text writes it."""

    path: Path
    name: str


class ReplaceValue(NamedTuple):
    """Write `text` (TOML source) in the place of the value at `path`."""

    path: Path
    text: str


class RemoveKey(NamedTuple):
    """Remove the entry at `path` (a key, a whole table or an array's item) with its own line."""

    path: Path


class InsertKey(NamedTuple):
    """Add `name = text` (TOML source) to the table at `path`, in the notation the table has."""

    path: Path
    name: str
    text: str


class MoveKey(NamedTuple):
    """Move the entry at `path` to the table at `table`, which is made where it does not exist."""

    path: Path
    table: Path


class ExpandInline(NamedTuple):
    """Write the inline table at `path` as a table with a header of its own; comments stay."""

    path: Path


class CollapseTable(NamedTuple):
    """Write the table with a header at `path` as a one-line inline table in its parent."""

    path: Path


class ReplaceText(NamedTuple):
    """Put `text` in the place of a span; for findings about the text itself."""

    span: Span
    text: str


Edit = Union[
    RenameKey, ReplaceValue, RemoveKey, InsertKey, MoveKey, ExpandInline, CollapseTable, ReplaceText
]


@dataclass(frozen=True)
class Fix:
    """A repair. Safe: the file means what it said, or what it plainly meant to say."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    preferred: bool = True


@dataclass(frozen=True)
class Finding:
    """One problem, as a rule sees it.

    `severity` is given only where it differs from the rule's own.
    """

    rule: str
    message: str
    place: Place | Span
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    tags: tuple[Tag, ...] = ()
    fixes: tuple[Fix, ...] = ()
