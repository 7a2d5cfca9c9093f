"""Reads statements, and chooses between two readings of a torn one. Knows no section."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .headers import HeaderReader
from .messages import about_line, is_conflict
from .recover import LOOKAHEAD, indentation, is_array_line, layout_line, line_start
from .repairs import mended_line
from .scalars import END_OF_LINE, HEADER_LINE, LINE

if TYPE_CHECKING:
    from .reader import Fault
    from .syntax_tree import Pair

MAX_DOUBTS = 50
"""How many statements of one section are read in more than one way."""

_KEY_START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_\"'=")


class Reading(NamedTuple):
    """One way to read a statement: its pair, where the next line starts, what is wrong with it."""

    pair: Pair | None
    end: int
    faults: tuple[Fault, ...]
    closed: bool
    multiline: bool
    too_deep: bool


Memo = dict[int, tuple[int, int, int]]
"""What following a statement answered, by its offset: its end, faulty lines, how far it looked."""


class StatementReader(HeaderReader):
    """Reads the statement at an offset.

    `memo` belongs to the whole text, `doubts` and `settled` to a section: how often two readings
    were followed, and where the last one that lost ends.
    """

    memo: Memo
    doubts = 0
    settled = 0

    def statement(self, start: int) -> Reading:
        """The better reading of the statement at `start`.

        The specification's own reading is followed first. Where it runs over a line that looks
        like something new, a reading that stops there is followed, too, until both agree again:
        the one with fewer faults wins. After many doubts the layout decides at once up to the end
        of the last reading that lost, so that the work stays linear.
        """
        text = self.text
        indent = indentation(text, start)
        if start < self.settled and self.doubts > MAX_DOUBTS:
            line = layout_line(text, start, self.settled, indent)
            return self.read(start, sys.maxsize if line < 0 else line)
        spec = self.read(start, sys.maxsize)
        if not (spec.faults or spec.multiline) or text.find("\n", start, spec.end - 1) < 0:
            return spec
        if self.doubts > MAX_DOUBTS:
            return spec
        self.doubts += 1
        best = spec
        seen = {-1}
        for cut in self.cuts(spec, start, indent):
            if cut in seen:
                continue
            seen.add(cut)
            self.reach = max(self.reach, spec.end)
            other = self.read(start, cut)
            if other.end < best.end and self.is_better(other, best):
                best = other
        if best is not spec:
            self.settled = max(self.settled, spec.end)
        return best

    def cuts(self, spec: Reading, start: int, indent: int) -> Iterator[int]:
        """Where a statement may really end that the specification reads on to `spec.end`."""
        text = self.text
        yield layout_line(text, start, spec.end, indent)
        if spec.multiline and spec.pair:
            # A long string that ends where another one starts: `key = """`.
            yield layout_line(
                text, line_start(text, spec.pair.end + self.base) - 1, spec.end, indent
            )
        if not spec.closed:
            yield layout_line(text, start, spec.end, sys.maxsize)

    def is_better(self, other: Reading, spec: Reading) -> bool:
        """Whether a reading that ends earlier has fewer faults once both arrive at one place."""
        a, b = self.after_blank(spec.end), self.after_blank(other.end)
        faults_a, faults_b = self.faulty_lines(spec.faults), self.faulty_lines(other.faults)
        for _ in range(LOOKAHEAD):
            if a == b:
                break
            end, faults = self.follow(min(a, b))
            if a < b:
                a, faults_a = end, faults_a + faults
            else:
                b, faults_b = end, faults_b + faults
        self.reach = max(self.reach, a, b)
        if faults_a == faults_b > 0 and spec.pair and spec.pair.value.closed:
            return spec.multiline
        return faults_b < faults_a or (faults_b == faults_a > 0 and not spec.closed)

    def follow(self, start: int) -> tuple[int, int]:
        """Where the header or statement at `start` ends by the specification, and its faults."""
        if start >= self.size:
            return self.size, 0
        known = self.memo.get(start)
        if known is None:
            reach, self.reach = self.reach, start
            known = self.memo[start] = (*self.follow_anew(start), self.reach)
            self.reach = reach
        self.reach = max(self.reach, known[2])
        return known[:2]

    def follow_anew(self, start: int) -> tuple[int, int]:
        text = self.text
        match = LINE.match(text, start) or HEADER_LINE.match(text, start)
        if match:
            return self.after_blank(match.end()), 0
        if text[start] == "[" and not is_array_line(text, start):
            self.position = start
            self.faults = []
            self.header()
            end, faults = self.position, self.faulty_lines(self.faults)
        else:
            reading = self.read(start, sys.maxsize)
            end, faults = reading.end, self.faulty_lines(reading.faults)
        return self.after_blank(end), faults

    def faulty_lines(self, faults: Sequence[Fault]) -> int:
        """How many lines have a fault: a second fault on a line mostly follows from the first."""
        return len({line_start(self.text, fault[1]) for fault in faults})

    def read(self, start: int, cut: int) -> Reading:
        """The statement at `start`, whose brackets and long strings end before `cut`."""
        self.position = start
        self.cut = cut
        self.cut_off = self.multiline = self.too_deep = False
        self.indent = indentation(self.text, start)
        self.faults = []
        self.failed = 0
        text = self.text
        if not self.is_key(start):
            end = self.line_end(start)
            source = text[start:end].rstrip(" \t")
            self.fail(
                about_line(source), start, start + len(source), repair=mended_line(source, start)
            )
            self.position = end
            self.end_line("")
            return Reading(None, self.position, tuple(self.faults), True, False, False)
        pair = self.pair(0)
        line = END_OF_LINE.match(text, self.position)
        if line:
            self.position = line.end()
        else:
            failed = self.failed
            self.end_line(text[pair.value.start + self.base : pair.value.end + self.base])
            if self.failed > failed:
                # Nobody knows what was meant to be the value: `'it's'`.
                pair = pair._replace(value=pair.value._replace(torn=True))
        return Reading(
            pair,
            self.position,
            tuple(self.faults),
            not self.cut_off,
            self.multiline,
            self.too_deep,
        )

    def is_key(self, start: int) -> bool:
        """Whether a line starts with a key, or with a word that only lacks its quotes to be one."""
        char = self.text[start]
        if char == "=" and is_conflict(self.text[start : start + 7]):
            return False
        return char in _KEY_START or (char.isalpha() and char.isprintable())
