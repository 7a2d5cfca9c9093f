"""A section: a header and the pairs under it, what is wrong with it, and its table of values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from .dotted_keys import Clash, Local, local_table
from .layout import first_in_pairs
from .syntax_tree import leaves
from .values import local_data

if TYPE_CHECKING:
    from .syntax_tree import Header, Pair, ParseError

_COMMENT = re.compile(r"#[^\r\n]*")


class Section:
    """A header with the pairs under it; immutable, so it is shared between versions of a text.

    `body` is where the line behind the header starts, `end` where the last statement's line ends.
    `errors` says what is wrong with it, at relative offsets like all others. `reach` is how many
    code points from the section's start its reading depends on. `too_deep`: something is nested
    too deeply to be given to tomli. `verdict` is kept for `verdict.py`: tomli's answer about this
    section alone.
    """

    __slots__ = (
        "_data",
        "_first_toml_1_1",
        "_local",
        "body",
        "end",
        "errors",
        "header",
        "pairs",
        "path",
        "reach",
        "text",
        "too_deep",
        "verdict",
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
        self._local: tuple[Local, tuple[Clash, ...]] | None = None
        self._data: dict[str, Any] | None = None
        self._first_toml_1_1: tuple[int | None] | None = None
        self.verdict: ParseError | Literal[True] | None = None

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
            self._data = local_data(self.text, self.pairs, self.local)
        return self._data

    @property
    def first_toml_1_1(self) -> int | None:
        """Where the first inline table is that TOML 1.0 does not have, None without one."""
        if self._first_toml_1_1 is None:
            self._first_toml_1_1 = (first_in_pairs(self.text, self.pairs),)
        return self._first_toml_1_1[0]

    @property
    def shape(self) -> object:
        """What decides the place of the section and its pairs in the tree."""
        header = self.header
        return (
            header and (header.array, header.malformed, header.dangling, self.path),
            [(pair.path, pair.dangling, pair.equals < 0) for pair in self.pairs],
        )

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
