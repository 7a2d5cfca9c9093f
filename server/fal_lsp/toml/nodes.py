"""The raw pieces of a text: sections, pairs, values. Knows no tree and no absolute offset.

A text is a row of sections: the pairs before the first header, then each header with the pairs
under it. All offsets in here count code points from the start of the *section*, so a section stays
true wherever it moves; add `Document.starts[index]` (or `Node.base`) to get offsets in the text.

What an editor of the text needs is all here:

- a statement `key = value` is a `Pair`: `pair.start` (its first key part) to `pair.end` (the end of
  its value), `pair.equals` the offset of its `=`, `pair.parts` the key parts as they are written;
- a value is a `Value`: an array's `children` are `Value`s, an inline table's are `Pair`s, its
  brackets are `value.start` and, where it is `closed`, `value.end - 1`;
- commas and comments are found on demand: `commas(section.text, value)`, `section.comments()`;
- a section's header line ends before `section.body`, its last statement before `section.end`;
  what follows up to `len(section.text)` is blank lines and comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..text import Span

Kind = Literal["string", "integer", "float", "boolean", "datetime", "array", "table", "incomplete"]
Form = Literal["header", "array-item", "implicit", "dotted", "inline"]
ProblemKind = Literal["syntax", "duplicate-key"]


class Problem(NamedTuple):
    """What is no TOML, at absolute offsets; `related` is the first writing of a duplicate."""

    kind: ProblemKind
    message: str
    span: Span
    related: Span | None = None


class Part(NamedTuple):
    """One part of a dotted key: its name, and where it is written, quotes included."""

    name: str
    start: int
    end: int


class Value(NamedTuple):
    """A value. `torn`: something is wrong with it or inside of it, so tomli cannot be asked.

    `closed` is false for a string or container without its closing quote or bracket. A value of
    kind `incomplete` is missing (an empty span behind the `=`) or is no TOML value.
    """

    kind: Kind
    start: int
    end: int
    children: tuple[Value | Pair, ...] = ()
    torn: bool = False
    closed: bool = True


class Pair(NamedTuple):
    """A statement `key = value`. `equals` is -1 where the sign is missing.

    `dangling`: the key is missing or ends in a dot, so the pair has no place in the tree.
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
        """Where the statement ends, a comment behind it not included."""
        return max(self.value.end, self.equals + 1, self.parts[-1].end if self.parts else 0)

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the key's parts."""
        return tuple([part.name for part in self.parts])


class Torn(NamedTuple):
    """What is wrong in a section, and where; `first` is the first writing of a duplicate."""

    message: str
    start: int
    end: int
    first: tuple[int, int] | None = None


class Header(NamedTuple):
    """A header from its first bracket to its last. `torn`: not closed, or not closed rightly.

    `dangling`: the name is missing or ends in a dot, so the section has no place in the tree.
    """

    parts: tuple[Part, ...]
    start: int
    end: int
    array: bool = False
    torn: bool = False
    dangling: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the header's parts."""
        return tuple([part.name for part in self.parts])


_COMMENT = re.compile(r"#[^\r\n]*")
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
    found: list[int] = []
    position = value.start + 1
    for child in (*value.children, None):
        stop = value.end if child is None else child.start
        for match in _COMMA_OR_COMMENT.finditer(text, position, stop):
            if match.group() == ",":
                found.append(match.start())
        if child is not None:
            position = child.end
    return found


