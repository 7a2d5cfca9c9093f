"""Reads one statement from its start up to the cursor, however torn it is. Knows no tree, no path.

The place under a cursor depends on what stands to its left; what follows may be anything while
somebody types. So the statement is read from the left with a stack of open brackets and with
rules for what is missing, and only the token under the cursor is looked at to its end. Where a
statement starts is told by the parsed document.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from .lexer import string_end

FrameKind = Literal["header", "body", "table", "array"]
State = Literal["key", "equals", "value", "after"]
"""What is expected next: a part of a key, a dot or `=`, a value, or nothing but a separator."""

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^\s,\[\]{}#=\"']+")
_BARE_GARBAGE = re.compile(r"[^\s,\[\]{}#\"'.=]+")
_SPACE = re.compile(r"[ \t]*")
_CLOSED = re.compile(r'"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"|\'[^\'\r\n]*\'')
_QUOTE_OR_COMMENT = re.compile(r"[\"'#]")
_WORD_END = re.compile(r"[\s,\]}#\"']|\Z")
_LINE_END = re.compile(r"[\r\n]")
_SEPARATORS = re.compile(r"[,\]} \t]*\Z")


class Token(NamedTuple):
    """A key part or a scalar value, quotes included; `inside`: the cursor is between the quotes.

    `content` and `content_end` bound what is between the quotes, or the whole of a bare word.
    """

    start: int
    end: int
    content: int
    content_end: int
    quote: str = ""
    closed: bool = False
    inside: bool = False


class Frame:
    """An open header, section body, inline table or array, and how far it has been read.

    `start` is the offset of its bracket (of the statement for a body), `parts` the parts of the
    key that is being read, `index` the number of items before the cursor, `missing` whether a
    comma is missing in front of the current pair or item, `ended` where what was read last ends.
    """

    __slots__ = ("ended", "index", "kind", "missing", "parts", "start", "state")

    def __init__(self, kind: FrameKind, start: int) -> None:
        self.kind = kind
        self.start = start
        self.state: State = "value" if kind == "array" else "key"
        self.parts: list[Token] = []
        self.index = 0
        self.missing = False
        self.ended = start


class Stop(NamedTuple):
    """Where the cursor is: the open frames, the token under it, and whether it is in a comment.

    `state` is what the innermost frame expects at the cursor. A token is only answered where it
    fits: a key part in state `key`, a value in state `value`.
    """

    frames: tuple[Frame, ...]
    state: State
    token: Token | None = None
    comment: int = -1


def scan(text: str, start: int, stop: int, kind: Literal["header", "body"]) -> Stop:
    """Read from `start` (a header's bracket, or the start of a statement's line) to `stop`."""
    return _Scanner(text, start, stop, kind).scan()


class _Scanner:
    def __init__(self, text: str, start: int, stop: int, kind: Literal["header", "body"]) -> None:
        self.text = text
        self.position = start
        self.stop = stop
        self.stack = [Frame(kind, start)]
        self.last: Token | None = None
        if kind == "header":
            self.position += 2 if text.startswith("[[", start) else 1

    def scan(self) -> Stop:
        text, stop = self.text, self.stop
        while True:
            self.position = position = self.match(_SPACE)
            if position > stop or position >= len(text):
                return self.stopped()
            char = text[position]
            if char in "\r\n":
                if position >= stop:
                    return self.stopped()
                self.line_end()
            elif char == "#":
                end = line_end(text, position)
                if position < stop <= end:
                    return self.stopped(comment=position)
                if position >= stop:
                    return self.stopped()
                self.position = end
            else:
                found = self.token(char)
                if found:
                    return found

    def stopped(self, token: Token | None = None, comment: int = -1) -> Stop:
        return Stop(tuple(self.stack), self.stack[-1].state, token, comment)

    def match(self, pattern: re.Pattern[str]) -> int:
        """The end of a match at the position; the position itself where there is none."""
        match = pattern.match(self.text, self.position)
        return match.end() if match else self.position

    def line_end(self) -> None:
        self.position += 2 if self.text.startswith("\r\n", self.position) else 1
        if len(self.stack) == 1:
            self.stack[0].state = "key"
            self.stack[0].parts = []

    def token(self, char: str) -> Stop | None:
        """Read one token; a `Stop` where the cursor is on it or in front of it."""
        frame = self.stack[-1]
        if char in ",=.[]{}" and not (char == "." and frame.state in ("value", "after")):
            if self.position >= self.stop:
                return self.stopped()
            self.sign(char, frame)
            return None
        if frame.state in ("after", "equals"):
            if frame.kind in ("header", "body"):
                return self.garbage()
            frame.missing = True
            frame.parts = []
            if frame.kind == "array":
                frame.index += 1
        key = frame.kind != "array" and frame.state != "value"
        frame.state = "key" if key else "value"
        token = self.read(char, key)
        if token is None:
            return self.garbage()
        if self.under_cursor(token):
            return self.stopped(token)
        self.position = frame.ended = token.end
        if key:
            frame.parts.append(token)
            frame.state = "equals"
        else:
            self.last = token
            frame.state = "after"
        return self.stopped() if token.end > self.stop else None

    def under_cursor(self, token: Token) -> bool:
        if token.quote:
            return token.inside or token.start == self.stop
        return token.start <= self.stop <= token.end

    def garbage(self) -> Stop | None:
        """Skip what has no meaning here, with its quotes, so that a `#` in them is no comment."""
        frame = self.stack[-1]
        frame.state = "after"
        if self.position >= self.stop:
            return self.stopped()
        token = self.read(self.text[self.position], False)
        self.position = token.end if token else max(self.match(_BARE_GARBAGE), self.position + 1)
        frame.ended = min(self.position, self.stop)
        return self.stopped() if self.position >= self.stop else None

    def sign(self, char: str, frame: Frame) -> None:
        self.position += 1
        if char in "[{":
            self.open(char, frame)
        elif char in "]}":
            self.close(char)
        elif char == "," and frame.kind in ("table", "array"):
            if frame.kind == "table":
                frame.parts = []
            elif frame.state == "after":
                frame.index += 1
            frame.state = "value" if frame.kind == "array" else "key"
            frame.missing = False
        elif char == "." and frame.state in ("key", "equals"):
            frame.state = "key"
        elif char == "=":
            self.equals(frame)
        else:
            frame.state = "after"

    def open(self, char: str, frame: Frame) -> None:
        if frame.kind == "array" and frame.state == "after":
            frame.index += 1
            frame.missing = True
        elif frame.state != "value":
            # A bracket where no value can be: it opens nothing that could be told apart.
            frame.state = "after"
            return
        frame.state = "after"
        self.stack.append(Frame("array" if char == "[" else "table", self.position - 1))

    def close(self, char: str) -> None:
        """Close the innermost bracket of this kind, and what is still open inside it."""
        kind = "array" if char == "]" else "table"
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].kind == kind:
                del self.stack[depth:]
                self.stack[-1].ended = self.position
                return
        self.stack[-1].state = "after"

    def equals(self, frame: Frame) -> None:
        """Behind a value, `=` shows that the value is the key of a pair after something torn."""
        if frame.kind == "header":
            frame.state = "after"
        elif frame.state == "after" and frame.kind != "body" and self.last:
            while self.stack[-1].kind == "array":
                self.stack.pop()
            self.stack[-1].parts = [self.last]
            self.stack[-1].state = "value"
        elif frame.state in ("key", "equals"):
            frame.state = "value"

    def read(self, char: str, key: bool) -> Token | None:
        start = self.position
        if char in "\"'":
            return read_string(self.text, start, self.stop, key)
        match = (BARE_KEY if key else _BARE_VALUE).match(self.text, start)
        return Token(start, match.end(), start, match.end()) if match else None


def read_string(text: str, start: int, stop: int, key: bool) -> Token:
    """The string that starts at `start`, closed or not; its end is right for a cursor at `stop`."""
    quote = text[start]
    if not key and text.startswith(quote * 3, start):
        content = start + 3
        end = string_end(text, content, quote)
        inside = content <= stop
        if end < 0:
            return Token(start, len(text), content, len(text), quote * 3, False, inside)
        return Token(start, end, content, end - 3, quote * 3, True, inside and stop <= end - 3)
    content = start + 1
    match = _CLOSED.match(text, start)
    if match and (match.end() <= stop or _is_closed(text, match.end(), stop)):
        end = match.end()
        return Token(start, end, content, end - 1, quote, True, content <= stop < end)
    end = line_end(text, start)
    if not content <= stop <= end:
        end = max(content, start + len(_SEPARATORS.sub("", text[start:end])))
        return Token(start, end, content, end, quote)
    word_end = _WORD_END.search(text, stop)
    end = min(word_end.start() if word_end else end, end)
    return Token(start, end, content, end, quote, False, True)


def _is_closed(text: str, end: int, stop: int) -> bool:
    """Whether the next quote closes a string under the cursor, or opens the next string.

    `{ auth = "$0, ref = "x" }` has one quote too few: read without the string under the cursor the
    rest of the line is sound, read with it it isn't.
    """
    return _is_sound(text, end) or not _is_sound(text, stop)


def _is_sound(text: str, position: int) -> bool:
    """Whether each string that starts between here and the end of the line ends there."""
    end = line_end(text, position)
    while True:
        match = _QUOTE_OR_COMMENT.search(text, position, end)
        if not match or match.group() == "#":
            return True
        string = _CLOSED.match(text, match.start(), end)
        if not string:
            return False
        position = string.end()


def line_end(text: str, position: int) -> int:
    """Where the line of an offset ends, its line end not included."""
    match = _LINE_END.search(text, position)
    return match.start() if match else len(text)
