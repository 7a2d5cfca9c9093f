"""Builds the insert text of a candidate: adds the quotes, commas and spaces needed at the cursor.

Knows no key. The span is the token under the cursor. It grows over the quotes around it only where
the candidate is no string, and over a closing quote where something has to follow it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import Span
from ...toml.literals import key_text, string_text
from ...toml.types import TextEdit
from ..types import Completion
from .context import Candidate
from .placeholders import escaped
from .ranking import filter_text

if TYPE_CHECKING:
    from ..types import CompletionKind
    from .context import Context


def string_source(value: str) -> str:
    """A string of TOML, in single quotes where that saves doubling a backslash."""
    if "\\" in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    return string_text(value)


def string_candidate(value: str, label: str = "", kind: CompletionKind = "value") -> Candidate:
    """The candidate of a plain string."""
    return Candidate(label or value, value, string_source(value), value, kind)


def value_completion(context: Context, candidate: Candidate) -> Completion | None:
    """The candidate as a value or item at the cursor; `None` where it cannot be written there."""
    if context.cursor.quote:
        return _between_quotes(context, candidate)
    text, snippet = candidate.text, candidate.snippet
    if candidate.is_partial and candidate.content is not None:
        text, snippet = text[:-1], context.snippets
        if snippet:
            text = escaped(text) + f"$1{candidate.text[-1]}"
    text = context.lead + text + _comma_behind(context)
    matched = candidate.filter or candidate.match
    return _completion(
        context, candidate, context.cursor.span, text, matched, snippet, candidate.retrigger
    )


def _between_quotes(context: Context, candidate: Candidate) -> Completion | None:
    cursor = context.cursor
    quote, span = cursor.quote, cursor.span
    comma = "," if cursor.comma_after else ""
    if candidate.content is None:
        if len(quote) > 1 or candidate.is_partial:
            return None
        span = Span(span.start - 1, span.end + cursor.closed)
        matched = f"{quote}{candidate.filter or candidate.match}"
        return _completion(
            context,
            candidate,
            span,
            candidate.text + comma,
            matched,
            candidate.snippet,
            candidate.retrigger,
        )
    inner = content(candidate.content, quote)
    if inner is None:
        return None
    if candidate.is_partial:
        return _completion(context, candidate, span, inner, inner, False, candidate.retrigger)
    end = quote + comma
    if cursor.closed:
        # Behind the quote Enter is a new line, so a quote that is there is written again.
        end = quote if context.document.text.startswith(quote, span.end) else ""
        span = Span(span.start, span.end + len(end))
        end += comma if end else ""
    return _completion(context, candidate, span, inner + end, inner, False, candidate.retrigger)


def content(value: str, quote: str) -> str | None:
    """A string's text between such quotes; `None` where it cannot be written there."""
    if quote[:1] == '"':
        return string_text(value)[1:-1]
    return value if "'" not in value and value.isprintable() else None


def key_completion(
    context: Context,
    candidate: Candidate,
    value: str = "",
    snippet: bool = False,
    asks: bool = False,
) -> Completion | None:
    """The key `candidate.label` at the cursor, with ` = value` unless something is there.

    `asks`: the editor asks again for the value, once ` = ` is written.
    """
    cursor = context.cursor
    span, name = cursor.span, candidate.label
    key: str | None = content(name, cursor.quote) if cursor.quote else key_text(name)
    if key is None:
        return None
    text = escaped(key) if snippet else key
    if cursor.equals or cursor.following:
        asks = False
        text += "" if cursor.closed else cursor.quote
    else:
        span = Span(span.start, span.end + cursor.closed)
        # Without a value the comma would be where the value is going to be typed.
        text += f"{cursor.quote} = {value}" + ("," if value and cursor.comma_after else "")
    text = ("" if cursor.quote else context.lead) + text
    matched = key if cursor.quote and candidate.match == name else candidate.match
    return _completion(context, candidate, span, text, matched, snippet, asks)


def _comma_behind(context: Context) -> str:
    """The comma that is missing after it, with a space where something follows at once."""
    cursor = context.cursor
    behind = context.document.text[cursor.span.end : cursor.span.end + 1]
    return "" if not cursor.comma_after else "," if behind.isspace() else ", "


def _completion(
    context: Context,
    candidate: Candidate,
    span: Span,
    text: str,
    matched: str,
    snippet: bool,
    retrigger: bool,
) -> Completion:
    return Completion(
        candidate.label,
        candidate.kind,
        TextEdit(span, text),
        candidate.docs,
        candidate.detail,
        candidate.description,
        filter_text(context.cursor.prefix, matched, candidate.aliases),
        snippet,
        candidate.deprecated,
        retrigger=retrigger,
        also=context.comma_in_front,
    )
