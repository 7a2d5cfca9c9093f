"""Half-typed states of a TOML text, and what has to survive in each.

A state is a text that somebody has in the editor for a moment: cut off, with a statement half
typed, with a broken line in between, with a character or a line missing. What has to survive is
every value whose own statement and own header the edit did not touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from fal_lsp.toml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fal_lsp.toml.types import Path

STATEMENTS = (
    "zeta = 300",
    'zeta = "some text"',
    "zeta = 'text'",
    'zeta = ["a", "b"]',
    "zeta = [[1, 2], [3]]",
    'zeta = { a = "D", b = { C = "1" } }',
    'zeta = [\n  "a", # one\n  "b",\n]',
    'zeta = {\n  a = "b",\n  c = ["d"],\n}',
    'zeta = """\ntext with "quotes"\n"""',
    "zeta = '''\ntext\n'''",
    'zeta.path.deep = "/h"',
    '"zeta key" = true',
    "# a comment with 'quotes\" and [brackets",
)
HEADERS = (
    '[zeta.new]\nref = "x.py::X"',
    '[zeta."a.b"]\nname = "x"',
    "[[zeta.items]]\nname = 'x'",
)
BROKEN = (
    "zeta",
    "zeta =",
    "zeta = [",
    "zeta = {",
    'zeta = "',
    "zeta = '",
    'zeta = "open',
    'zeta = "open # comment',
    'zeta = """',
    "zeta = '''",
    'zeta = ["a", ',
    'zeta = ["a", "b',
    "zeta = { a = 1",
    "zeta = { a = 1,",
    'zeta = { a = "b',
    "zeta = [1, { a = [",
    "zeta = nope",
    "zeta: 1",
    "zeta 1",
    "= 1",
    '"zeta',
    "]",
    "}",
    "[",
    "[[",
    "zeta. = 1",
    "zeta.",
    "// comment",
    "zeta = 1 1",
)


@dataclass(frozen=True)
class State:
    """A text, how it came about, and which lines of the original the edit touches.

    `taken`: a new header is there, which takes the rest of its section; -1 for none.
    """

    name: str
    text: str
    touched: tuple[int, int]
    taken: int = -1


class Entry(NamedTuple):
    """A value, with the lines of its statement and the index of its section."""

    path: Path
    value: Any
    start: int
    end: int
    section: int


