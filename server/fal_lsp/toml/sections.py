"""Reads sections: a header and the statements under it. Knows keys and values by `syntax.py` only.

A section depends on nothing but the text from its start on, and says how far it looked
(`Section.reach`): this is what makes it safe to keep it while the text around it changes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple, cast

from .nodes import Header, Kind, Pair, Part, Section, Torn, Value
from .recover import LOOKAHEAD, indentation, is_array_line, layout_line, line_start
from .scalars import BLANK, END_OF_LINE, HEADER_LINE, LINE, SPACE
from .syntax import MAX_DEPTH, MAX_FAULTS, Fault, ValueReader, new_tuple
from .wording import about_key, about_line, about_rest, is_conflict, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_DOUBTS = 100
"""How many statements of one section are read in more than one way."""

MAX_TORN = 1000
"""How many torn statements of one section are read; the rest of its text is passed over."""

_LINE_KINDS: tuple[Kind, ...] = ("string", "string", "string", "string", "integer", "boolean")
_KEY_START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_\"'=")


class Reading(NamedTuple):
    """One way to read a statement: its pair, where the next line starts, what is wrong with it."""

    pair: Pair | None
    end: int
    faults: tuple[Fault, ...]
    closed: bool
    multiline: bool


Memo = dict[int, tuple[int, int, int]]
"""What following a statement answered, by its offset: its end, faulty lines, how far it looked."""


def read_section(text: str, start: int, memo: Memo) -> tuple[Section, int]:
    """The section that starts at `start`, and where the next one starts.

    `memo` is empty at first and belongs to this text: it saves work where many statements in a
    row are torn, and changes no answer.
    """
    reader = SectionReader(text, start)
    reader.memo = memo
    return reader.section(start), reader.position


class SectionReader(ValueReader):
    """Reads the section that starts at `base`."""

    memo: Memo
    settled = 0
    doubts = 0

    def section(self, start: int) -> Section:
        """The section; the position is then where the next one starts."""
        text, base, size = self.text, self.base, self.size
        torn: list[Torn] = []
        header = self.common_header() or self.uncommon_header(torn)
        body = end = self.position
        pairs: list[Pair] = []
        match_line, new = LINE.match, new_tuple
        broken = False
        faulty = 0
        while True:
            match = match_line(text, self.position)
            if match:
                group = cast("int", match.lastindex)
                key_start, key_end = match.span(1)
                value_start, value_end = match.span(group)
                value = new(
                    Value,
                    (_LINE_KINDS[group], value_start - base, value_end - base, (), False, True),
                )
                part = new(Part, (match[1], key_start - base, key_end - base))
                pairs.append(new(Pair, ((part,), match.start(2) - base, value, False)))
                self.position = end = match.end()
                broken = False
                if end < size:
                    continue
                break
            at = self.after_blank(self.position)
            if at >= size:
                self.position = size
                break
            if text[at] == "[" and not is_array_line(text, at):
                self.position = max(line_start(text, at), self.position)
                self.reach = max(self.reach, self.line_end(at))
                break
            if faulty > MAX_TORN:
                self.position = end = min(self.line_end(at) + 1, size)
                continue
            reading = self.statement(at)
            if reading.pair:
                pairs.append(reading.pair)
            if reading.faults:
                faulty += 1
                # A run of lines that are no statements is one problem, not one a line.
                whole = reading.pair is not None and reading.pair.equals >= 0
                if (whole or not broken) and len(torn) < MAX_FAULTS:
                    self.faults = list(reading.faults)
                    self.keep(torn)
                broken = not (whole and reading.closed)
            else:
                broken = False
            self.position = end = reading.end
        reach = max(self.reach, self.position) + 1 - base
        if self.position >= size:
            reach = sys.maxsize
        return Section(
            text[base : self.position],
            header,
            tuple(pairs),
            body - base,
            end - base,
            tuple(torn[:MAX_FAULTS]),
            reach,
            self.too_deep,
        )

    def common_header(self) -> Header | None:
        """The header at the position if it is a plain one with nothing behind it."""
        match = HEADER_LINE.match(self.text, self.position)
        if match is None:
            return None
        names = match[1].split(".")
        if len(names) > MAX_DEPTH:
            return None
        base = self.base
        first, last = match.span(1)
        at = first - base
        parts: list[Part] = []
        for name in names:
            parts.append(new_tuple(Part, (name, at, at + len(name))))
            at += len(name) + 1
        self.position = match.end()
        return Header(tuple(parts), first - base - 1, last - base + 1)

    def uncommon_header(self, torn: list[Torn]) -> Header | None:
        """Any other header at the position; None for the pairs before the first one."""
        at = self.after_space(self.position)
        if not self.text.startswith("[", at) or is_array_line(self.text, at):
            return None
        header = self.header()
        self.keep(torn)
        return header

    def keep(self, torn: list[Torn]) -> None:
        """Keep the first fault of each line: what follows on a line is mostly its consequence."""
        base = self.base
        lines: set[int] = set()
        kept: list[Torn] = []
        for message, start, end, first in self.faults:
            line = line_start(self.text, start)
            if line not in lines:
                lines.add(line)
                related = (first[0] - base, first[1] - base) if first else None
                kept.append(Torn(message, start - base, end - base, related))
        torn += sorted(kept, key=lambda fault: fault.start)
        self.faults = []

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
        self.cut_off = self.multiline = False
        self.indent = indentation(self.text, start)
        self.faults = []
        self.failed = 0
        text = self.text
        if not self.is_key(start):
            end = self.line_end(start)
            source = text[start:end].rstrip(" \t")
            self.fail(about_line(source), start, start + len(source))
            self.position = end
            self.end_line("")
            return Reading(None, self.position, tuple(self.faults), True, False)
        pair = self.pair(0)
        value = text[pair.value.start + self.base : pair.value.end + self.base]
        self.end_line(value)
        return Reading(pair, self.position, tuple(self.faults), not self.cut_off, self.multiline)

    def is_key(self, start: int) -> bool:
        """Whether a line starts with a key, or with a word that only lacks its quotes to be one."""
        char = self.text[start]
        if char == "=" and is_conflict(self.text[start : start + 7]):
            return False
        return char in _KEY_START or (char.isalpha() and char.isprintable())

    def header(self) -> Header:
        """The header at the position, and everything else on its line."""
        text, base = self.text, self.base
        self.skip_space()
        start = self.position
        array = text.startswith("[[", start)
        self.position = start + 1 + array
        parts, dangling = self.key()
        inner = self.position
        self.skip_space()
        bracket = "]]" if array else "]"
        closed = text.startswith(bracket, self.position)
        if closed:
            self.position += len(bracket)
            if not parts:
                written = quoted(text[start : self.position])
                self.fail(f"{written} has no name between its brackets", start, self.position)
        elif array and text.startswith("]", self.position):
            self.position += 1
            written = quoted(text[start : self.position])
            message = f"{written} opens with two brackets: close it with `]]`"
            self.fail(message, start, self.position)
        else:
            parts = self.torn_header(start, inner, parts, bracket)
        header = Header(
            parts,
            start - base,
            self.position - base,
            array,
            self.failed > 0,
            dangling or not parts,
        )
        if closed and not array and text.startswith("]", self.position):
            at = self.position
            self.fail("one `[` closes with one `]`: remove the second", at, at + 1)
            self.position += 1
        self.end_line(None)
        return header

    def torn_header(
        self, start: int, inner: int, parts: tuple[Part, ...], bracket: str
    ) -> tuple[Part, ...]:
        """A header without its closing bracket, or with text before it."""
        text, base = self.text, self.base
        stop = self.line_end(start)
        close = text.find("]", self.position, stop)
        hash_ = text.find("#", self.position, stop)
        if close < 0 or 0 <= hash_ < close:
            end = stop if hash_ < 0 else hash_
            self.position = max(inner, start + len(text[start:end].rstrip(" \t")))
            if not self.faults:
                self.fail(f"unclosed table header: add `{bracket}`", start, self.position)
            self.position = inner
            if text[inner:end].strip(" \t"):
                self.position = end
            return parts
        name = text[inner:close].rstrip(" \t")
        if parts and not self.faults and name.strip(" \t"):
            first = parts[-1].start + base
            whole = text[first : inner + len(name)]
            self.fail(about_key(whole), first, inner + len(name))
            parts = (*parts[:-1], Part(whole, first - base, inner + len(name) - base))
        elif not self.faults:
            found = name.strip(" \t")
            where = "before the dot" if found.startswith(".") else "before"
            self.fail(
                f"a name is missing {where} in {quoted(text[start : close + 1])}", inner, close
            )
        self.position = close + 1
        if text.startswith("]", self.position) and len(bracket) > 1:
            self.position += 1
        return parts

    def end_line(self, value: str | None) -> None:
        """Move to the next line; anything but a comment on the way is a fault.

        `value` is the source of the value on this line, None behind a header.
        """
        text = self.text
        match = END_OF_LINE.match(text, self.position)
        if match:
            self.position = match.end()
            return
        start = self.after_space(self.position)
        end = self.line_end(start)
        rest = text[start:end]
        if rest.startswith("#"):
            # A comment with a control character, which tomli points at.
            rest = ""
        if rest:
            source = rest.split(" #")[0].rstrip(" \t")
            if value is None:
                message = f"unexpected {quoted(source)} after the header: put it on the next line"
            else:
                message = about_rest(source, value, start == self.position)
            self.fail(message, start, start + len(source))
        self.position = end
        if text.startswith("\r\n", end):
            self.position += 2
        elif end < self.size:
            if text[end] == "\r" and not self.faults:
                message = "a carriage return alone does not end a line: add a line feed"
                self.fail(message, end, end + 1)
            self.position += 1

    def after_space(self, position: int) -> int:
        """Behind spaces and tabs."""
        match = SPACE.match(self.text, position)
        return match.end() if match else position

    def after_blank(self, position: int) -> int:
        """Behind blank lines and comments."""
        match = BLANK.match(self.text, position)
        return match.end() if match else position
