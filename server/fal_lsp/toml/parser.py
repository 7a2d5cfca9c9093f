"""The parser: headers, statements and sections, by the specification of TOML 1.1.

Knows where a section and its statements end, also where malformed text may be read in more than
one way: it never raises. Must not know the tree of the tables, nor what a key means.

A section depends on nothing but the text from its start on, and says how far the parser looked
(`Section.reach`): this is what makes it safe to reuse it while the text around it changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .lexer import MAX_DEPTH, MAX_ERRORS, Lexer, new_tuple
from .literals import END_OF_LINE, HEADER_LINE, LINE
from .messages import (
    invalid_key,
    invalid_line,
    is_conflict_marker,
    quoted,
    repair_key,
    repair_line,
)
from .pairs import PairParser
from .recovery import (
    LOOKAHEAD,
    indentation,
    is_array_line,
    layout_line,
    line_end,
    line_start,
)
from .section import Section
from .syntax_tree import Header, Kind, Pair, ParseError, Part, Value

MAX_AMBIGUOUS = 50
"""How many statements of one section are read in more than one way."""
FREE_PASSED, MAX_PASSED = 300, 1
"""How many characters these readings pass over: so many, and more for each one of the section."""

MAX_MALFORMED = 1000
"""How many malformed statements of one section are read; the rest of its text is passed over."""

_KEY_START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_\"'=")
_LINE_KINDS: tuple[Kind, ...] = ("string", "string", "string", "string", "integer", "boolean")

Memo = dict[int, tuple[int, int, int]]
"""What following a statement returned, by its offset: its end, lines with errors, its reach."""


class Statement(NamedTuple):
    """One way to read a statement: its pair, where the next line starts, what is wrong with it.

    `pair` is None for a line that is no pair. `closed` is false where a bracket or string was
    ended without its closing character; `multiline`: a string in it contains a line end. `values`
    counts what is inside of its brackets.
    """

    pair: Pair | None
    end: int
    errors: tuple[ParseError, ...]
    closed: bool
    multiline: bool
    too_deep: bool
    values: int = 0


def parse_section(
    text: str, start: int, memo: Memo, *, keeps_indented: bool = False
) -> tuple[Section, int]:
    """The section that starts at an offset (code points), and where the next one starts.

    `memo` is empty at first and belongs to this text: it saves work where many statements in a
    row are malformed, and changes no result. `keeps_indented` is for a text that is being typed:
    lines indented more than the statement of an open bracket are inside it, whatever they are.
    """
    return Parser(text, start, memo, keeps_indented).section()


class Parser:
    """Parses the section of `text` that starts at the offset `base`.

    `ambiguous` counts the statements that were read in more than one way, `passed` the characters
    that these readings passed over, and `settled` is where the last reading that was turned down
    ends.
    """

    def __init__(self, text: str, base: int, memo: Memo, keeps_indented: bool) -> None:
        self.text = text
        self.base = base
        self.lexer = Lexer(text, base)
        self.pairs = PairParser(self.lexer)
        self.memo = memo
        self.keeps_indented = keeps_indented
        self.ambiguous = 0
        self.passed = 0
        self.settled = 0

    # --- sections -------------------------------------------------------------------------------

    def section(self) -> tuple[Section, int]:
        """The section, and where the next one starts."""
        text, base, lexer = self.text, self.base, self.lexer
        size = lexer.size
        errors: list[ParseError] = []
        header = self.plain_header() or self.other_header(errors)
        too_deep = lexer.too_deep
        position = body = end = lexer.position
        pairs: list[Pair] = []
        match_line, new = LINE.match, new_tuple
        broken = False
        malformed = values = 0
        while True:
            match = match_line(text, position)
            if match:
                group = match.lastindex or 0
                key_start, key_end = match.span(1)
                value_start, value_end = match.span(group)
                value = new(
                    Value,
                    (_LINE_KINDS[group], value_start - base, value_end - base, (), False, True),
                )
                part = new(Part, (match[1], key_start - base, key_end - base))
                pairs.append(new(Pair, ((part,), match.start(2) - base, value, False)))
                position = end = match.end()
                broken = False
                if end < size:
                    continue
                break
            at = lexer.after_blank(position)
            if at >= size:
                position = size
                break
            if text[at] == "[" and not is_array_line(text, at):
                position = max(line_start(text, at), position)
                lexer.reach = max(lexer.reach, line_end(text, at))
                break
            if malformed > MAX_MALFORMED:
                position = end = min(line_end(text, at) + 1, size)
                continue
            statement = self.statement(at)
            if statement.pair:
                pairs.append(statement.pair)
            if statement.errors:
                malformed += 1
                # A run of lines that are no statements is one problem, not one a line.
                whole = statement.pair is not None and statement.pair.equals >= 0
                if (whole or not broken) and len(errors) < MAX_ERRORS:
                    errors += self.first_of_each_line(statement.errors)
                broken = not (whole and statement.closed)
            else:
                broken = False
            too_deep = too_deep or statement.too_deep
            values += statement.values
            position = end = statement.end
        reach = max(lexer.reach, position) + 1 - base
        if position >= size:
            reach = sys.maxsize
        section = Section(
            text[base:position],
            header,
            tuple(pairs),
            body - base,
            end - base,
            tuple(errors[:MAX_ERRORS]),
            reach,
            too_deep,
            values + len(pairs),
        )
        return section, position

    def first_of_each_line(self, errors: Sequence[ParseError]) -> list[ParseError]:
        """The first error of each line, from the section's start on.

        What follows on a line is mostly its consequence.
        """
        base = self.base
        lines: set[int] = set()
        first: list[ParseError] = []
        for error in errors:
            line = line_start(self.text, error.start)
            if line not in lines:
                lines.add(line)
                first.append(error.shift(-base))
        return sorted(first, key=lambda error: error.start)

    # --- headers --------------------------------------------------------------------------------

    def plain_header(self) -> Header | None:
        """The header here if it is bare keys with nothing after it."""
        lexer, base = self.lexer, self.base
        match = HEADER_LINE.match(self.text, lexer.position)
        if match is None:
            return None
        names = match[1].split(".")
        if len(names) > MAX_DEPTH:
            return None
        first, last = match.span(1)
        at = first - base
        parts: list[Part] = []
        for name in names:
            parts.append(new_tuple(Part, (name, at, at + len(name))))
            at += len(name) + 1
        lexer.position = match.end()
        return Header(tuple(parts), first - base - 1, last - base + 1)

    def other_header(self, errors: list[ParseError]) -> Header | None:
        """Any other header here; None for the pairs before the first one."""
        lexer = self.lexer
        at = lexer.after_space(lexer.position)
        if not self.text.startswith("[", at) or is_array_line(self.text, at):
            return None
        header = self.header()
        errors += self.first_of_each_line(lexer.errors)
        lexer.errors = []
        return header

    def header(self) -> Header:
        """The header here, and everything else on its line."""
        text, base, lexer = self.text, self.base, self.lexer
        lexer.skip_space()
        start = lexer.position
        array = text.startswith("[[", start)
        lexer.position = start + 1 + array
        parts, dangling = lexer.key()
        inner = lexer.position
        lexer.skip_space()
        bracket = "]]" if array else "]"
        closed = text.startswith(bracket, lexer.position)
        if closed:
            lexer.position += len(bracket)
            if not parts:
                written = quoted(text[start : lexer.position])
                lexer.fail(start, lexer.position, f"Expected a table name in {written}.")
        elif array and text.startswith("]", lexer.position):
            lexer.position += 1
            written = quoted(text[start : lexer.position])
            message = f"{written} must be closed with `]]`."
            repair = (lexer.position, lexer.position, "]")
            lexer.fail(start, lexer.position, message, repair=repair)
        else:
            parts = self.unclosed_header(start, inner, parts, bracket)
        header = Header(
            parts,
            start - base,
            lexer.position - base,
            array,
            lexer.failed > 0,
            dangling or not parts,
        )
        if closed and not array and text.startswith("]", lexer.position):
            at = lexer.position
            lexer.fail(at, at + 1, "Unmatched `]`.", "Remove it.", repair=(at, at + 1, ""))
            lexer.position += 1
        lexer.end_line(None)
        return header

    def unclosed_header(
        self, start: int, inner: int, parts: tuple[Part, ...], bracket: str
    ) -> tuple[Part, ...]:
        """The key of a header without its closing bracket, or with text before the bracket."""
        text, base, lexer = self.text, self.base, self.lexer
        stop = line_end(text, start)
        close = text.find("]", lexer.position, stop)
        hash_ = text.find("#", lexer.position, stop)
        if close < 0 or 0 <= hash_ < close:
            end = stop if hash_ < 0 else hash_
            lexer.position = max(inner, start + len(text[start:end].rstrip(" \t")))
            if not lexer.errors:
                repair = (lexer.position, lexer.position, bracket) if parts else None
                message, advice = "Unclosed table header.", f"Add `{bracket}`."
                lexer.fail(start, lexer.position, message, advice, repair=repair)
            lexer.position = inner
            if text[inner:end].strip(" \t"):
                lexer.position = end
            return parts
        name = text[inner:close].rstrip(" \t")
        if parts and not lexer.errors and name.strip(" \t"):
            first, last = parts[-1].start + base, inner + len(name)
            whole = text[first:last]
            lexer.fail(first, last, *invalid_key(whole), repair=repair_key(whole, first, last))
            parts = (*parts[:-1], Part(whole, first - base, last - base))
        elif not lexer.errors:
            what = "a key before the dot" if name.strip(" \t").startswith(".") else "a table name"
            written = quoted(text[start : close + 1])
            lexer.fail(inner, close, f"Expected {what} in {written}.")
        lexer.position = close + 1
        if text.startswith("]", lexer.position) and len(bracket) > 1:
            lexer.position += 1
        return parts

    # --- statements -----------------------------------------------------------------------------

    def statement(self, start: int) -> Statement:
        """The better reading of the statement at an offset of the text.

        The specification's own reading is followed first. Where it runs over a line that looks
        like something new, a reading that stops there is followed, too, until both agree again:
        the one with fewer errors wins. After many of these the layout decides at once up to the
        end of the last reading that lost, so that the work stays linear.
        """
        text, lexer = self.text, self.lexer
        indent = indentation(text, start)
        if start < self.settled and not self.affords(start):
            line = layout_line(text, start, self.settled, indent)
            return self.read(start, sys.maxsize if line < 0 else line)
        spec = self.read(start, sys.maxsize)
        if not (spec.errors or spec.multiline) or text.find("\n", start, spec.end - 1) < 0:
            return spec
        if not self.affords(start):
            return spec
        self.ambiguous += 1
        self.passed += spec.end - start
        best = spec
        seen = {-1}
        for limit in self.limits(spec, start, indent):
            if limit in seen:
                continue
            seen.add(limit)
            lexer.reach = max(lexer.reach, spec.end)
            other = self.read(start, limit)
            if other.end < best.end and self.is_better(other, best):
                best = other
        if best is not spec:
            self.settled = max(self.settled, spec.end)
        return best

    def affords(self, start: int) -> bool:
        """Whether a statement may still be read in more than one way.

        A reading may pass over the whole rest of a section, so the characters count, too.
        """
        most = FREE_PASSED + MAX_PASSED * (start - self.base)
        return self.ambiguous <= MAX_AMBIGUOUS and self.passed <= most

    def limits(self, spec: Statement, start: int, indent: int) -> Iterator[int]:
        """Where a statement may really end that the specification reads on to `spec.end`."""
        text = self.text
        yield layout_line(text, start, spec.end, indent)
        if spec.multiline and spec.pair:
            # A long string that ends where another one starts: `key = """`.
            last_line = line_start(text, spec.pair.end + self.base)
            yield layout_line(text, last_line - 1, spec.end, indent)
        if not spec.closed and not self.keeps_indented:
            yield layout_line(text, start, spec.end, sys.maxsize)

    def is_better(self, other: Statement, spec: Statement) -> bool:
        """Whether a reading that ends earlier has fewer errors once both arrive at one offset."""
        lexer = self.lexer
        a, b = lexer.after_blank(spec.end), lexer.after_blank(other.end)
        lines_a, lines_b = self.lines_with_errors(spec.errors), self.lines_with_errors(other.errors)
        for _ in range(LOOKAHEAD):
            if a == b:
                break
            end, lines = self.follow(min(a, b))
            self.passed += end - min(a, b)
            if a < b:
                a, lines_a = end, lines_a + lines
            else:
                b, lines_b = end, lines_b + lines
        lexer.reach = max(lexer.reach, a, b)
        if lines_a == lines_b > 0 and spec.pair and spec.pair.value.closed:
            return spec.multiline
        return lines_b < lines_a or (lines_b == lines_a > 0 and not spec.closed)

    def follow(self, start: int) -> tuple[int, int]:
        """Where the header or statement at `start` ends by the specification, and its errors.

        They are counted in lines.
        """
        lexer = self.lexer
        if start >= lexer.size:
            return lexer.size, 0
        cached = self.memo.get(start)
        if cached is None:
            reach, lexer.reach = lexer.reach, start
            cached = self.memo[start] = (*self.follow_anew(start), lexer.reach)
            lexer.reach = reach
        lexer.reach = max(lexer.reach, cached[2])
        return cached[:2]

    def follow_anew(self, start: int) -> tuple[int, int]:
        """`follow`, without the memo."""
        text, lexer = self.text, self.lexer
        match = LINE.match(text, start) or HEADER_LINE.match(text, start)
        if match:
            return lexer.after_blank(match.end()), 0
        if text[start] == "[" and not is_array_line(text, start):
            lexer.position = start
            lexer.errors = []
            self.header()
            end, lines = lexer.position, self.lines_with_errors(lexer.errors)
        else:
            spec = self.read(start, sys.maxsize)
            end, lines = spec.end, self.lines_with_errors(spec.errors)
        return lexer.after_blank(end), lines

    def lines_with_errors(self, errors: Sequence[ParseError]) -> int:
        """How many lines have an error: a second one on a line mostly follows from the first."""
        return len({line_start(self.text, error.start) for error in errors})

    def read(self, start: int, limit: int) -> Statement:
        """The statement at `start`, whose brackets and long strings end before `limit`."""
        text, base, lexer = self.text, self.base, self.lexer
        lexer.start_statement(start, limit, indentation(text, start))
        if not self.is_key(start):
            end = line_end(text, start)
            source = text[start:end].rstrip(" \t")
            repair = repair_line(source, start)
            lexer.fail(start, start + len(source), *invalid_line(source), repair=repair)
            lexer.position = end
            lexer.end_line("")
            return Statement(None, lexer.position, tuple(lexer.errors), True, False, False)
        pair = self.pairs.pair(0)
        line = END_OF_LINE.match(text, lexer.position)
        if line:
            lexer.position = line.end()
        else:
            failed = lexer.failed
            lexer.end_line(text[pair.value.start + base : pair.value.end + base])
            if lexer.failed > failed:
                # It is not clear what was meant to be the value: `'it's'`.
                pair = pair._replace(value=pair.value._replace(malformed=True))
        return Statement(
            pair,
            lexer.position,
            tuple(lexer.errors),
            not lexer.limited,
            lexer.multiline,
            lexer.too_deep,
            lexer.values,
        )

    def is_key(self, start: int) -> bool:
        """Whether a line starts with a key, or with a word that only needs quotes to be one."""
        char = self.text[start]
        if char == "=" and is_conflict_marker(self.text[start : start + 7]):
            return False
        return char in _KEY_START or (char.isalpha() and char.isprintable())
