"""Reads sections: a header and the statements under it. Knows no tree; never raises."""

from __future__ import annotations

from typing import cast

from .nodes import Header, Kind, Pair, Part, Section, Torn, Value
from .scalars import BLANK, END_OF_LINE, ESCAPE, KEY_PART, KINDS, LINE, SCALAR, SPACE

MAX_DEPTH = 100
"""How deep brackets are read; what is nested deeper is one value without a structure."""

_LINE_KINDS: tuple[Kind, ...] = ("string", "string", "string", "string", "integer", "boolean")


def read_section(text: str, start: int) -> tuple[Section, int]:
    """The section that starts at `start`, and where the next one starts."""
    reader = Reader(text, start)
    return reader.section(), reader.position


class Reader:
    """Reads one section from `base` on; `position` moves, `torn` grows."""

    def __init__(self, text: str, base: int) -> None:
        self.text = text
        self.size = len(text)
        self.base = base
        self.position = base
        self.torn: list[Torn] = []

    def section(self) -> Section:
        text, base, size = self.text, self.base, self.size
        header = self.header() if text.startswith("[", SPACE.match(text, base).end()) else None
        body = end = self.position
        pairs: list[Pair] = []
        match_line = LINE.match
        while True:
            match = match_line(text, self.position)
            if match:
                group = cast("int", match.lastindex)
                key_start, key_end = match.span(1)
                value_start, value_end = match.span(group)
                pairs.append(
                    Pair(
                        (Part(match[1], key_start - base, key_end - base),),
                        match.start(2) - base,
                        Value(_LINE_KINDS[group], value_start - base, value_end - base),
                    )
                )
                self.position = end = match.end()
                if end < size:
                    continue
                break
            position = BLANK.match(text, self.position).end()
            if position >= size:
                self.position = size
                break
            if text[position] == "[":
                self.position = text.rfind("\n", self.position, position) + 1 or self.position
                break
            self.position = position
            pairs.append(self.pair(()))
            self.end_line()
            end = self.position
        return Section(
            text[base : self.position],
            header,
            tuple(pairs),
            body - base,
            end - base,
            tuple(self.torn),
            self.position - base + 1,
        )

    def header(self) -> Header:
        text = self.text
        start = SPACE.match(text, self.position).end()
        array = text.startswith("[[", start)
        self.position = start + 1 + array
        parts, dangling = self.key()
        closed = text.startswith("]]" if array else "]", self.position)
        if closed:
            self.position += 1 + array
        else:
            self.fail("unclosed table header: add `]`", start, self.position)
        header = Header(
            parts, start - self.base, self.position - self.base, array, not closed, dangling
        )
        self.end_line()
        return header

    def key(self) -> tuple[tuple[Part, ...], bool]:
        text, base = self.text, self.base
        parts: list[Part] = []
        while True:
            self.position = SPACE.match(text, self.position).end()
            match = KEY_PART.match(text, self.position)
            if not match:
                return tuple(parts), True
            name = match[1] or key_name(match[0])
            parts.append(Part(name, match.start() - base, match.end() - base))
            self.position = SPACE.match(text, match.end()).end()
            if not text.startswith(".", self.position):
                return tuple(parts), False
            self.position += 1

    def pair(self, closers: tuple[str, ...]) -> Pair:
        text, base = self.text, self.base
        start = self.position
        parts, dangling = self.key()
        if not text.startswith("=", self.position):
            self.fail("expected `=` after a key", start, self.position)
            at = self.position - base
            return Pair(parts, -1, Value("incomplete", at, at, (), True), dangling)
        equals = self.position
        self.position = SPACE.match(text, equals + 1).end()
        return Pair(parts, equals - base, self.value(0), dangling)

    def value(self, depth: int) -> Value:
        text, base, start = self.text, self.base, self.position
        match = SCALAR.match(text, start)
        if match:
            self.position = match.end()
            kind = cast("Kind", KINDS[cast("int", match.lastindex) - 1])
            return Value(kind, start - base, match.end() - base)
        char = text[start : start + 1]
        if char == "[":
            return self.array(depth)
        if char == "{":
            return self.table(depth)
        if char == '"' or char == "'":
            return self.string(char)
        self.fail("a value is missing", start, start)
        return Value("incomplete", start - base, start - base, (), True)

    def string(self, quote: str) -> Value:
        text, start = self.text, self.position
        if text.startswith(quote * 3, start):
            end = string_end(text, start + 3, quote)
        else:
            match = KEY_PART.match(text, start)
            end = match.end() if match else -1
        torn = end < 0
        if torn:
            end = line_end(text, start)
            self.fail("unclosed string", start, end)
        self.position = end
        return Value("string", start - self.base, end - self.base, (), torn)

    def array(self, depth: int) -> Value:
        text, start = self.text, self.position
        self.position += 1
        children: list[Value] = []
        while True:
            self.position = BLANK.match(text, self.position).end()
            if text.startswith("]", self.position) or self.position >= self.size:
                break
            children.append(self.value(depth + 1))
            self.position = BLANK.match(text, self.position).end()
            if not text.startswith(",", self.position):
                break
            self.position += 1
        return self.close("array", "]", start, tuple(children))

    def table(self, depth: int) -> Value:
        text, start = self.text, self.position
        self.position += 1
        children: list[Pair] = []
        while True:
            self.position = BLANK.match(text, self.position).end()
            if text.startswith("}", self.position) or self.position >= self.size:
                break
            children.append(self.pair(("}",)))
            self.position = BLANK.match(text, self.position).end()
            if not text.startswith(",", self.position):
                break
            self.position += 1
        return self.close("table", "}", start, tuple(children))

    def close(
        self, kind: Kind, bracket: str, start: int, children: tuple[Value | Pair, ...]
    ) -> Value:
        torn = not self.text.startswith(bracket, self.position)
        if torn:
            self.fail(f"unclosed {kind}: add `{bracket}`", start, start + 1)
        else:
            self.position += 1
            torn = any(
                child.value.torn if isinstance(child, Pair) else child.torn for child in children
            )
        return Value(kind, start - self.base, self.position - self.base, children, torn)

    def end_line(self) -> None:
        """Move to the next line; anything but a comment on the way is a problem."""
        match = END_OF_LINE.match(self.text, self.position)
        if match:
            self.position = match.end()
            return
        end = line_end(self.text, self.position)
        self.fail("unexpected text after the value", self.position, end)
        match = END_OF_LINE.match(self.text, end)
        self.position = match.end() if match else min(end + 1, self.size)

    def fail(self, message: str, start: int, end: int) -> None:
        self.torn.append(Torn(message, start - self.base, end - self.base))


def key_name(source: str) -> str:
    """The name that a quoted key means; its source without the quotes where that is unclear."""
    if "\\" in source and source[0] == '"':
        import tomli

        try:
            return next(iter(tomli.loads(source + "=0")))
        except ValueError:
            pass
    return source[1:-1]


def string_end(text: str, position: int, quote: str) -> int:
    """Where a multi-line string ends whose content starts at `position`; -1 if it never does."""
    while True:
        end = text.find(quote * 3, position)
        if end < 0:
            return -1
        back = end
        while quote == '"' and back > position and text[back - 1] == "\\":
            back -= 1
        if (end - back) % 2 == 0:
            break
        position = end + 1
    end += 3
    if text.startswith(quote, end):
        end += 1
        if text.startswith(quote, end):
            end += 1
    return end


def line_end(text: str, position: int) -> int:
    """Where the line of an offset ends, the line end itself not included."""
    end = text.find("\n", position)
    if end < 0:
        return len(text)
    return end - 1 if end > position and text[end - 1] == "\r" else end
