"""The syntax of a section: its header, pairs and values, and what is wrong with them.

Knows offsets in one section; must not know the tree of the tables or offsets in the whole text.

A text is a row of sections: the pairs before the first header, then each header with the pairs
under it. All offsets in here count code points from the start of the *section*, so a section stays
true wherever it moves; add `Document.starts[index]` (or `Node.base`) to get offsets in the text.

What is needed to edit the text:

- a statement `key = value` is a `Pair`: `pair.start` (its first key part) to `pair.end` (the end of
  its value), `pair.equals` the offset of its `=`, `pair.parts` the key parts as they are written;
- a value is a `Value`: an array's `children` are `Value`s, an inline table's are `Pair`s, its
  brackets are `value.start` and, where it is `closed`, `value.end - 1`;
- commas and comments are computed on demand: `commas(section.text, value)`, `section.comments()`;
- a section's header line ends before `section.body`, its last statement before `section.end`;
  what follows up to `len(section.text)` is blank lines and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ..text import Span
    from .types import TextEdit

Kind = Literal["string", "integer", "float", "boolean", "datetime", "array", "table", "incomplete"]
Form = Literal["header", "array-item", "implicit", "dotted", "inline"]
ProblemKind = Literal["syntax", "duplicate-key", "too-large"]


class Problem(NamedTuple):
    """What is not TOML, at offsets of the text; `related` is the first writing of a duplicate.

    `message` is one short sentence, `help` says what to do about it ("" where the message does).
    `repair` is the text that was plainly meant, where there is one.
    """

    kind: ProblemKind
    message: str
    span: Span
    related: Span | None = None
    repair: TextEdit | None = None
    help: str = ""


class Part(NamedTuple):
    """One part of a dotted key: its name, and where it is written, quotes included."""

    name: str
    start: int
    end: int


class Value(NamedTuple):
    """A value. `malformed`: something is wrong with it or inside of it, so tomli cannot read it.

    `closed` is false for a string or container without its closing quote or bracket. A value of
    kind `incomplete` is missing (an empty span after the `=`) or is no TOML value.
    """

    kind: Kind
    start: int
    end: int
    children: tuple[Value | Pair, ...] = ()
    malformed: bool = False
    closed: bool = True


class Pair(NamedTuple):
    """A statement `key = value`. `equals` is -1 where the sign is missing.

    `dangling`: the key is missing or ends in a dot, so the pair is not in the tree.
    """

    parts: tuple[Part, ...]
    equals: int
    value: Value
    dangling: bool = False

    @property
    def start(self) -> int:
        """Where the statement starts."""
        if self.parts:
            return self.parts[0].start
        return self.equals if self.equals >= 0 else self.value.start

    @property
    def end(self) -> int:
        """Where the statement ends, a comment after it not included."""
        return max(self.value.end, self.equals + 1, self.parts[-1].end if self.parts else 0)

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the key's parts."""
        return tuple([part.name for part in self.parts])


Repair = tuple[int, int, str]
"""A span and the text that was meant there; an empty span is between two code points."""


class ParseError(NamedTuple):
    """What is wrong in a text, and where; `first` is the first writing of a duplicate.

    Offsets count from the start of the section, while the parser reads it from that of the text.
    """

    message: str
    start: int
    end: int
    first: tuple[int, int] | None = None
    repair: Repair | None = None
    help: str = ""

    def shift(self, by: int) -> ParseError:
        """The same error, `by` code points further on."""
        first, repair = self.first, self.repair
        return ParseError(
            self.message,
            self.start + by,
            self.end + by,
            (first[0] + by, first[1] + by) if first else None,
            (repair[0] + by, repair[1] + by, repair[2]) if repair else None,
            self.help,
        )


class Header(NamedTuple):
    """A header from its first bracket to its last. `malformed`: not closed, or not closed rightly.

    `dangling`: the name is missing or ends in a dot, so the section is not in the tree.
    """

    parts: tuple[Part, ...]
    start: int
    end: int
    array: bool = False
    malformed: bool = False
    dangling: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the header's parts."""
        return tuple([part.name for part in self.parts])


_COMMA_OR_COMMENT = re.compile(r",|#[^\r\n]*")


def leaves(value: Value) -> Iterator[Part | Value]:
    """The key parts and scalar values inside a value, in the order of the text."""
    if value.kind not in ("array", "table"):
        yield value
    for child in value.children:
        if isinstance(child, Pair):
            yield from child.parts
            yield from leaves(child.value)
        else:
            yield from leaves(child)


def commas(text: str, value: Value) -> list[int]:
    """The offsets of the commas of an array or inline table itself; `text` is its section's."""
    offsets: list[int] = []
    position = value.start + 1
    for child in (*value.children, None):
        stop = value.end if child is None else child.start
        for match in _COMMA_OR_COMMENT.finditer(text, position, stop):
            if match.group() == ",":
                offsets.append(match.start())
        if child is not None:
            position = child.end
    return offsets


NEWER_ESCAPE = re.compile(r"\\(?:(x)|(e)|.)", re.DOTALL)
"""An escape of a string, with a group for the two that TOML 1.1 has added."""


def needs_toml_1_1(text: str, value: Value) -> bool:
    r"""Whether an inline table has a line end between its pairs, or a comma after the last one, or
    a string an escape such as `\x1b` or `\e`.

    TOML 1.0 has none of that. The table itself is looked at, not what is inside it; `text` is its
    section's. False for everything else.
    """
    if value.malformed:
        return False
    if value.kind == "string":
        written = text[value.start : value.end]
        return written[:1] == '"' and any(
            each.lastindex is not None for each in NEWER_ESCAPE.finditer(written)
        )
    if value.kind != "table":
        return False
    if value.children and len(commas(text, value)) == len(value.children):
        return True
    position = value.start
    for child in value.children:
        if "\n" in text[position : child.start]:
            return True
        position = child.end
    return "\n" in text[position : value.end]
