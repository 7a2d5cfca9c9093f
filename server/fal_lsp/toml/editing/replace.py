"""Writes another name, value or header where one is written.

Knows where entries are written; must not add or remove any.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from ...text import Span
from ..literals import BASIC, LITERAL, key_text, unquoted
from ..lookup import nodes_along, occurrences
from ..node import ValueNode
from ..types import TextEdit
from .lines import indent_at, line_start
from .sections import spaces_for
from .value_text import value_text

if TYPE_CHECKING:
    from ..document import Document
    from ..node import Node
    from ..types import Path


def rename(document: Document, path: Path, name: str) -> list[TextEdit] | None:
    """Write the last key of a path as `name` wherever it is; None where the name is taken."""
    nodes = nodes_along(document, path)
    if not path or not isinstance(path[-1], str) or nodes is None:
        return None
    if name == path[-1]:
        return []
    if nodes[-2].get(name) is not None:
        return None
    new = key_text(name)
    edits = {span: TextEdit(span, new) for span in nodes[-1].keys}
    for place in occurrences(nodes):
        if place.container is not None:
            continue
        section, base = document.sections[place.section], document.starts[place.section]
        pair = section.pairs[place.number]
        part = pair.parts[place.depth]
        span = Span(part.start, part.end).shift(base)
        if span not in edits or pair.equals < 0:
            continue
        last = pair.parts[-1].end
        spaces = pair.equals - last
        width = last - pair.start + len(new) - (part.end - part.start)
        kept = spaces_for(section, place.number, width, spaces)
        if kept == spaces:
            continue
        if place.depth == len(pair.parts) - 1:
            edits[span] = TextEdit(Span(span.start, pair.equals + base), new + " " * kept)
        else:
            gap = Span(last, pair.equals).shift(base)
            edits[gap] = TextEdit(gap, " " * kept)
    return list(edits.values())


def replace_value(document: Document, path: Path, text: str, end: str) -> list[TextEdit] | None:
    """Write other TOML in the place of a value, also where the value is missing after a `=`.

    Comments in the value go above its statement. A string keeps its single quotes.
    """
    source = value_text(text, end)
    if source is None:
        return None
    nodes = nodes_along(document, path)
    node = nodes[-1] if nodes else None
    if not isinstance(node, ValueNode) or (node.pair is not None and node.pair.equals < 0):
        return None
    start, stop = node.span
    source = _in_quotes_of(document.text[start:stop], source)
    if node.raw.kind != "incomplete" and not node.raw.closed:
        return None
    if start < stop or node.pair is None:
        return [*_comments_above(document, nodes or [], node, end), TextEdit(node.span, source)]
    # The value is missing: put it after the `=`, and leave a space in front of what follows.
    equals = node.base + node.pair.equals + 1
    follows = document.text[start : start + 1]
    space = " " if equals < start and follows not in ("", ",", "\r", "\n") else ""
    return [TextEdit(Span(equals, start), f" {source}{space}")]


def _in_quotes_of(old: str, new: str) -> str:
    """The source of a string in single quotes, where the one before has them and they can be."""
    if not re.fullmatch(LITERAL, old) or not re.fullmatch(BASIC, new):
        return new
    source = f"'{unquoted(new[1:-1], new[0])}'"
    return source if re.fullmatch(LITERAL, source) else new


def _comments_above(
    document: Document, nodes: list[Node], node: ValueNode, end: str
) -> list[TextEdit]:
    """The comments in a value as lines above its statement."""
    place = occurrences(nodes)[-1]
    section, base = document.sections[place.section], document.starts[place.section]
    spans = section.comments()
    first, last = (bisect_left(spans, (offset, 0)) for offset in (node.raw.start, node.raw.end))
    comments = [
        document.text[base + start : base + stop].rstrip() for start, stop in spans[first:last]
    ]
    if not comments:
        return []
    pairs = section.pairs
    number = bisect_right(pairs, node.raw.start, key=lambda pair: pair.start) - 1
    statement = base + pairs[number].start
    line = line_start(document.text, statement)
    indent = indent_at(document.text, statement)
    return [TextEdit(Span(line, line), "".join(f"{indent}{each}{end}" for each in comments))]


def array_to_table(document: Document, path: Path) -> list[TextEdit] | None:
    """Take one bracket on each side from the header; None where it is not the only one of its name.

    What is under the header, and the headers of its sub-tables, mean the same afterwards.
    """
    found = [
        (start, section.header)
        for start, section in zip(document.starts, document.sections, strict=True)
        if section.header is not None and section.header.path == path
    ]
    if len(found) != 1:
        return None
    ((start, header),) = found
    if not header.array or header.malformed or header.dangling:
        return None
    span = Span(header.start, header.end).shift(start)
    return [
        TextEdit(Span(span.start, span.start + 1), ""),
        TextEdit(Span(span.end - 1, span.end), ""),
    ]
