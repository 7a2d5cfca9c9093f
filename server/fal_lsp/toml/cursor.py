"""The place under a cursor, in whole and in half-typed text. Knows TOML; neither fal nor LSP.

`cursor_at` is for completion: what may be typed at an offset, and what it would replace. `path_at`
is for hover and navigation: which entry an offset lies on. Offsets are code points of the text.

The place is found as rust-analyzer finds it (`ide-completion/src/context.rs`): a marker, a word
that could be a key, is put at the cursor, the text around is parsed, and what the marker has become
a part of is the place. So there is one reading of malformed text, the parser's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..text import Span
from .literals import BLANK, SPACE, unquoted
from .lookup import EntryAt, items_in, names_in, path_at, resolve
from .marker import land, word_at
from .recovery import line_end, line_start
from .syntax_tree import Header, Pair, Part, Value, commas

if TYPE_CHECKING:
    from .document import Document
    from .marker import Word
    from .types import Path

__all__ = ["Cursor", "EntryAt", "Notation", "Place", "cursor_at", "path_at"]

Place = Literal["blank", "key", "value", "item", "header", "comment", "none"]
"""What may be typed at a cursor.

- `blank`: the line is empty: a key of the table above may start here, or a header;
- `key`: a key, or a part of a dotted key, in a section's body or an inline table;
- `value`: the value of a key; `item`: an item of an array;
- `header`: a part of the key in `[...]` or `[[...]]`;
- `comment`: inside a comment; `none`: nothing but a comment or a line end fits here.
"""

Notation = Literal["table", "dotted", "inline", "array", "header", "array-header"]
"""What the cursor stands in: the body of a section (`dotted` after a dotted key's first dot), an
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
    goes right after what stands there, at `comma_at`. `indent` is the white space that the line
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
_HEADER_END = re.compile(r"[ \t]*(?:\.[ \t]*)?(\]{1,2})")
_DOT = re.compile(r"[ \t]*\.")
_SCALAR_TOKEN = re.compile(
    r"\"[^\"\\\r\n]*(?:\\[^\r\n][^\"\\\r\n]*)*\"|'[^'\r\n]*'|[^\s,\[\]{}#=\"']+"
)


def cursor_at(document: Document, offset: int) -> Cursor:
    """The place at an offset (clamped to the text). Never raises."""
    offset = min(max(offset, document.starts[0]), len(document.text))
    return _Reader(document, offset).cursor()


class _Reader:
    """Turns what the marker has become a part of into a `Cursor`."""

    def __init__(self, document: Document, offset: int) -> None:
        self.document = document
        self.text = document.text
        self.offset = offset
        self.landing = land(document, offset)
        self.frame = self.landing.frames[-1]
        self.word = word_at(self.landing, offset)
        self.line = Span(line_start(self.text, offset), line_end(self.text, offset))

    def cursor(self) -> Cursor:
        owner, leaf, word = self.landing.owner, self.landing.leaf, self.word
        container = self.frame.value
        if self.is_in_delimiter():
            return self.at("none", self.frame.path, Span(self.offset, self.offset))
        if leaf is None:
            comment = self.comment()
            if comment >= 0:
                span = Span(comment, self.line.end)
                typed = self.text[comment + 1 : self.offset]
                return self.at("comment", self.frame.path, span, prefix=typed)
        if leaf is None or word is None or self.is_behind_unfinished(word):
            return self.at("none", self.frame.path, Span(self.offset, self.offset))
        if isinstance(owner, Header):
            return self.key("header", word, owner.parts)
        if isinstance(leaf, Part) and owner:
            rest = self.text[slice(*self.line)].strip(" \t")
            if not container and rest[:1] == "[" and self.text[word.span.end] in " \t[":
                # In front of a header.
                return self.at("none", self.frame.path, word.span)
            return self.key("key" if container or rest else "blank", word, owner.parts)
        if container and container.kind == "array":
            return self.item(word)
        if word.previous >= 0:
            return self.key("key", word, ())
        if owner and owner.parts:
            return self.value(word, owner)
        return self.at("none", self.frame.path, Span(self.offset, self.offset))

    def is_in_delimiter(self) -> bool:
        """Whether the cursor splits the three quotes of a multi-line string.

        A word typed there makes other strings of the rest of the line.
        """
        quote = self.text[self.offset - 1 : self.offset]
        if quote not in ('"', "'"):
            return False
        before = self.text[max(self.offset - 3, 0) : self.offset]
        behind = self.text[self.offset : self.offset + 3]
        run = len(before) - len(before.rstrip(quote)), len(behind) - len(behind.lstrip(quote))
        return run[1] > 0 and sum(run) >= 3

    def comment(self) -> int:
        """Where the comment starts that the marker is in, -1 if it is in none.

        Between pairs and items there are no words, so a `#` there starts a comment.
        """
        landing, local = self.landing, self.landing.at - self.landing.base
        header = landing.section.header
        children = self.frame.value.children if self.frame.value else landing.section.pairs
        before = [child.end for child in children if child.end <= local]
        if self.frame.value:
            before.append(self.frame.value.start + 1)
        elif header and header.end <= local:
            before.append(header.end)
        start = max(landing.offset(max(before, default=0)), self.line.start)
        return self.text.find("#", start, self.offset)

    def key(self, place: Place, word: Word, parts: Sequence[Part]) -> Cursor:
        landing = self.landing
        number = next((at for at, part in enumerate(parts) if part is landing.leaf), 0)
        typed = tuple([part.name for part in parts[:number]])
        path = (*self.frame.path, *typed)
        if place == "header":
            path = resolve(self.document, typed, self.document.section_at(self.offset))
        ends = [landing.offset(part.end) for part in parts]
        ends[number : number + 1] = [word.span.end]
        dots = [self.text.index(".", end) for end in ends[:-1]]
        end = ends[-1]
        dangling = _DOT.match(self.text, end)
        if dangling:
            end = dangling.end()
            dots.append(end - 1)
        equals = place == "key" and bool(_EQUALS.match(self.text, end))
        brackets = _HEADER_END.match(self.text, end)
        opened = 2 if self.notation(place) == "array-header" else 1
        return self.at(
            place,
            path,
            self.replaced(word),
            present=self.present(path, word),
            typed=typed,
            following=tuple([part.name for part in parts[number + 1 :]]),
            dots=tuple(dots),
            equals=equals,
            header_closed=place == "header" and brackets is not None and len(brackets[1]) >= opened,
            comma_at=self.comma_at(word),
            comma_after=not equals and self.comma_after(end),
        )

    def value(self, word: Word, pair: Pair) -> Cursor:
        table, name = (*self.frame.path, *pair.path[:-1]), pair.path[-1]
        span = self.replaced(word)
        if word.span.start == word.span.end and not word.quote:
            span = Span(self.offset, self.value_end())
        return self.at(
            "value",
            (*table, name),
            span,
            present=self.present(table),
            equals=True,
            comma_after=self.comma_after(max(word.span.end, span.end)),
        )

    def item(self, word: Word) -> Cursor:
        span = word.span if word.span.start < word.span.end else None
        return self.at(
            "item",
            (*self.frame.path, self.frame.number + (word.previous >= 0)),
            self.replaced(word),
            present_items=items_in(self.document, self.frame.path, span),
            comma_at=self.comma_at(word),
            comma_after=self.comma_after(word.span.end),
        )

    def at(self, place: Place, path: Path, span: Span, **more: Any) -> Cursor:
        quote = self.word.quote if self.word and self.word.inside else ""
        more.setdefault("prefix", unquoted(self.text[span.start : self.offset], quote[:1]))
        indent = SPACE.match(self.text, self.line.start, self.offset)
        return Cursor(
            offset=self.offset,
            place=place,
            path=path,
            span=span,
            notation=self.notation(place),
            indent=indent.group() if indent else "",
            quote=quote,
            closed=bool(quote and self.word and self.word.closed),
            multiline=self.multiline(),
            comma_before=more.get("comma_at", -1) >= 0,
            **more,
        )

    def notation(self, place: Place) -> Notation:
        owner, container = self.landing.owner, self.frame.value
        if container:
            return "array" if container.kind == "array" else "inline"
        if isinstance(owner, Header):
            if place != "header":
                return "table"
            return "array-header" if owner.array else "header"
        if place in ("key", "value") and owner and len(owner.parts) > 1:
            return "table" if owner.parts[0] is self.landing.leaf else "dotted"
        return "table"

    def multiline(self) -> bool:
        value = self.frame.value
        if value is None:
            return False
        inside = self.landing.source(value.start, value.end)
        return "\n" in inside or "\r" in inside

    def replaced(self, word: Word) -> Span:
        """What is replaced: of a string that runs over several lines, the cursor's line."""
        start, end = word.content if word.inside else word.span
        return Span(max(start, self.line.start), min(end, self.line.end))

    def value_end(self) -> int:
        """The end of a value that follows the cursor on its line, else the cursor itself."""
        text = self.text
        start = _end(SPACE, text, self.offset)
        match = _SCALAR_TOKEN.match(text, start)
        if match:
            return self.offset if _EQUALS.match(text, match.end()) else match.end()
        value = path_at(self.document, start) if text[start : start + 1] in ("[", "{") else None
        if value and value.span.start == start and text[value.span.end - 1] in "]}":
            return value.span.end if value.span.end <= self.line.end else self.offset
        return self.offset

    def present(self, table: Path, word: Word | None = None) -> tuple[str, ...]:
        """The names in a table; of a key under the cursor only what is written elsewhere, too."""
        container, depth = self.frame.value, len(table) - len(self.frame.path)
        more = [word.next_key] if word and word.next_key else []
        if not container:
            span = word.span if word and word.span.start < word.span.end else None
            return tuple(dict.fromkeys([*names_in(self.document, table, span), *more]))
        typed = table[len(self.frame.path) :]
        paths = [
            child.path
            for number, child in enumerate(container.children)
            if isinstance(child, Pair) and (word is None or number != self.frame.number)
        ]
        names = [path[depth] for path in paths if path[:depth] == typed and len(path) > depth]
        return tuple(dict.fromkeys([*names, *more]))

    def is_behind_unfinished(self, word: Word) -> bool:
        """Whether something else than the word has to follow what is in front of it."""
        before = self.unseparated()
        if isinstance(before, Pair):
            return before.value.start == before.value.end
        return word.previous >= 0 and not self.frame.value

    def unseparated(self) -> Pair | Value | None:
        """The pair or item in front of the cursor's without a comma between."""
        value, number = self.frame.value, self.frame.number
        if value is None or number < 1:
            return None
        before, own = value.children[number - 1 : number + 1]
        found = commas(self.landing.section.text, value)
        return None if any(before.end <= comma < own.start for comma in found) else before

    def comma_at(self, word: Word) -> int:
        """Where a comma is missing in front of the word in an inline table or array, else -1."""
        before = self.unseparated()
        return self.landing.offset(before.end) if before else word.previous

    def comma_after(self, end: int) -> bool:
        """Whether something follows in the same inline table or array without a comma between."""
        if self.frame.value is None:
            return False
        end = _end(BLANK, self.text, end)
        if end >= self.landing.offset(self.frame.value.end):
            return False
        return self.text[end] not in ",]}"


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
