"""Reads strings: closed or not, on one line or many. Knows no key, no bracket."""

from __future__ import annotations

import sys

from .messages import about_escape
from .reader import Reader
from .recover import closers, compiled, layout_line
from .scalars import ESCAPE
from .syntax_tree import Value

_CLOSED = r'"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"|\'[^\'\r\n]*\''
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)"


class StringReader(Reader):
    """Reads the string at the position."""

    def string(self, depth: int) -> Value:
        """A string with escapes, with control characters, on many lines, or without an end."""
        text, start = self.text, self.position
        quote = text[start]
        failed = self.failed
        closed = True
        if text.startswith(quote * 3, start):
            closed = self.long_string(start, quote)
        else:
            match = compiled(_CLOSED).match(text, start)
            if match:
                self.position = match.end()
            else:
                closed = False
                self.unclosed_string(start, quote, depth)
        end = self.position
        if closed:
            control = compiled(_CONTROL).search(text, start, end)
            if control:
                code = f"U+{ord(control[0]):04X}"
                message = f"a string can't hold the control character {code}: write an escape"
                self.fail(message, control.start(), control.end())
            elif quote == '"':
                self.escapes(start, end)
        torn = self.failed > failed or not closed
        return Value("string", start - self.base, end - self.base, (), torn, closed)

    def escapes(self, start: int, end: int) -> bool:
        """Whether all escapes of a closed string are right; the first wrong one is a fault."""
        position = self.text.find("\\", start, end)
        while position >= 0:
            match = compiled(ESCAPE).match(self.text, position, end)
            if match is None or match[1] is None:
                width = 2 if self.text[position + 1 : position + 2].isprintable() else 1
                source = self.text[position : position + width]
                repair = (position, position, "\\")
                self.fail(about_escape(source), position, position + width, repair=repair)
                return False
            position = self.text.find("\\", match.end(), end)
        return True

    def unclosed_string(self, start: int, quote: str, depth: int) -> None:
        text = self.text
        end = self.line_end(start)
        if depth:
            end = max(closers(text, start + 1, end), start + 1)
        self.position = start + len(text[start:end].rstrip(" \t"))
        other = "'" if quote == '"' else '"'
        mixed = text.find(other, start, self.position) + 1
        rest = text[mixed : self.position].lstrip(" \t")
        if quote == '"' and text[start:end].endswith('\\"'):
            message = 'unclosed string: write `\\\\` for a backslash before the last `"`'
            repair = (self.position - 1, self.position - 1, "\\")
        elif mixed and (not rest or rest.startswith("#")):
            self.position = mixed
            message = f"this string begins with `{quote}` and ends with `{other}`: use one of them"
            repair = (mixed - 1, mixed, quote)
        else:
            message = f"unclosed string: add `{quote}` at its end"
            repair = (self.position, self.position, quote)
        self.fail(message, start, self.position, repair=repair)

    def long_string(self, start: int, quote: str) -> bool:
        """Move behind a string in three quotes; false where it has no end."""
        text = self.text
        end = string_end(text, start + 3, quote)
        if 0 <= end <= self.cut:
            self.position = end
            self.multiline = self.multiline or text.find("\n", start, end) >= 0
            return True
        stop = self.cut
        if end < 0:
            self.reach = sys.maxsize
            line = layout_line(text, start, self.size, self.indent)
            stop = min(stop, self.size if line < 0 else line)
            self.cut = stop
        self.cut_off = True
        self.position = start + 3 + len(text[start + 3 : stop].rstrip(" \t\r\n"))
        self.fail(f"unclosed string: add `{quote * 3}` at its end", start, start + 3)
        return False


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
