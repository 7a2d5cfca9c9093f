"""What a report shows: files with findings whose places are rows and columns.

Knows neither TOML nor any format. Everything here can be pickled, because the files of a large
run are checked in several processes.
"""

# No `from __future__ import annotations`: a NamedTuple compiles every annotation that is a string,
# which doubles what importing this file costs each run.
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..lint.diagnostic import Diagnostic, RelatedSpan
from ..rules.finding import Fix, Severity
from ..text import LineIndex, Span
from ..toml.types import TextEdit


class Location(NamedTuple):
    """A place in a text: row and column, both counted from 1, columns in code points."""

    row: int
    column: int


class EntryEdit(NamedTuple):
    """Replace what is between the two locations with `content`."""

    content: str
    location: Location
    end_location: Location


class EntryFix(NamedTuple):
    """A repair as a report shows it."""

    title: str
    safe: bool
    preferred: bool
    edits: tuple[EntryEdit, ...]


class Entry(NamedTuple):
    """One finding as a report shows it; `span` and the spans in `related` are code points."""

    rule: str
    severity: Severity
    message: str
    span: Span
    location: Location
    end_location: Location
    url: str
    related: tuple[RelatedSpan, ...] = ()
    fixes: tuple[EntryFix, ...] = ()
    help: str = ""

    @property
    def fix(self) -> EntryFix | None:
        """The preferred fix; `None` if there is none, or only alternatives."""
        return next((fix for fix in self.fixes if fix.preferred), None)


class CheckedFile(NamedTuple):
    """A file, its text and its entries in the order of the text.

    `path` is absolute, or a name that is no path (`-` for standard input). `text` is empty where
    the file has no entries or could not be read.
    """

    path: str
    text: str
    entries: tuple[Entry, ...]


class Context(NamedTuple):
    """What a report may know about the run: the working directory, the screen, the project."""

    directory: str
    """The working directory, absolute: paths below it are shown relative to it."""
    root: str
    """The directory that services resolve paths from: that of the CI job, else the repository."""
    color: bool = False
    width: int = 120
    """How many columns the screen has."""
    links: bool = False
    """Whether the screen shows hyperlinks."""


def checked_file(
    path: str,
    text: str,
    diagnostics: Iterable[Diagnostic],
    edits: Mapping[Fix, Sequence[TextEdit]],
) -> CheckedFile:
    """Rows and columns for the diagnostics of one text.

    `edits` holds the text edits of the fixes that can be made; the others are left out.
    """
    lines = LineIndex(text)
    entries = tuple(_entry(diagnostic, lines, edits) for diagnostic in diagnostics)
    return CheckedFile(path, text if entries else "", entries)


def _entry(
    diagnostic: Diagnostic, lines: LineIndex, edits: Mapping[Fix, Sequence[TextEdit]]
) -> Entry:
    return Entry(
        diagnostic.rule,
        diagnostic.severity,
        diagnostic.message,
        diagnostic.span,
        _location(lines, diagnostic.span.start),
        _location(lines, diagnostic.span.end),
        diagnostic.url,
        diagnostic.related,
        tuple(
            EntryFix(
                fix.title,
                fix.safe,
                fix.preferred,
                tuple(
                    EntryEdit(
                        edit.text,
                        _location(lines, edit.span.start),
                        _location(lines, edit.span.end),
                    )
                    for edit in edits[fix]
                ),
            )
            for fix in diagnostic.fixes
            if fix in edits
        ),
        diagnostic.help,
    )


def _location(lines: LineIndex, offset: int) -> Location:
    line, column = lines.position(offset)
    return Location(line + 1, column + 1)
