"""Writes another name or another value where one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import Span
from ..literals import key_text
from ..lookup import chain, slots
from ..node import ValueNode
from ..types import TextEdit
from .alignment import spaces_for

if TYPE_CHECKING:
    from ..document import Document
    from ..types import Path


def rename(document: Document, path: Path, name: str) -> list[TextEdit] | None:
    """Write the last key of a path as `name` wherever it stands; None where the name is taken."""
    nodes = chain(document, path)
    if not path or not isinstance(path[-1], str) or nodes is None:
        return None
    if name == path[-1]:
        return []
    if nodes[-2].get(name) is not None:
        return None
    new = key_text(name)
    edits = {span: TextEdit(span, new) for span in nodes[-1].keys}
    for place in slots(nodes):
        if place.box is not None:
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


def replace_value(document: Document, path: Path, text: str) -> list[TextEdit] | None:
    """Write other TOML in the place of a value, also where the value is missing behind a `=`."""
    nodes = chain(document, path)
    node = nodes[-1] if nodes else None
    if not isinstance(node, ValueNode) or (node.pair is not None and node.pair.equals < 0):
        return None
    start, end = node.span
    if node.raw.kind != "incomplete" and not node.raw.closed:
        return None
    if start < end or node.pair is None:
        return [TextEdit(Span(start, end), text)]
    # The value is missing: put it behind the `=`, and leave a space in front of what follows.
    equals = node.base + node.pair.equals + 1
    follows = document.text[start : start + 1]
    space = " " if equals < start and follows not in ("", ",", "\r", "\n") else ""
    return [TextEdit(Span(equals, start), f" {text}{space}")]
