"""Text edits: applying them, and composing edits that are made one after another.

Knows spans and the parser; must not know what the edits are for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...text import Span
from .. import parse
from ..types import TextEdit

if TYPE_CHECKING:
    from ..document import Document


def apply(text: str, edits: Sequence[TextEdit]) -> str:
    """The text with edits made that are sorted and do not overlap."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += (text[position : edit.span.start], edit.text)
        position = edit.span.end
    return "".join((*pieces, text[position:]))


Piece = Span | str
"""A piece of an edited text: taken from the original, or new."""


def compose(size: int, first: Sequence[TextEdit], second: Sequence[TextEdit]) -> list[TextEdit]:
    """Edits of a text of this size that do `first` and then `second`, which edits the result.

    All are sorted and do not overlap. What touches becomes one edit.
    """
    rest: list[Piece] = []
    position = 0
    for edit in first:
        rest += (Span(position, edit.span.start), edit.text)
        position = edit.span.end
    rest.append(Span(position, size))
    rest.reverse()
    done: list[Piece] = []
    position = 0
    for edit in second:
        done += _take(rest, edit.span.start - position)
        _take(rest, edit.span.end - edit.span.start)
        done.append(edit.text)
        position = edit.span.end
    return _edits(size, [*done, *reversed(rest)])


def _take(rest: list[Piece], length: int) -> list[Piece]:
    """Take pieces of this length from the end of a reversed list."""
    taken: list[Piece] = []
    while length > 0:
        piece = rest.pop()
        start, end = piece if isinstance(piece, Span) else (0, len(piece))
        cut = min(end, start + length)
        length -= cut - start
        if isinstance(piece, Span):
            taken.append(Span(start, cut))
            rest.append(Span(cut, end))
        else:
            taken.append(piece[:cut])
            rest.append(piece[cut:])
        if cut == end:
            rest.pop()
    return taken


def _edits(size: int, pieces: Sequence[Piece]) -> list[TextEdit]:
    edits: list[TextEdit] = []
    text = ""
    position = 0
    for piece in (*pieces, Span(size, size)):
        if isinstance(piece, str):
            text += piece
        elif piece.start < piece.end or piece.start == size:
            if text or position < piece.start:
                edits.append(TextEdit(Span(position, piece.start), text))
            text, position = "", piece.end
    return edits


def then(
    document: Document,
    first: Sequence[TextEdit] | None,
    second: Callable[[Document], list[TextEdit] | None],
) -> list[TextEdit] | None:
    """`first`, then `second` on the document that has come of it."""
    if first is None:
        return None
    more = second(parse(apply(document.text, first), document))
    return None if more is None else compose(len(document.text), first, more)


def minimal(text: str, edits: Sequence[TextEdit]) -> tuple[TextEdit, ...]:
    """The edits without the whole lines that they would only replace by themselves."""
    kept: list[TextEdit] = []
    for (start, end), new in edits:
        old = text[start:end]
        if old == new:
            continue
        head = old.rfind("\n", 0, _common(old, new)) + 1
        most = min(len(old), len(new)) - head
        tail = min(_common(old[::-1], new[::-1]), most)
        # What stays after it starts with a line of its own.
        line = old.find("\n", len(old) - tail) + 1
        tail = len(old) - line if tail and line else 0
        kept.append(TextEdit(Span(start + head, end - tail), new[head : len(new) - tail]))
    return tuple(kept)


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common from their starts."""
    most = min(len(one), len(other))
    return next((number for number in range(most) if one[number] != other[number]), most)
