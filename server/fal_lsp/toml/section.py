"""A section: a header and the pairs under it, also read as a table of plain values.

Knows one section at a time: its pairs, their dotted keys and their values through tomli. Must not
know other sections, nor where the section is in the text.
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

import tomli

from .syntax_tree import Header, Pair, ParseError, Value, commas, leaves, needs_toml_1_1

_COMMENT = re.compile(r"#[^\r\n]*")
_PLAIN = re.compile(r'"[^"\\]*"|\'[^\']*\'')
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}")


class Section:
    """A header with the pairs under it; immutable, so it is shared between versions of a text.

    `body` is where the line after the header starts, `end` where the last statement's line ends.
    `errors` says what is wrong with it. All offsets count code points from the section's start, as
    does `reach`: how much text from there on the parser looked at. `too_deep`: something is nested
    too deeply to be given to tomli. `values` counts the pairs, with all that is inside of their
    brackets. `tomli_error` is set by `tomli_errors.py`: what tomli says
    about this section alone, True where it accepts it, None where it has not run.
    """

    __slots__ = (
        "_comments",
        "_data",
        "_first_toml_1_1",
        "_inline_tables",
        "_separators",
        "_structure",
        "_table",
        "body",
        "end",
        "errors",
        "header",
        "pairs",
        "path",
        "reach",
        "text",
        "tomli_error",
        "too_deep",
        "values",
    )

    def __init__(
        self,
        text: str,
        header: Header | None,
        pairs: tuple[Pair, ...],
        body: int,
        end: int,
        errors: tuple[ParseError, ...],
        reach: int,
        too_deep: bool = False,
        values: int = 0,
    ) -> None:
        self.text = text
        self.header = header
        self.path: tuple[str, ...] = header.path if header else ()
        """The path of the header, () for the pairs before the first one."""
        self.pairs = pairs
        self.body = body
        self.end = end
        self.errors = errors
        self.reach = reach
        self.too_deep = too_deep
        self.values = values
        self._table: tuple[PairTable, tuple[Duplicate, ...]] | None = None
        self._data: dict[str, Any] | None = None
        self._first_toml_1_1: tuple[int | None] | None = None
        self._inline_tables: dict[int, tuple[tuple[Pair, ...], PairTable]] = {}
        self._comments: list[tuple[int, int]] | None = None
        self._separators: dict[int, tuple[int, ...] | None] = {}
        self._structure: object = None
        self.tomli_error: ParseError | Literal[True] | None = None

    @property
    def table(self) -> PairTable:
        """The pairs as a table."""
        if self._table is None:
            self._table = pair_table(self.pairs)
        return self._table[0]

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """The keys that this section has twice."""
        if self._table is None:
            self._table = pair_table(self.pairs)
        return self._table[1]

    @property
    def data(self) -> dict[str, Any]:
        """The plain values of the pairs, cached; not to be changed."""
        if self._data is None:
            self._data = pairs_data(self.text, self.pairs, self.table)
        return self._data

    def inline_table(self, value: Value) -> tuple[tuple[Pair, ...], PairTable]:
        """The pairs of a value of this section, also as a table, cached; no pairs in a scalar."""
        cached = self._inline_tables.get(value.start)
        if cached is None:
            children = value.children if value.kind == "table" else ()
            pairs = tuple([child for child in children if isinstance(child, Pair)])
            cached = self._inline_tables[value.start] = pairs, pair_table(pairs)[0]
        return cached

    @property
    def first_toml_1_1(self) -> int | None:
        """The offset of the first value that needs TOML 1.1, None without one."""
        if self._first_toml_1_1 is None:
            self._first_toml_1_1 = (_first_toml_1_1(self.text, self.pairs),)
        return self._first_toml_1_1[0]

    @property
    def structure(self) -> object:
        """What decides where the section and its pairs are in the tree, cached."""
        if self._structure is None:
            header = self.header
            self._structure = (
                header and (header.array, header.malformed, header.dangling, self.path),
                [(pair.path, pair.dangling, pair.equals < 0) for pair in self.pairs],
            )
        return self._structure

    def separators(self, value: Value) -> tuple[int, ...] | None:
        """The comma after each child of an array or inline table, -1 for none after the last.

        None where a comma is missing between two, or is one too many. Cached.
        """
        if value.start not in self._separators:
            self._separators[value.start] = _separators(self.text, value)
        return self._separators[value.start]

    def comments(self) -> list[tuple[int, int]]:
        """The comments, each from its `#` to the end of its line, cached; not to be changed."""
        if self._comments is None:
            self._comments = self._read_comments()
        return self._comments

    def _read_comments(self) -> list[tuple[int, int]]:
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


def _separators(text: str, value: Value) -> tuple[int, ...] | None:
    found = [*commas(text, value), -1]
    children = value.children
    if not len(children) <= len(found) <= len(children) + 1:
        return None
    for comma, child, after in zip(found, children, children[1:], strict=False):
        if not child.end <= comma < after.start:
            return None
    if children and len(found) > len(children) and found[len(children) - 1] < children[-1].end:
        return None
    return tuple(found[: len(children)])


class PairTable:
    """Pairs read as a table: name -> index of a pair, or a `PairTable` of its own for dotted keys.

    `writers` are the indexes of the pairs that write this table's own name (none for the pairs of
    a section or of an inline table), `depth` the index of that name among their key parts.
    """

    __slots__ = ("depth", "entries", "writers")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.entries: dict[str, int | PairTable] = {}
        self.writers: list[int] = []


class Duplicate(NamedTuple):
    """Two writings that exclude each other, each as (index of the pair, index of the key part)."""

    later: tuple[int, int]
    first: tuple[int, int]


def pair_table(pairs: tuple[Pair, ...]) -> tuple[PairTable, tuple[Duplicate, ...]]:
    """The pairs as a table, and the keys that it has twice: the earlier one stays."""
    top = PairTable(-1)
    entries = top.entries
    duplicates: list[Duplicate] = []
    for index, pair in enumerate(pairs):
        parts = pair.parts
        if len(parts) == 1 and not pair.dangling:
            name = parts[0].name
            if entries.setdefault(name, index) != index:
                _add_again(pairs, entries, index, 0, duplicates)
        elif parts:
            _add_dotted(pairs, top, index, duplicates)
    return top, tuple(duplicates)


def _add_dotted(
    pairs: tuple[Pair, ...], table: PairTable, index: int, duplicates: list[Duplicate]
) -> None:
    pair = pairs[index]
    last = len(pair.parts) - (0 if pair.dangling else 1)
    for depth, part in enumerate(pair.parts):
        if depth == last:
            if table.entries.setdefault(part.name, index) != index:
                _add_again(pairs, table.entries, index, depth, duplicates)
            return
        child = table.entries.get(part.name)
        if child is None:
            child = table.entries[part.name] = PairTable(depth)
        if not isinstance(child, PairTable):
            duplicates.append(Duplicate((index, depth), (child, depth)))
            return
        child.writers.append(index)
        table = child


def _add_again(
    pairs: tuple[Pair, ...],
    entries: dict[str, int | PairTable],
    index: int,
    depth: int,
    duplicates: list[Duplicate],
) -> None:
    """Two writings of one key: a whole pair hides a half-typed one, else the second is too much."""
    name = pairs[index].parts[depth].name
    first = entries[name]
    if isinstance(first, PairTable):
        if pairs[index].equals >= 0:
            duplicates.append(Duplicate((index, depth), (first.writers[0], depth)))
    elif pairs[first].equals < 0:
        entries[name] = index
    elif pairs[index].equals >= 0:
        duplicates.append(Duplicate((index, depth), (first, depth)))


def value_of(text: str, value: Value) -> Any:
    """The plain value as tomli reads it, None for what is malformed. `text` is its section's."""
    if not value.malformed:
        return _whole(text, value)
    if value.kind == "array":
        return [value_of(text, item) for item in value.children if isinstance(item, Value)]
    if value.kind == "table":
        pairs = tuple([pair for pair in value.children if isinstance(pair, Pair)])
        return pairs_data(text, pairs, pair_table(pairs)[0])
    return None


