"""Adding the comments that suppress findings. Knows where in a text such a comment can be.

A comment is only added where it hides its finding and the values of the file stay the same: inside
a string there is no place for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..text import LineIndex, Span
from ..toml import parse
from ..toml.cursor import path_at
from ..toml.edits import apply
from ..toml.types import TextEdit
from .suppressions import NEVER_HIDDEN, read_comments, suppressions

if TYPE_CHECKING:
    from ..toml import Document
    from .diagnostic import Diagnostic

_LISTED = re.compile(r"#\s*fal-lsp:\s*ignore\[(?P<rules>[^\]]*)\](?=\s|$)")


class Ignored(NamedTuple):
    """The edits that add comments, the document with them, and how many findings they hide."""

    edits: tuple[TextEdit, ...]
    document: Document
    hidden: int


def add_ignores(document: Document, diagnostics: Sequence[Diagnostic]) -> Ignored:
    """A comment for each of the diagnostics; those on later lines are the first in a comment."""
    lines = document.lines
    added: dict[int, list[str]] = {}
    hidden = _hidable(document, diagnostics)
    for item, own in sorted(hidden, key=lambda each: -lines.position(each[0].span.start)[0]):
        if not any(item.rule in added.get(line, ()) for line in own):
            added.setdefault(own[0], []).append(item.rule)
    edits = _comments(document, added)
    return Ignored(edits, parse(apply(document.text, edits), document), len(hidden))


def ignore_comments(
    document: Document, diagnostics: Sequence[Diagnostic]
) -> Iterator[tuple[Diagnostic, TextEdit]]:
    """The edit that hides a finding by a comment, for each that a comment can hide.

    The comment is at the end of the finding's first line, or where that is inside a string, at the
    end of the value's last line.
    """
    for item, lines in _hidable(document, diagnostics):
        yield item, _comment(document.lines, lines[0], (item.rule,))


def hidable_rules(
    document: Document, diagnostics: Sequence[Diagnostic], offset: int
) -> tuple[str, ...]:
    """The rules of the findings that a comment at an offset hides, or would hide."""
    line = document.lines.position(offset)[0]
    is_alone = document.lines.line_text(line).lstrip(" \t\ufeff").startswith("#")
    found = [
        item.rule
        for item in diagnostics
        if item.rule not in NEVER_HIDDEN and (is_alone or line in _lines(document, item))
    ]
    return tuple(dict.fromkeys(found))


def python_comment(lines: LineIndex, span: Span, rule: str) -> TextEdit | None:
    """The edit that hides a finding in a Python file by a comment; `None` where none can."""
    from ..project.python.syntax import comments

    def found(text: str) -> Iterator[Span]:
        return (Span(*each) for each in comments(text))

    last = max(span.start, span.end - 1)
    for line in dict.fromkeys(lines.position(offset)[0] for offset in (span.start, last)):
        # Nothing may follow a backslash that joins lines.
        if rule in NEVER_HIDDEN or lines.line_text(line).endswith("\\"):
            continue
        edit = _comment(lines, line, (rule,))
        text = apply(lines.text, (edit,))
        if read_comments(LineIndex(text), partial(found, text)).hides(rule, line):
            return edit
    return None


def _hidable(
    document: Document, diagnostics: Sequence[Diagnostic]
) -> list[tuple[Diagnostic, list[int]]]:
    """The findings that no comment hides yet, with the lines where one would hide them.

    The comments are tried all at once: none of them is more than a comment, or a part of a string,
    so that what one does depends on no other.
    """
    now = suppressions(document).by_line
    places = [
        (item, lines)
        for item in diagnostics
        if item.rule not in NEVER_HIDDEN
        for lines in [list(_lines(document, item))]
        if not any(item.rule in now.get(line, ()) for line in lines)
    ]
    tried = {line: (item.rule,) for item, lines in places for line in lines}
    commented = parse(apply(document.text, _comments(document, tried)), document)
    after = suppressions(commented).by_line
    found = (
        (item, [line for line in lines if tried[line][0] in after.get(line, ())])
        for item, lines in places
    )
    return [(item, lines) for item, lines in found if lines]


def _comments(document: Document, added: Mapping[int, Sequence[str]]) -> tuple[TextEdit, ...]:
    """The edits that add rules to the comments of lines."""
    return tuple(_comment(document.lines, line, added[line]) for line in sorted(added))


def _lines(document: Document, item: Diagnostic) -> Iterator[int]:
    """The lines whose comments count for a finding."""
    first, last = item.span.start, max(item.span.start, item.span.end - 1)
    offsets = {first: None, last: None}
    spot = path_at(document, first)
    node = document.node(spot.path) if spot is not None else None
    if node is not None and (node.kind != "table" or node.form == "inline"):
        offsets[max(node.span.start, node.span.end - 1)] = None
    yield from dict.fromkeys(document.lines.position(offset)[0] for offset in offsets)


def _comment(lines: LineIndex, line: int, rules: Sequence[str]) -> TextEdit:
    """The rules in the comment that the line has, or in a new one."""
    end = lines.line_span(line).end
    text = lines.line_text(line)
    listed = max(_LISTED.finditer(text), key=re.Match.start, default=None)
    names = ", ".join(rules)
    if listed is None:
        return TextEdit(Span(end, end), f"  # fal-lsp: ignore[{names}]")
    at = end - len(text) + listed.end("rules")
    return TextEdit(Span(at, at), f", {names}" if listed["rules"].strip() else names)
