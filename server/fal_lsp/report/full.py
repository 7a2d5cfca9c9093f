"""The format `full`, for people: the source line with the place underlined, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..text import LineIndex, Span
from .concise import heading
from .escape import printable
from .paths import shown
from .snippet import Mark, snippet
from .style import BLUE, GREEN, paint, severity_color

if TYPE_CHECKING:
    from .entry import CheckedFile, Context, Entry, EntryFix


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """A paragraph a finding, an empty line after each."""
    for file in files:
        lines = LineIndex(file.text)
        for entry in file.entries:
            paragraph = _paragraph(file, entry, lines, context)
            yield "\n".join(paragraph) + "\n\n"


def _paragraph(
    file: CheckedFile, entry: Entry, lines: LineIndex, context: Context
) -> Iterator[str]:
    color = context.color
    yield heading(file, entry, context)
    if file.text:
        yield from snippet(lines, list(_marks(entry)), context.width, color)
    for related in entry.related:
        if not isinstance(related.place, Span):
            where = f"{shown(related.place.file, context.directory)}:{related.place.line + 1}"
            yield f"  {paint('note:', BLUE, color)} {where}: {printable(related.message)}"
    if entry.help:
        yield f"  {paint('help:', GREEN, color)} {printable(entry.help)}"
    for fix in entry.fixes:
        yield f"  {paint('help:', GREEN, color)} {printable(fix.title)}{_how(fix)}"


def _marks(entry: Entry) -> Iterator[Mark]:
    yield Mark(entry.span, "^", "", severity_color(entry.severity))
    for related in entry.related:
        if isinstance(related.place, Span):
            yield Mark(related.place, "-", printable(related.message), BLUE)


def _how(fix: EntryFix) -> str:
    """Which option of the command line makes the repair; an alternative has none."""
    if not fix.preferred:
        return ""
    return " (--fix)" if fix.safe else " (--fix --unsafe-fixes)"