def pairs_data(text: str, pairs: tuple[Pair, ...], table: PairTable) -> dict[str, Any]:
    """The plain values of pairs that are read as a table."""
    return {
        name: pairs_data(text, pairs, entry)
        if isinstance(entry, PairTable)
        else value_of(text, pairs[entry].value)
        for name, entry in table.entries.items()
    }


def _whole(text: str, value: Value) -> Any:
    source = text[value.start : value.end]
    if value.kind == "string" and len(source) < 3:
        return ""
    if value.kind == "string" and source[1] != source[0] and _PLAIN.fullmatch(source):
        return source[1:-1]
    if value.kind == "boolean":
        return source == "true"
    if value.kind == "integer" and _DECIMAL.fullmatch(source):
        return int(source)
    try:
        return tomli.loads("v = " + source)["v"]
    except Exception:
        if not value.children:
            return None
        return value_of(text, value._replace(malformed=True))


def _first_toml_1_1(text: str, pairs: tuple[Pair, ...]) -> int | None:
    """The offset of the first value of a section that needs TOML 1.1, None without one."""
    if not any(sign in text for sign in ("{", "\\x", "\\e")):
        return None
    offsets = [_first_inside(text, pair.value) for pair in pairs]
    return next((offset for offset in offsets if offset is not None), None)


def _first_inside(text: str, value: Value) -> int | None:
    if needs_toml_1_1(text, value):
        return value.start
    for child in value.children:
        offset = _first_inside(text, child.value if isinstance(child, Pair) else child)
        if offset is not None:
            return offset
    return None
