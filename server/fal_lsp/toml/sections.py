"""Reads sections: a header and the statements under it. Knows keys and values by `syntax.py` only.

A section depends on nothing but the text from its start on, and says how far it looked
(`Section.reach`): this is what makes it safe to keep it while the text around it changes.
"""

from __future__ import annotations

import sys
from typing import cast

from .reader import MAX_FAULTS, new_tuple
from .recover import is_array_line, line_start
from .scalars import LINE
from .section import Section
from .statements import Memo, StatementReader
from .syntax_tree import Header, Kind, Pair, Part, Torn, Value

MAX_TORN = 1000
"""How many torn statements of one section are read; the rest of its text is passed over."""

_LINE_KINDS: tuple[Kind, ...] = ("string", "string", "string", "string", "integer", "boolean")


def read_section(text: str, start: int, memo: Memo) -> tuple[Section, int]:
    """The section that starts at `start`, and where the next one starts.

    `memo` is empty at first and belongs to this text: it saves work where many statements in a
    row are torn, and changes no answer.
    """
    reader = SectionReader(text, start)
    reader.memo = memo
    return reader.section(start), reader.position


class SectionReader(StatementReader):
    """Reads the section that starts at `base`."""

    def section(self, start: int) -> Section:
        """The section; the position is then where the next one starts."""
        text, base, size = self.text, self.base, self.size
        torn: list[Torn] = []
        header = self.common_header() or self.uncommon_header(torn)
        too_deep = self.too_deep
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
            too_deep = too_deep or reading.too_deep
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
            too_deep,
        )

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
        for message, start, end, first, repair in self.faults:
            line = line_start(self.text, start)
            if line not in lines:
                lines.add(line)
                related = (first[0] - base, first[1] - base) if first else None
                meant = (repair[0] - base, repair[1] - base, repair[2]) if repair else None
                kept.append(Torn(message, start - base, end - base, related, meant))
        torn += sorted(kept, key=lambda fault: fault.start)
        self.faults = []