class Original:
    """A valid text, cut into units: header lines, statements, and the lines between."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units: list[tuple[int, int, int]] = []  # start, end, section
        self.headers: dict[int, tuple[int, int]] = {}
        self.values: list[Entry] = []
        document = parse(text)
        assert document.error is None
        self.paths = [section.path for section in document.sections]
        self.arrays: set[Path] = set()
        for index, section in enumerate(document.sections):
            base = document.starts[index]
            if section.header:
                start, end = self.lines(base + section.header.start, base + section.header.end)
                self.headers[index] = (start, end)
                if section.header.array:
                    self.arrays.add(section.header.path)
            for pair in section.pairs:
                start, end = self.lines(base + pair.start, base + pair.end)
                self.units.append((start, end, index))
        for path, node in _leaves((), document.root):
            index = node.section
            start, end = next(
                (start, end)
                for start, end, section in self.units
                if section == index and start <= node.span.start < end
            )
            self.values.append(Entry(path, node.value, start, end, index))
        self.boundaries = sorted(
            {0, len(text)}
            | {end for _, end, _ in self.units}
            | {end for _, end in self.headers.values()}
        )

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """The whole lines around a span, the last line end included."""
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        return first, len(self.text) if last < 0 else last + 1

    def survivors(self, start: int, end: int, taken: int = -1) -> list[Entry]:
        """The values that an edit of `start` to `end` (both in whole lines) does not touch.

        With a touched header go its whole section and, in an array of tables, its siblings and
        what is below them, as their indices change.
        """
        gone: set[int] = set()
        for index, (first, last) in self.headers.items():
            if first < end and start < last:
                path = self.paths[index]
                gone.add(index)
                if path in self.arrays:
                    gone.update(
                        other
                        for other, below in enumerate(self.paths)
                        if below[: len(path)] == path
                    )
        return [
            entry
            for entry in self.values
            if entry.section not in gone
            and not (entry.start < end and start < entry.end)
            and not (0 <= taken <= entry.start < self.section_end(taken))
        ]

    def section_end(self, offset: int) -> int:
        """Where the next header after an offset starts."""
        starts = [first for first, _ in self.headers.values() if first >= offset]
        return min(starts, default=len(self.text) + 1)

    def states(self) -> Iterator[State]:
        """Every state of the suite."""
        yield from self.truncated()
        yield from self.typed()
        yield from self.with_broken_lines()
        yield from self.with_deleted_characters()
        yield from self.with_deleted_lines()

    def truncated(self) -> Iterator[State]:
        """Cut off at every character."""
        for offset in range(len(self.text)):
            yield State(f"truncate {offset}", self.text[:offset], (offset, len(self.text) + 1))

    def typed(self) -> Iterator[State]:
        """A statement or a header with a statement, typed character by character."""
        text = self.text
        for at in self.boundaries:
            for statement in (*STATEMENTS, *HEADERS):
                taken = -1 if statement in STATEMENTS else at
                for size in range(1, len(statement) + 1):
                    typed = text[:at] + self.indented(statement[:size], at) + "\n" + text[at:]
                    yield State(f"type {statement[:size]!r} at {at}", typed, (at, at), taken)

    def indented(self, lines: str, at: int) -> str:
        """Lines indented as an editor does: like the statement or header before them."""
        before = [start for start, end, _ in self.units if end == at]
        before += [start for start, end in self.headers.values() if end == at]
        line = self.text[before[0] : at] if before else ""
        indent = line[: len(line) - len(line.lstrip(" "))]
        return "\n".join(indent + part for part in lines.split("\n"))

    def with_broken_lines(self) -> Iterator[State]:
        """A line that is no TOML, between two statements."""
        for at in self.boundaries:
            for line in BROKEN:
                text = self.text[:at] + self.indented(line, at) + "\n" + self.text[at:]
                yield State(f"insert {line!r} at {at}", text, (at, at))

    def with_deleted_characters(self) -> Iterator[State]:
        """Every character missing once."""
        for at in range(len(self.text)):
            text = self.text[:at] + self.text[at + 1 :]
            yield State(f"delete {self.text[at]!r} at {at}", text, self.touched(at, at + 1))

    def with_deleted_lines(self) -> Iterator[State]:
        """Every line missing once."""
        at = 0
        while at < len(self.text):
            end = self.lines(at, at)[1]
            text = self.text[:at] + self.text[end:]
            touched = self.touched(at, end - 1)
            yield State(f"delete line {self.text[at:end]!r} at {at}", text, touched)
            at = end

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """The lines that a deletion touches: a line end that goes joins the next line."""
        first, last = self.lines(start, end)
        for unit_start, unit_end, _ in self.units:
            if unit_start < last and first < unit_end:
                first, last = min(first, unit_start), max(last, unit_end)
        return first, last


def lost(original: Original, state: State) -> list[Path]:
    """The paths of the values that should have survived in a state, and did not."""
    data = parse(state.text).data(())
    return [
        path
        for path, value, *_ in original.survivors(*state.touched, state.taken)
        if not _has(data, path, value)
    ]


def _has(data: Any, path: Path, value: Any) -> bool:
    try:
        for step in path:
            data = data[step]
    except (KeyError, IndexError, TypeError):
        return False
    return bool(data == value)


def _leaves(path: Path, node: Any) -> Iterator[tuple[Path, Any]]:
    if node.kind == "table" and node.form != "inline":
        for name, entry in node.entries().items():
            yield from _leaves((*path, name), entry)
    elif node.kind == "array" and node.form == "array-item":
        for index, item in enumerate(node.items()):
            yield from _leaves((*path, index), item)
    else:
        yield path, node
