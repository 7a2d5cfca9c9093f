"""Builds the input of a report from a text with marked parts, and renders it. Knows no format."""

from __future__ import annotations

from fal_lsp.lint.diagnostic import Diagnostic, RelatedSpan
from fal_lsp.report import render
from fal_lsp.report.entry import CheckedFile, Context, checked_file
from fal_lsp.rules import BY_NAME
from fal_lsp.rules.finding import FilePlace, Fix, ReplaceText, Severity
from fal_lsp.text import Span
from fal_lsp.toml.types import TextEdit

CONTEXT = Context("/work/project", "/work/project")


def diagnostic(
    text: str,
    marked: str,
    rule: str = "invalid-value",
    message: str = "A message.",
    severity: Severity | None = None,
    related: dict[str, str | FilePlace] | None = None,
    fixes: tuple[Fix, ...] = (),
    advice: str = "",
) -> Diagnostic:
    """A diagnostic at the first place where the text has `marked`."""
    definition = BY_NAME[rule]
    places = {
        note: place if isinstance(place, FilePlace) else span(text, place)
        for note, place in (related or {}).items()
    }
    return Diagnostic(
        rule,
        severity or definition.severity,
        message,
        span(text, marked),
        definition.url,
        tuple(RelatedSpan(note, place) for note, place in places.items()),
        (),
        fixes,
        advice,
    )


def span(text: str, marked: str) -> Span:
    """The span of a part of the text; an empty part is at the end."""
    start = text.index(marked) if marked else len(text)
    return Span(start, start + len(marked))


def replacement(
    text: str, marked: str, by: str, title: str, safe: bool = True, preferred: bool = True
) -> Fix:
    """A fix that replaces a part of the text."""
    return Fix(title, (ReplaceText(span(text, marked), by),), safe, preferred)


def checked(path: str, text: str, *diagnostics: Diagnostic) -> CheckedFile:
    """The file with its findings and the edits of their fixes."""
    edits = {
        fix: tuple(
            TextEdit(edit.span, edit.text) for edit in fix.edits if isinstance(edit, ReplaceText)
        )
        for item in diagnostics
        for fix in item.fixes
    }
    return checked_file(path, text, diagnostics, edits)


def rendered(style: str, *files: CheckedFile, context: Context = CONTEXT) -> str:
    """The whole report."""
    return "".join(render(style, files, context))
