"""The vocabulary of the rules: findings, places, fixes. Knows no rule, no TOML syntax, no protocol.

A rule sees plain data and yields findings whose place is a path of keys, not offsets.
`lint/check.py` turns paths into spans. A finding of an app therefore stays true when the text around
the app changes, which is what makes a keystroke cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple

from fal_schema.addresses import DOCUMENTATION, PAGES_OF_RULES

from ..toml.types import (
    ArrayToTable,
    CollapseTable,
    Edit,
    ExpandInline,
    InsertKey,
    MoveKey,
    Part,
    Path,
    RemoveKey,
    RenameKey,
    ReplaceText,
    ReplaceValue,
)

if TYPE_CHECKING:
    from ..project.python.source import Extent
    from ..text import Span
    from .context import AppContext, FileContext

__all__ = [
    "ArrayToTable",
    "CollapseTable",
    "Edit",
    "ExpandInline",
    "FilePlace",
    "FileRange",
    "Finding",
    "Fix",
    "InsertKey",
    "MoveKey",
    "Part",
    "Path",
    "Place",
    "Related",
    "RemoveKey",
    "RenameKey",
    "ReplaceText",
    "ReplaceValue",
    "Rule",
    "Severity",
    "Tag",
]

Tag = Literal["unnecessary", "deprecated"]
Fixable = Literal["safe", "unsafe"]


class Severity(str, Enum):
    """How much a finding matters; the order of the members is from grave to light."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for an error, rising as the severity falls."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Place(NamedTuple):
    """A place in the document by its path.

    `within` narrows the value of a string to a slice of its content, in code points; it is
    ignored where the string is written with escapes, since the slice would not match the text.
    """

    path: Path
    part: Part = "value"
    within: tuple[int, int] | None = None


class FilePlace(NamedTuple):
    """A line of another file: its absolute path, and the line counted from 0.

    `extent` where the place is a class or a function of a Python file.
    """

    file: str
    line: int
    extent: Extent | None = None


class FileRange(NamedTuple):
    """A range of a Python file of the project: its real path, lines and columns counted from 0.

    Columns are bytes of UTF-8, as Python's parser counts them. Without an `end` the line is meant.
    """

    file: str
    start: tuple[int, int]
    end: tuple[int, int] | None = None


class Related(NamedTuple):
    """Another place that explains a finding."""

    message: str
    place: Place | Span | FilePlace | FileRange


class Fix(NamedTuple):
    """A fix. It is safe if the file then means what it said, or what it clearly meant to say.

    A fix that removes a setting, guesses a name or changes what fal deploys is unsafe.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    preferred: bool = True


class Finding(NamedTuple):
    """One problem, as a rule sees it.

    `message` states the problem in one short sentence; `help` says what to do about it and is empty
    where a fix or the message already says so. `severity` is given only where it differs from the
    rule's own. In a Python file (`FileRange`) it has no fixes, and the apps that lead there are
    added to its related places.
    """

    rule: str
    message: str
    place: Place | Span | FileRange
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    tags: tuple[Tag, ...] = ()
    fixes: tuple[Fix, ...] = ()
    help: str = ""


class Rule(NamedTuple):
    """One rule: a name for the problem, how grave it is, its page and the function that looks.

    A rule about an app (`check_app`) reads nothing but what its `AppContext` and that one's project
    return, which record it: its findings are cached as long as what it read is the same. With
    `reads_project` it is only asked where there is a project.
    A rule about the file (`check_file`) may compare apps. `claims_absence` marks a rule that says
    something is missing: it is not asked about a text that is malformed there. One that
    `judges_values` is also asked about the app with the values that a Python file sets.
    One that `needs` the answer to a question about the app is not asked where that is `None`.
    The mistake of one with its `cause_in_file` is in the file of a related place: a report says it
    once, for all apps that use the file.
    `fixable` says which fixes its findings can have: `safe` where at least some are, `unsafe` where
    none is, and `None` where there is never one. `since` is the version that the rule came with.
    """

    name: str
    severity: Severity
    docs: str | None
    """The rule's page in Markdown: a sentence, then sections with fixed headings."""
    check_app: Callable[[AppContext], Iterator[Finding]] | None = None
    check_file: Callable[[FileContext], Iterator[Finding]] | None = None
    claims_absence: bool = False
    reads_project: bool = False
    judges_values: bool = False
    cause_in_file: bool = False
    fixable: Fixable | None = None
    needs: Callable[[AppContext], object] | None = None
    since: str = "0.1.0"

    @property
    def summary(self) -> str:
        """The first line of the page: what the problem is."""
        return (self.docs or self.name).strip().splitlines()[0]

    @property
    def url(self) -> str:
        """The address of the rule's page."""
        return f"{DOCUMENTATION}{PAGES_OF_RULES}/{self.name}/"
