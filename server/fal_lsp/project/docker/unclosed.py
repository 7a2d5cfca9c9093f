"""The quotes and the `${` of a word that have no end. Knows how Docker replaces variables; must not
know instructions.

Follows `shellWord` of BuildKit's frontend/dockerfile/shell/lex.go. A `${NAME` with a sign that it
does not know ends the search: newer frontends know more of them.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"[0-9]+|[@*#?$!-]|[^\W0-9]\w*")
_MODIFIERS = ("+", "-", "?", "#", "%")
_MAX_NESTING = 20


def unclosed(word: str, escape: str) -> str | None:
    """The quote or the `${` in a word that is not closed: `None` where all are.

    It is empty where a newer frontend may read the word, as `${NAME^^}`.
    """
    if not any(sign in word for sign in ("'", '"', "${")):
        return None
    try:
        _Word(word, escape).read("", 0)
    except _UnclosedError as error:
        return error.sign
    except _UnknownError:
        return ""
    return None


class _UnclosedError(Exception):
    """A sign has no end."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.sign = sign


class _UnknownError(Exception):
    """What follows is read in a way that is not known."""


class _Word:
    """A word and the place in it."""

    def __init__(self, text: str, escape: str) -> None:
        self.text, self.escape, self.index = text, escape, 0

    def read(self, end: str, depth: int) -> None:
        """Go past the sign that ends this part, or to the end of the word."""
        if depth > _MAX_NESTING:
            raise _UnknownError
        while self.index < len(self.text):
            char = self.text[self.index]
            if char == end:
                self.index += 1
                return
            if char == "'":
                self.single()
            elif char == '"':
                self.double(depth)
            elif char == "$":
                self.dollar(depth)
            else:
                self.index += 2 if char == self.escape else 1
        if end:
            raise _UnclosedError("${")

    def single(self) -> None:
        found = self.text.find("'", self.index + 1)
        if found < 0:
            raise _UnclosedError("'")
        self.index = found + 1

    def double(self, depth: int) -> None:
        self.index += 1
        while self.index < len(self.text):
            char = self.text[self.index]
            if char == '"':
                self.index += 1
                return
            if char == "$":
                self.dollar(depth)
                continue
            self.index += 1
            following = self.text[self.index : self.index + 1]
            if char == self.escape and following and following in f'"${self.escape}':
                self.index += 1
        raise _UnclosedError('"')

    def dollar(self, depth: int) -> None:
        self.index += 1
        if not self.text.startswith("{", self.index):
            name = _NAME.match(self.text, self.index)
            self.index = self.index if name is None else name.end()
            return
        self.index += 1
        name = _NAME.match(self.text, self.index)
        self.index = self.index if name is None else name.end()
        sign = self.text[self.index : self.index + 1]
        if not sign:
            raise _UnclosedError("${")
        self.index += 1
        if sign == "}":
            return
        if sign == ":":
            sign = self.text[self.index : self.index + 1]
            self.index += 1
            if sign in ("#", "%"):
                raise _UnknownError
        if sign == "/":
            self.index += self.text.startswith("/", self.index)
            self.read("/", depth + 1)
        elif sign not in _MODIFIERS:
            raise _UnknownError
        self.read("}", depth + 1)