class Section:
    """A header with the pairs under it; immutable, so it is shared between versions of a text.

    `body` is where the line behind the header starts, `end` where the last statement's line ends.
    `torn` says what is wrong with it, at relative offsets like all others. `reach` is how many
    code points from the section's start its reading depends on. `too_deep`: something is nested
    too deeply to be given to tomli. `verdict` is kept for `verdict.py`: tomli's answer about this
    section alone.
    """

    __slots__ = (
        "_data",
        "_local",
        "body",
        "end",
        "header",
        "pairs",
        "reach",
        "text",
        "too_deep",
        "torn",
        "verdict",
    )

    def __init__(
        self,
        text: str,
        header: Header | None,
        pairs: tuple[Pair, ...],
        body: int,
        end: int,
        torn: tuple[Torn, ...],
        reach: int,
        too_deep: bool = False,
    ) -> None:
        self.text = text
        self.header = header
        self.pairs = pairs
        self.body = body
        self.end = end
        self.torn = torn
        self.reach = reach
        self.too_deep = too_deep
        self._local: tuple[Local, tuple[Clash, ...]] | None = None
        self._data: dict[str, Any] | None = None
        self.verdict: Torn | Literal[True] | None = None

    @property
    def local(self) -> Local:
        """The pairs as a table."""
        if self._local is None:
            self._local = local_table(self.pairs)
        return self._local[0]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Where a pair clashes with an earlier pair of this section."""
        if self._local is None:
            self._local = local_table(self.pairs)
        return self._local[1]

    @property
    def data(self) -> dict[str, Any]:
        """The values of the pairs, found once; not to be changed."""
        if self._data is None:
            from .values import local_data

            self._data = local_data(self.text, self.pairs, self.local)
        return self._data

    @property
    def shape(self) -> object:
        """What decides the place of the section and its pairs in the tree."""
        header = self.header
        return (
            header and (header.array, header.torn, header.dangling, header.path),
            [(pair.path, pair.dangling, pair.equals < 0) for pair in self.pairs],
        )

    @property
    def path(self) -> tuple[str, ...]:
        """The path of the header, () for the pairs before the first one."""
        return self.header.path if self.header else ()

    def comments(self) -> list[tuple[int, int]]:
        """Where the comments are, each from its `#` to the end of its line."""
        spans: list[tuple[int, int]] = []
        position = 0
        taken: list[tuple[int, int]] = []
        if self.header:
            taken += [(part.start, part.end) for part in self.header.parts]
        for pair in self.pairs:
            taken += [(part.start, part.end) for part in pair.parts]
            taken += [(leaf.start, leaf.end) for leaf in leaves(pair.value)]
        for start, end in (*taken, (len(self.text), len(self.text))):
            match = _COMMENT.search(self.text, position, start)
            while match:
                spans.append(match.span())
                match = _COMMENT.search(self.text, match.end(), start)
            position = max(position, end)
        return spans


class Local:
    """Pairs read as a table: name -> index of a pair, or a `Local` of its own for dotted keys.

    `writers` are the indexes of the pairs that write this table's own name (none for the pairs of
    a section or of an inline table), `depth` the index of that name among their key parts.
    """

    __slots__ = ("depth", "entries", "writers")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.entries: dict[str, int | Local] = {}
        self.writers: list[int] = []


class Clash(NamedTuple):
    """Two writings that exclude each other, each as (index of the pair, index of the key part)."""

    later: tuple[int, int]
    first: tuple[int, int]


def local_table(pairs: tuple[Pair, ...]) -> tuple[Local, tuple[Clash, ...]]:
    """The pairs as a table, and where a later one clashes with an earlier one, which stays."""
    top = Local(-1)
    entries = top.entries
    clashes: list[Clash] = []
    for index, pair in enumerate(pairs):
        parts = pair.parts
        if len(parts) == 1 and not pair.dangling:
            name = parts[0].name
            if entries.setdefault(name, index) != index:
                _meet(pairs, entries, index, 0, clashes)
        elif parts:
            _dotted(pairs, top, index, clashes)
    return top, tuple(clashes)


def _dotted(pairs: tuple[Pair, ...], table: Local, index: int, clashes: list[Clash]) -> None:
    pair = pairs[index]
    last = len(pair.parts) - (0 if pair.dangling else 1)
    for depth, part in enumerate(pair.parts):
        if depth == last:
            if table.entries.setdefault(part.name, index) != index:
                _meet(pairs, table.entries, index, depth, clashes)
            return
        child = table.entries.get(part.name)
        if child is None:
            child = table.entries[part.name] = Local(depth)
        if not isinstance(child, Local):
            clashes.append(Clash((index, depth), (child, depth)))
            return
        child.writers.append(index)
        table = child


def _meet(
    pairs: tuple[Pair, ...],
    entries: dict[str, int | Local],
    index: int,
    depth: int,
    clashes: list[Clash],
) -> None:
    """Two writings of one key: a whole pair hides a half-typed one, else the second is too much."""
    name = pairs[index].parts[depth].name
    first = entries[name]
    if isinstance(first, Local):
        if pairs[index].equals >= 0:
            clashes.append(Clash((index, depth), (first.writers[0], depth)))
    elif pairs[first].equals < 0:
        entries[name] = index
    elif pairs[index].equals >= 0:
        clashes.append(Clash((index, depth), (first, depth)))
