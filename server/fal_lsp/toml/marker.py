"""A marker at the cursor, and what it is part of once the text is parsed. Knows no completion.

A string that somebody is typing lacks its end, and the next quote on the line may be the start of
another one. So it is read both ways, and the reading with fewer problems wins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..text import Span
from .literals import key_name
from .lookup import path_at, resolve, section_path
from .parser import parse_section
from .recovery import line_end
from .syntax_tree import Header, Pair, Part, Value

if TYPE_CHECKING:
    from .document import Document
    from .section import Section
    from .types import Path

MARKER = "0CURSOR"
"""A key, and never a value. It starts like a number: a line `[name` is a header wherever it is, and
after a key that lacks its `=` only a value is part of the same pair."""

_BEFORE = re.compile(r"((?:[^,#=\[\]{}\"']*[ \t])?)([^\s,#=\[\]{}\"']*)")
_KEY_BEFORE = re.compile(r"()([^\s,#=\[\]{}\"':]*)")
_AFTER = re.compile(r"[^\s,#=\[\]{}\"']*")
_QUOTED_KEY = re.compile(r"[ \t]+(\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*')[ \t]*[=:]")
_NEAR = 8
"""How many statements in front of the cursor and after it are read of a long section."""

_WORD_END = re.compile(r"[\s,\]}#\"']|\Z")


class Frame(NamedTuple):
    """The body of a section, or an array or inline table (`value`) around the marker.

    `path` leads to it; `number` is the index of the child with the marker, -1 between children.
    """

    value: Value | None
    path: Path
    number: int


class Landing(NamedTuple):
    """Where the marker is in the tree.

    `frames` lead to it from the outside, `leaf` is the key part or scalar value with the marker,
    None between those, and `owner` the pair or header it is part of. `base` is where the section
    starts and `at` where the marker does; `closed_at` is where a closing quote was added, else -1.
    """

    section: Section
    base: int
    at: int
    closed_at: int
    frames: tuple[Frame, ...]
    owner: Pair | Header | None
    leaf: Part | Value | None

    def source(self, start: int, end: int) -> str:
        """The text of a span of the section, with the marker."""
        return self.section.text[start:end]

    def offset(self, local: int) -> int:
        """The offset in the document of an offset in the section."""
        offset = local + self.base
        if offset <= self.at:
            return offset
        offset = max(offset - len(MARKER), self.at)
        return offset - (0 <= self.closed_at < offset)


def land(document: Document, offset: int) -> Landing:
    """What a marker at an offset becomes a part of."""
    text = document.text
    if text[offset : offset + 1] in ("'", '"'):
        spot = path_at(document, offset)
        if spot and spot.span.start == offset and spot.part != "item":
            # In front of a string: what is typed there takes its place, unless it may be one more.
            return _read(document, offset + (3 if text.startswith(text[offset] * 3, offset) else 1))
    landing = _read(document, offset)
    quote = _quote(landing)
    if len(quote) == 1 and (landing.section.errors or not _is_closed(landing)):
        word_end = _WORD_END.search(text, offset)
        end = min(word_end.start() if word_end else len(text), line_end(text, offset))
        other = _read(document, offset, end, quote)
        fewer = len(landing.section.errors) - len(other.section.errors)
        is_better = fewer > 0 or (fewer == 0 and _is_stuck_to_more(landing))
        if _quote(other) == quote and (is_better or not _is_closed(landing)):
            return other
    return landing


class Word(NamedTuple):
    """A key part or scalar value in the document, quotes included.

    `content` bounds what is between its quotes. `inside`: the cursor is there; `closed`: the quote
    after it is there. Words without a comma between are one malformed key or value to the parser:
    `previous` is where the word in front ends (else -1), `next_key` the key after it.
    """

    span: Span
    content: Span
    quote: str = ""
    closed: bool = False
    inside: bool = False
    previous: int = -1
    next_key: str = ""


def word_at(landing: Landing, offset: int) -> Word | None:
    """The word with the marker; None where it is part of something that is no word."""
    leaf = landing.leaf
    if leaf is None:
        return None
    start, end = landing.offset(leaf.start), landing.offset(leaf.end)
    quote = _quote(landing)
    if quote:
        closed = _is_closed(landing)
        content = Span(start + len(quote), end - len(quote) if closed else end)
        inside = content.start <= offset
        return Word(Span(start, end), content, quote, closed, inside)
    local = landing.at - landing.base
    before = (_KEY_BEFORE if isinstance(leaf, Part) else _BEFORE).fullmatch(
        landing.source(leaf.start, local)
    )
    after = _AFTER.match(landing.section.text, local + len(MARKER), leaf.end)
    if not before or not after:
        return None
    previous = -1
    if before.end(1) > 0:
        previous = start + len(before[1].rstrip(" \t"))
    span = Span(start + before.start(2), landing.offset(after.end()))
    next_key = ""
    if isinstance(landing.owner, Pair):
        quoted = _QUOTED_KEY.match(landing.section.text, leaf.end)
        next_key = quoted[1] if quoted else landing.source(after.end(), leaf.end).strip(" \t")
        next_key = key_name(next_key)
    return Word(span, span, previous=previous, next_key=next_key)


def _read(document: Document, at: int, close: int = -1, quote: str = "") -> Landing:
    text = document.text
    start, stop = _extent(document, at)
    marked = text[:at] + MARKER
    marked += text[at:close] + quote + text[close:stop] if quote else text[at:stop]
    while True:
        section, end = parse_section(marked, start, {}, keeps_indented=True)
        if end > at or end >= len(marked):
            return _landing(document, section, start, at, close)
        start = end


def _extent(document: Document, at: int) -> tuple[int, int]:
    """Which part of the text is enough to read: from a section or statement on, up to an offset.

    A section whose reading does not depend on the text at the cursor stays as it is. Of a long
    section only some statements around the cursor are read.
    """
    text, index = document.text, document.section_at(at)
    base, section = document.starts[index], document.sections[index]
    for start, above in zip(document.starts[:index], document.sections, strict=False):
        if start + above.reach > at:
            return start, len(text)
    first = bisect_right(section.pairs, at - base, key=lambda pair: pair.start) - 1 - _NEAR
    last = first + 2 * _NEAR + 1
    return (
        base + section.pairs[first].start if first > 0 else base,
        base + section.pairs[last].start if last < len(section.pairs) else len(text),
    )


def _landing(document: Document, section: Section, base: int, at: int, close: int) -> Landing:
    header, local = section.header, at - base
    if header and local < section.body:
        table = section_path(document, document.section_at(at))
        frames = (Frame(None, table, -1),)
        return Landing(section, base, at, close, frames, header, _part(header.parts, local))
    index = document.section_at(base)
    table = resolve(document, header.path, index) if header else section_path(document, index)
    return Landing(section, base, at, close, *_descend(section.pairs, local, table))


def _descend(
    children: Sequence[Pair | Value], local: int, path: Path
) -> tuple[tuple[Frame, ...], Pair | None, Part | Value | None]:
    """The frames around an offset, and what is there: a pair, and its key part or value."""
    frames: list[Frame] = []
    container: Value | None = None
    while True:
        number = bisect_right(children, local, key=lambda child: child.start) - 1
        child = children[number] if number >= 0 else None
        if child is None or (local >= child.end and not _is_open(child)):
            frames.append(Frame(container, path, -1))
            return tuple(frames), None, None
        frames.append(Frame(container, path, number))
        if isinstance(child, Pair):
            part = _part(child.parts, local)
            if part or child.equals < 0:
                return tuple(frames), child, part
            pair, path, value = child, (*path, *child.path), child.value
        else:
            pair, path, value = None, (*path, number), child
        if value.kind not in ("array", "table"):
            is_inside = value.start <= local < value.end
            return tuple(frames), pair, value if is_inside else None
        container, children = value, value.children


def _is_open(child: Pair | Value) -> bool:
    """Whether a bracket is never closed, so that a comment after it is inside of it."""
    value = child.value if isinstance(child, Pair) else child
    return value.kind in ("array", "table") and not value.closed


def _part(parts: Sequence[Part], local: int) -> Part | None:
    return next((part for part in parts if part.start <= local < part.end), None)


def _quote(landing: Landing) -> str:
    """The quote of the string or key that the marker is inside of, else nothing."""
    leaf = landing.leaf
    if leaf is None or leaf.start + landing.base == landing.at:
        return ""
    source = landing.source(leaf.start, leaf.end)
    quote = source[0] if source[0] in "\"'" else ""
    if isinstance(leaf, Value) and leaf.kind != "string":
        return ""
    if isinstance(leaf, Part) and quote in source[1 : landing.at - landing.base - leaf.start]:
        # Behind a quoted key, without a dot between.
        return quote if source.endswith(quote) else ""
    return quote * 3 if quote and isinstance(leaf, Value) and source[:3] == quote * 3 else quote


def _is_stuck_to_more(landing: Landing) -> bool:
    """Whether text follows the closing quote without a space: then the quote opens what follows."""
    leaf, text = landing.leaf, landing.section.text
    return leaf is not None and not _WORD_END.match(text, leaf.end)


def _is_closed(landing: Landing) -> bool:
    """Whether the string or quoted key with the marker has an end in the document."""
    leaf = landing.leaf
    if leaf is None or landing.closed_at >= 0:
        return False
    if isinstance(leaf, Value):
        return leaf.closed
    return leaf.end - leaf.start > 1 and landing.source(leaf.end - 1, leaf.end) == _quote(landing)
