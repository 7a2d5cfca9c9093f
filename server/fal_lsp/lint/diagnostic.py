"""A finding with its place in the text: what the reports print and the editor shows.

Knows neither how findings come about nor how they are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..rules.finding import FilePlace, Fix, Severity, Tag
    from ..text import Span


class RelatedSpan(NamedTuple):
    """Another place that explains a diagnostic: a span of the same text or a line elsewhere."""

    message: str
    place: Span | FilePlace


class Diagnostic(NamedTuple):
    """One problem at one span (code points); `url` is the page of its rule.

    `message` states the problem, `help` what to do about it (empty where nothing is left to say).

    The fixes hold descriptions of edits; `toml.edits.text_edits(document, fix.edits)` turns them
    into text for the document that was checked.
    """

    rule: str
    severity: Severity
    message: str
    span: Span
    url: str
    related: tuple[RelatedSpan, ...] = ()
    tags: tuple[Tag, ...] = ()
    fixes: tuple[Fix, ...] = ()
    help: str = ""
