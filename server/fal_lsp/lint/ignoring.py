"""Adding the comments that suppress findings. Knows where in a text such a comment can be.

A comment is only added where it hides its finding and the values of the file stay the same: inside
a string there is no place for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..text import Span
from ..toml import parse
from ..toml.cursor import path_at
from ..toml.edits import apply
from ..toml.types import TextEdit
from .suppressions import NEVER_HIDDEN, suppressions

if TYPE_CHECKING:
    from ..toml import Document
    from .diagnostic import Diagnostic

_LISTED = re.compile(r"#\s*fal-lsp:\s*ignore\[(?P<rules>[^\]]*)\](?=\s|$)")


class Ignored(NamedTuple):
    """A document with the added comments, and how many findings they hide."""

    document: Document
    hidden: int


def add_ignores(document: Document, diagnostics: Sequence[Diagnostic]) -> Ignored:
    """A comment for each of the diagnostics, from the last line to the first."""
    lines = document.lines
    hidden = 0
    # A comment at the end of a line moves nothing that comes before it in the text.
    for item in sorted(diagnostics, key=lambda item: -lines.position(item.span.start)[0]):
        edit = ignore_comment(document, item)
        if edit is not None:
            document = parse(apply(document.text, (edit,)), document)
            hidden += 1
        elif _is_hidden(document, item):
            hidden += 1
    return Ignored(document, hidden)


def ignore_comment(document: Document, item: Diagnostic) -> TextEdit | None:
    """The edit that hides a finding by a comment, `None` where no comment can do that.

    The comment is at the end of the finding's first line, or where that is inside a string, at the
    end of the value's last line.
    """
    if item.rule in NEVER_HIDDEN or _is_hidden(document, item):
        return None
    for line in _lines(document, item):
        edit = _comment(document, line, item.rule)
        changed = parse(apply(document.text, (edit,)), document)
        if item.rule in suppressions(changed).by_line.get(line, ()):
            return edit
    return None


def _is_hidden(document: Document, item: Diagnostic) -> bool:
    by_line = suppressions(document).by_line
    return any(item.rule in by_line.get(line, ()) for line in _lines(document, item))


def _lines(document: Document, item: Diagnostic) -> Iterator[int]:
    """The lines whose comments count for a finding."""
    first, last = item.span.start, max(item.span.start, item.span.end - 1)
    offsets = {first: None, last: None}
    spot = path_at(document, first)
    node = document.node(spot.path) if spot is not None else None
    if node is not None and (node.kind != "table" or node.form == "inline"):
        offsets[max(node.span.start, node.span.end - 1)] = None
    yield from dict.fromkeys(document.lines.position(offset)[0] for offset in offsets)


def _comment(document: Document, line: int, rule: str) -> TextEdit:
    """The rule in the comment that the line has, or in a new one."""
    end = document.lines.line_span(line).end
    text = document.lines.line_text(line)
    listed = max(_LISTED.finditer(text), key=re.Match.start, default=None)
    if listed is None:
        return TextEdit(Span(end, end), f"  # fal-lsp: ignore[{rule}]")
    at = end - len(text) + listed.end("rules")
    return TextEdit(Span(at, at), f", {rule}" if listed["rules"].strip() else rule)
