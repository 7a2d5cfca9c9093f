"""The place under a cursor, in whole and in half-typed text. Knows TOML; neither fal nor LSP.

`cursor_at` is for completion: what may be typed at an offset, and what it would replace. `path_at`
is for hover and navigation: which entry an offset lies on. Offsets are code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..text import Span
from .lookup import items_in, names_in, raw_at, resolve, section_path
from .node_at_offset import Spot, path_at
from .reach import read_to
from .recover import line_start
from .scalars import BLANK, KEY_PART, SPACE
from .scan import Stop, Token, line_end
from .spelling import key_name, unquoted

if TYPE_CHECKING:
    from .document import Document
    from .types import Path

__all__ = ["Cursor", "Notation", "Place", "Spot", "cursor_at", "path_at"]

Place = Literal["blank", "key", "value", "item", "header", "comment", "none"]
"""What may be typed at a cursor.

- `blank`: the line is empty: a key of the table above may start here, or a header;
- `key`: a key, or a part of a dotted key, in a section's body or an inline table;
- `value`: the value of a key; `item`: an item of an array;
- `header`: a part of the key in `[...]` or `[[...]]`;
- `comment`: inside a comment; `none`: nothing but a comment or a line end fits here.
"""

Notation = Literal["table", "dotted", "inline", "array", "header", "array-header"]
"""What the cursor stands in: the body of a section (`dotted` behind a dotted key's first dot), an
inline table, an array, or the brackets of a header or of a header of an array of tables."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a cursor. `span` never crosses a line end, and `offset` lies in it.

    `path` is the table that a key or header part is added to (the parts before it included), the
    key of a value, the array and index of an item, the table or array that a comment stands in.
    `prefix` is what is typed from the start of `span` to the cursor, escapes read. `span` is the
    key part, bare word or content of a string under the cursor, quotes only where the cursor is in
    front of them; `quote` is the quote that the cursor is in, `closed` whether that is closed,
    `header_closed` whether a header's brackets are. `multiline`: the inline table or array has line
    ends inside its brackets.

    `present` are the names in the table of the key, value or header part, without the name under
    the cursor if it is written nowhere else; `present_items` the plain values of the other items
    of the array. `typed` and `following` are the parts before and after the cursor's in the same
    key, `dots` the offsets of the key's dots. `equals`: a `=` follows (or precedes, for a value).
    `comma_before`, `comma_after`: a comma is missing there once something is typed; the one before
    goes right behind what stands there, at `comma_at`. `indent` is the white space that the line
    starts with.
    """

    offset: int
    place: Place
    path: Path
    prefix: str
    span: Span
    notation: Notation
    indent: str
    quote: str = ""
    closed: bool = False
    header_closed: bool = False
    multiline: bool = False
    present: tuple[str, ...] = ()
    present_items: tuple[Any, ...] = ()
    typed: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    dots: tuple[int, ...] = ()
    equals: bool = False
    comma_before: bool = False
    comma_after: bool = False
    comma_at: int = -1


_EQUALS = re.compile(r"[ \t]*=")
_HEADER_END = re.compile(r"[ \t]*\.?[ \t]*(\]{1,2})")
_SCALAR_TOKEN = re.compile(
    r"\"[^\"\\\r\n]*(?:\\[^\r\n][^\"\\\r\n]*)*\"|'[^'\r\n]*'|[^\s,\[\]{}#=\"']+"
)


def cursor_at(document: Document, offset: int) -> Cursor:
    """The place at an offset (clamped to the text). Never raises."""
    text = document.text
    offset = min(max(offset, document.starts[0]), len(text))
    index = document.section_at(offset)
    stop = read_to(document, index, offset)
    return _Reader(document, index, offset, stop).cursor()


class _Reader:
    """Turns a `Stop` into a `Cursor`."""

    def __init__(self, document: Document, index: int, offset: int, stop: Stop) -> None:
        self.document = document
        self.text = document.text
        self.index = index
        self.offset = offset
        self.stop = stop
        self.frame = stop.frames[-1]
        self.line = Span(line_start(self.text, offset), line_end(self.text, offset))
        indent = SPACE.match(self.text, self.line.start, offset)
        self.indent = indent.group() if indent else ""
        value = None
        if self.frame.kind in ("table", "array"):
            value = raw_at(document, index, self.frame.start)
        self.container = value
        self.limit = document.starts[index] + value.end if value else self.line.end

    def cursor(self) -> Cursor:
        frame, state = self.frame, self.stop.state
        if self.stop.comment >= 0:
            span = Span(self.stop.comment, self.line.end)
            typed = self.text[span.start + 1 : self.offset]
            return self.at("comment", self.base(), span, prefix=typed)
        if state == "key":
            return self.key()
        if frame.kind == "array":
            return self.item()
        if state == "value" and frame.parts:
            return self.value()
        if state == "after" and frame.kind == "table":
            return self.key()
        return self.at("none", self.base(), self.here())

    def here(self) -> Span:
        return Span(self.offset, self.offset)

    def base(self) -> Path:
        """The path of the innermost frame."""
        path = list(section_path(self.document, self.index))
        for frame in self.stop.frames[:-1]:
            path += [frame.index] if frame.kind == "array" else self.names(frame.parts)
        return tuple(path)

    def names(self, parts: list[Token]) -> list[str]:
        return [key_name(self.text[part.start : part.end]) for part in parts]

    def key(self) -> Cursor:
        frame, token = self.frame, self.stop.token
        parts = frame.parts if self.stop.state == "key" else []
        typed = tuple(self.names(parts))
        path = (*self.base(), *typed)
        place: Place = "key"
        if frame.kind == "header":
            place, path = "header", resolve(self.document, typed, self.index)
        elif frame.kind == "body" and not self.text[slice(*self.line)].strip(" \t"):
            place = "blank"
        following, dots, end = self.rest([*parts, token] if token else parts)
        equals = place == "key" and bool(_EQUALS.match(self.text, end))
        brackets = _HEADER_END.match(self.text, end)
        return self.at(
            place,
            path,
            self.span(token),
            present=names_in(self.document, path, token),
            typed=typed,
            following=following,
            dots=dots,
            equals=equals,
            header_closed=place == "header"
            and brackets is not None
            and len(brackets[1]) > self.is_double(),
            comma_before=frame.kind == "table" and (frame.missing or self.stop.state == "after"),
            comma_after=not equals and self.comma_after(end),
        )

    def value(self) -> Cursor:
        token = self.stop.token
        names = self.names(self.frame.parts)
        table = (*self.base(), *names[:-1])
        span = self.span(token) if token else Span(self.offset, self.value_end())
        return self.at(
            "value",
            (*table, names[-1]),
            span,
            present=names_in(self.document, table),
            equals=True,
            comma_after=self.comma_after(token.end if token else span.end),
        )

    def item(self) -> Cursor:
        frame, token, state = self.frame, self.stop.token, self.stop.state
        array = self.base()
        return self.at(
            "item",
            (*array, frame.index + (state == "after")),
            self.span(token),
            present_items=items_in(self.document, array, token),
            comma_before=frame.missing or state == "after",
            comma_after=self.comma_after(token.end if token else self.offset),
        )

    def at(self, place: Place, path: Path, span: Span, **more: Any) -> Cursor:
        token = self.stop.token
        quote = token.quote if token and token.inside else ""
        more.setdefault("prefix", unquoted(self.text[span.start : self.offset], quote[:1]))
        if more.get("comma_before"):
            more["comma_at"] = self.frame.ended
        return Cursor(
            offset=self.offset,
            place=place,
            path=path,
            span=span,
            notation=self.notation(place),
            indent=self.indent,
            quote=quote,
            closed=bool(token and token.inside and token.closed),
            multiline=self.multiline(),
            **more,
        )

    def notation(self, place: Place) -> Notation:
        frame = self.frame
        if frame.kind == "array":
            return "array"
        if frame.kind == "table":
            return "inline"
        if place == "header":
            return "array-header" if self.is_double() else "header"
        dotted = (place == "key" and frame.parts) or (place == "value" and len(frame.parts) > 1)
        return "dotted" if dotted else "table"

    def is_double(self) -> bool:
        start = self.frame.start
        return self.text.startswith("[[", start) and self.offset > start + 1

    def multiline(self) -> bool:
        if self.frame.kind not in ("table", "array"):
            return False
        end = max(self.offset, self.limit if self.container else 0)
        inside = self.text[self.frame.start : end]
        return "\n" in inside or "\r" in inside

    def span(self, token: Token | None) -> Span:
        """What is replaced: of a token that runs over several lines, the cursor's line."""
        if token is None:
            return self.here()
        start, end = (token.content, token.content_end) if token.inside else token[:2]
        return Span(max(start, self.line.start), min(end, self.line.end))

    def value_end(self) -> int:
        """The end of a value that follows the cursor on its line, else the cursor itself."""
        text = self.text
        start = _end(SPACE, text, self.offset)
        match = _SCALAR_TOKEN.match(text, start)
        if match:
            return self.offset if _EQUALS.match(text, match.end()) else match.end()
        if text[start : start + 1] in ("[", "{"):
            value = raw_at(self.document, self.index, start)
            end = self.document.starts[self.index] + value.end if value and value.closed else 0
            return end if self.offset < end <= self.line.end else self.offset
        return self.offset

    def rest(self, parts: Sequence[Token]) -> tuple[tuple[str, ...], tuple[int, ...], int]:
        """The key parts behind the cursor, the offsets of all dots of the key, and its end."""
        text = self.text
        dots = [text.index(".", one.end) for one in parts[:-1]]
        following: list[str] = []
        end = self.offset
        if parts and self.stop.token:
            end = max(end, parts[-1].end)
        elif parts:
            dots.append(text.index(".", parts[-1].end))
        while True:
            dot = _end(SPACE, text, end)
            if not text.startswith(".", dot):
                return tuple(following), tuple(dots), end
            dots.append(dot)
            end = dot + 1
            match = KEY_PART.match(text, _end(SPACE, text, end))
            if match:
                following.append(key_name(match.group()))
                end = match.end()

    def comma_after(self, end: int) -> bool:
        """Whether something follows in the same inline table or array without a comma between."""
        if self.frame.kind not in ("table", "array"):
            return False
        end = _end(BLANK, self.text, end)
        if end >= self.limit:
            return False
        return self.text[end] not in ",]}"


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
