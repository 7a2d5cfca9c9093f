"""Removes an entry: a statement, a table with all its sections, an element of a container.

Knows the notations of a table; must not know what a key means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import Span
from ..lookup import header_sections, nodes_along, occurrences
from ..types import TextEdit
from .compose import then
from .containers import container_of, own_comment, take_out
from .lines import comment_behind, tidy
from .sections import commented_lines, section_lines, statement_lines, statement_span

if TYPE_CHECKING:
    from ..document import Document
    from ..lookup import Occurrence
    from ..syntax_tree import Pair
    from ..types import Path


def remove(
    document: Document, path: Path, keep_comment: bool = False, with_above: bool = False
) -> list[TextEdit] | None:
    """Remove what is written of the entry at a path, with end-of-line comments.

    A table that only this entry implied, by a dotted key or by a header below it, is gone with it.
    With `keep_comment` the comment of an entry that is one pair stays on a line of its own,
    and `with_above` those right above statements go as well.
    """
    nodes = nodes_along(document, path)
    if not path or nodes is None:
        return None
    places = occurrences(nodes)
    if places and places[0].container is not None:
        return _from_box(document, path, places, keep_comment)
    cuts = [section_lines(document, index) for index in header_sections(nodes[-1])]
    for place in places:
        pair = document.sections[place.section].pairs[place.number]
        if not is_whole(pair):
            return None
        if keep_comment and len(places) == 1 and not cuts:
            kept = _but_comment(document, place.section, pair)
            if kept:
                return [kept]
        lines = commented_lines(document, place.section, place.number)
        cuts.append(lines if with_above else statement_lines(document, place.section, pair))
    return tidy(document.text, cuts, document.starts[0])


def own_comment_of(document: Document, path: Path) -> str:
    """The comment that is removed with an entry that is one pair, with the space before it."""
    nodes = nodes_along(document, path)
    if nodes is None:
        return ""
    place = occurrences(nodes)[0]
    section, base = document.sections[place.section], document.starts[place.section]
    if place.container is None:
        return comment_behind(document.text, base + section.pairs[place.number].end)
    container = container_of(document.text, section, base, place.container)
    return own_comment(container, place.number) if container else ""


def comments_above(document: Document, path: Path) -> list[str]:
    """The comments right above the lines of an entry that is one pair, without their indents."""
    nodes = nodes_along(document, path)
    place = occurrences(nodes)[0] if nodes is not None else None
    if place is None or place.container is not None:
        return []
    pair = document.sections[place.section].pairs[place.number]
    start = commented_lines(document, place.section, place.number).start
    stop = statement_lines(document, place.section, pair).start
    return [line.strip(" \t\r") for line in document.text[start:stop].split("\n")[:-1]]


def is_whole(pair: Pair) -> bool:
    """Whether it is clear where a statement ends: no bracket or string in it is left open."""
    return pair.value.closed or (pair.value.kind == "incomplete" and not pair.dangling)


def _but_comment(document: Document, index: int, pair: Pair) -> TextEdit | None:
    start, end = statement_span(document, index, pair)
    comment = comment_behind(document.text, end)
    if not comment.strip():
        return None
    return TextEdit(Span(start, end + len(comment) - len(comment.lstrip())), "")


def _from_box(
    document: Document, path: Path, places: list[Occurrence], keep_comment: bool
) -> list[TextEdit] | None:
    place = places[-1]
    assert place.container is not None
    section, base = document.sections[place.section], document.starts[place.section]
    container = container_of(document.text, section, base, place.container)
    if container is None:
        return None
    edits = take_out(container, place.number, keep_comment)
    if len(places) == 1:
        return edits
    # A table that several dotted keys write: one after the other.
    return then(document, edits, lambda rest: remove(rest, path, keep_comment))
