"""The lexer: a cursor over the source text that reads blanks, keys, strings and other scalars.

Knows how TOML writes tokens, and what people write instead of them; must not know pairs, headers
or sections. It never raises: what is malformed becomes an error, and the cursor moves on.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, cast

import tomli

from .literals import BLANK, END_OF_LINE, ESCAPE, KEY_PART, KINDS, SCALAR, SPACE
from .messages import (
    FOREIGN_COMMENT,
    invalid_escape,
    invalid_key,
    invalid_value,
    quoted,
    repair_after_value,
    repair_key,
    repair_value,
    text_after_value,
)
from .recovery import closing_brackets, compiled, layout_line, line_end
from .syntax_tree import ParseError, Part, Value

if TYPE_CHECKING:
    from .syntax_tree import Kind, Repair

MAX_ERRORS = 100
"""How many errors of one statement, and of one section, are reported."""

MAX_DEPTH = 100
"""How deep brackets nest and how many parts a key has; the rest is not read but reported."""

new_tuple = tuple.__new__
"""Makes a NamedTuple in a third of the time that its class takes; all its fields must be given."""

_CLOSED = r'"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"|\'[^\'\r\n]*\''
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)"
_GLUED = re.compile(r"[^ \t\r\n.=\[\]{},:#\"']+")
_UNCLOSED_KEY = re.compile(r"[\"'][^\"'=\]\r\n]*")
_TOKEN = re.compile(r"[^\r\n#]+")
# Strings and brackets that open and close on the line belong to it, with the commas in them.
_TOKEN_IN_BRACKETS = re.compile(
    r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|\[[^\[\]\r\n]*\]|\{[^{}\r\n]*\}|[^\r\n#,\]}])+"
)
_ENDS = frozenset(" \t\r\n,]}#;")


class Lexer:
    """A cursor over a text, with the errors of the tokens that it has read.

    Offsets count code points: `position`, `limit` and those of `errors` from the start of the
    text, those of the tokens that it returns from `base` on, the start of a section.

    No bracket and no multi-line string goes on at or after `limit`, the start of a line;
    `limited` says that one was ended so, `multiline` that a string contains a line end. `indent`
    is the indentation of the statement that is read. `failed` counts the errors, also those
    beyond `MAX_ERRORS`, `values` what is inside of brackets; `reach` is how far the text was looked
    at.
    """

    def __init__(self, text: str, base: int) -> None:
        self.text = text
        self.size = len(text)
        self.base = base
        self.position = base
        self.errors: list[ParseError] = []
        self.failed = 0
        self.values = 0
        self.reach = base
        self.limit = sys.maxsize
        self.indent = 0
        self.limited = False
        self.multiline = False
        self.too_deep = False

    def start_statement(self, position: int, limit: int, indent: int) -> None:
        """Move to a statement, and forget the errors and marks of the one before."""
        self.position = position
        self.limit = limit
        self.indent = indent
        self.limited = self.multiline = self.too_deep = False
        self.errors = []
        self.failed = self.values = 0

    def fail(
        self,
        start: int,
        end: int,
        message: str,
        advice: str = "",
        *,
        first: tuple[int, int] | None = None,
        repair: Repair | None = None,
    ) -> None:
        """Add an error at offsets of the text; `first` is the first writing of a duplicate.

        `message` says what is wrong, `advice` what to do about it.
        """
        self.failed += 1
        if self.failed <= MAX_ERRORS:
            self.errors.append(ParseError(message, start, end, first, repair, advice))
        else:
            self.give_up()

    def give_up(self) -> None:
        """Let all open brackets end here, without a further error."""
        self.limit = min(self.limit, self.position)
        self.limited = True

    # --- blanks and lines -----------------------------------------------------------------------

    def after_space(self, position: int) -> int:
        """The offset after spaces and tabs."""
        match = SPACE.match(self.text, position)
        return match.end() if match else position

    def after_blank(self, position: int) -> int:
        """The offset after blank lines and comments."""
        match = BLANK.match(self.text, position)
        return match.end() if match else position

    def skip_space(self) -> None:
        """Move past spaces and tabs."""
        match = SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def next_inside(self) -> int:
        """Move to the next token inside a bracket: 0 at the end, 2 after a line end, else 1."""
        start = self.position
        match = BLANK.match(self.text, start)
        self.position = at = match.end() if match else start
        self.reach = max(self.reach, at + 1)
        if at >= self.limit or at >= self.size:
            return 0
        if at > start and (
            self.text.find("\n", start, at) >= 0 or self.text.find("\r", start, at) >= 0
        ):
            return 2
        return 1

    def end_line(self, value: str | None) -> None:
        """Move to the next line; anything except a comment on the way is an error.

        `value` is the source of the value on this line, None after a header.
        """
        text = self.text
        match = END_OF_LINE.match(text, self.position)
        if match:
            self.position = match.end()
            return
        start = self.after_space(self.position)
        end = line_end(text, start)
        rest = text[start:end]
        if rest.startswith("#"):
            # A comment with a control character, which tomli points at.
            rest = ""
        if rest:
            source = rest.split(" #")[0].rstrip(" \t")
            stop = start + len(source)
            if value is None:
                message = f"Unexpected {quoted(source)} after the table header."
                self.fail(start, stop, message, "Move it to the next line.")
            else:
                words = text_after_value(source, value, start == self.position)
                repair = repair_after_value(source, value, self.position, start)
                self.fail(start, stop, *words, repair=repair)
        self.position = end
        if text.startswith("\r\n", end):
            self.position += 2
        elif end < self.size:
            if text[end] == "\r" and not self.errors:
                message = "A carriage return alone does not end a line."
                self.fail(end, end + 1, message, "Add a line feed.")
            self.position += 1

    def skip_slashes(self) -> bool:
        """Pass over a line that is a comment of JavaScript; whether one is here."""
        start = self.position
        if not self.text.startswith("//", start):
            return False
        self.position = line_end(self.text, start)
        repair = (start, start + len("//"), "#")
        self.fail(start, self.position, *FOREIGN_COMMENT, repair=repair)
        return True

    def skip_garbage(self) -> None:
        """Pass over a token inside an inline table that starts no pair."""
        start = self.position
        match = _TOKEN_IN_BRACKETS.match(self.text, start)
        self.position = max(start + len(match[0].rstrip(" \t")) if match else 0, start + 1)
        source = quoted(self.text[start : self.position])
        self.fail(start, self.position, f"Expected `key = value`, found {source}.")

    # --- keys -----------------------------------------------------------------------------------

    def key(self) -> tuple[tuple[Part, ...], bool]:
        """The parts of the dotted key here, and whether it is missing or ends in a dot."""
        text, base = self.text, self.base
        parts: list[Part] = []
        while True:
            self.skip_space()
            part = self.key_part()
            if part is None:
                if parts:
                    start = parts[0].start + base
                    written = quoted(text[start : self.position].strip(" \t"))
                    self.fail(start, self.position, f"Expected a key after {written}.")
                return tuple(parts), True
            parts.append(part)
            if len(parts) > MAX_DEPTH:
                self.too_deep = True
                start = parts[0].start + base
                self.fail(start, self.position, f"The key has more than {MAX_DEPTH} parts.")
                self.position = line_end(text, self.position)
                return tuple(parts[:MAX_DEPTH]), True
            after = self.position
            self.skip_space()
            if not text.startswith(".", self.position):
                self.position = after
                return tuple(parts), False
            self.position += 1

    def key_part(self) -> Part | None:
        """One part of a key, bare or quoted; None where there is none."""
        text, base, start = self.text, self.base, self.position
        match = KEY_PART.match(text, start)
        if match:
            name = match[1] or self.key_name(match[0], start)
            end = match.end()
        else:
            match = _UNCLOSED_KEY.match(text, start)
            if match:
                quote = text[start]
                name = match[0][1:].strip(" \t")
                end = start + len(match[0].rstrip(" \t"))
                advice = f"Add `{quote}` at the end."
                # A control character is no part of a key, closed or not.
                is_key = KEY_PART.fullmatch(text[start:end] + quote)
                repair = (end, end, quote) if is_key else None
                self.fail(start, end, "Unclosed key.", advice, repair=repair)
                self.position = end
                return Part(name, start - base, end - base)
            name, end = "", start
        glued = _GLUED.match(text, end)
        if glued:
            end = glued.end()
            name = text[start:end]
            if not name.startswith(("//", "/*")):
                self.fail(start, end, *invalid_key(name), repair=repair_key(name, start, end))
        if end == start:
            return None
        self.position = end
        return Part(name, start - base, end - base)

    def key_name(self, source: str, start: int) -> str:
        """The name that a quoted key means; its source without the quotes where that is unclear."""
        if source[0] == "'" or "\\" not in source:
            return source[1:-1]
        if self.check_escapes(start, start + len(source)):
            return next(iter(tomli.loads(source + "=0")))
        return source[1:-1]

    # --- scalars --------------------------------------------------------------------------------

    def scalar(self, depth: int) -> Value:
        """The string, number, boolean or datetime here, or what is written instead of one.

        `depth` is that of the brackets around it. There is some text here that no bracket or comma
        starts with.
        """
        text, base, start = self.text, self.base, self.position
        match = SCALAR.match(text, start)
        if match:
            end = match.end()
            group = cast("int", match.lastindex)
            if group == 1 or end == self.size or text[end] in _ENDS:
                self.position = end
                return Value(cast("Kind", KINDS[group - 1]), start - base, end - base)
        elif text[start] in "\"'":
            return self.string(depth)
        return self.invalid_value(depth)

    def invalid_value(self, depth: int) -> Value:
        """Text where a value is expected that is not a TOML value."""
        text, start = self.text, self.position
        match = (_TOKEN_IN_BRACKETS if depth else _TOKEN).match(text, start)
        token = match[0].rstrip(" \t") if match else text[start : start + 1]
        slashes = token.find(" //")
        if slashes > 0:
            token = token[:slashes].rstrip(" \t")
        self.position = start + len(token)
        meant = repair_value(token)
        repair = None if meant is None else (start, self.position, meant)
        self.fail(start, self.position, *invalid_value(token), repair=repair)
        return Value("incomplete", start - self.base, self.position - self.base, (), True)

    def string(self, depth: int) -> Value:
        """A string with escapes, with control characters, on many lines, or without an end."""
        text, start = self.text, self.position
        quote = text[start]
        failed = self.failed
        closed = True
        if text.startswith(quote * 3, start):
            closed = self.multiline_string(start, quote)
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
                code = f"{ord(control[0]):04X}"
                message = f"Control character U+{code} is not allowed in a string."
                self.fail(*control.span(), message, f"Use `\\u{code}` in double quotes.")
            elif quote == '"':
                self.check_escapes(start, end)
        malformed = self.failed > failed or not closed
        return Value("string", start - self.base, end - self.base, (), malformed, closed)

    def check_escapes(self, start: int, end: int) -> bool:
        """Whether all escapes of a closed string are right; the first wrong one is an error."""
        position = self.text.find("\\", start, end)
        while position >= 0:
            match = compiled(ESCAPE).match(self.text, position, end)
            if match is None or match[1] is None:
                width = 2 if self.text[position + 1 : position + 2].isprintable() else 1
                source = self.text[position : position + width]
                repair = (position, position, "\\")
                self.fail(position, position + width, *invalid_escape(source), repair=repair)
                return False
            position = self.text.find("\\", match.end(), end)
        return True

    def unclosed_string(self, start: int, quote: str, depth: int) -> None:
        """Move past a string on one line that has no end, and say what is missing."""
        text = self.text
        end = line_end(text, start)
        if depth:
            end = max(closing_brackets(text, start + 1, end), start + 1)
        self.position = start + len(text[start:end].rstrip(" \t"))
        other = "'" if quote == '"' else '"'
        mixed = text.find(other, start, self.position) + 1
        rest = text[mixed : self.position].lstrip(" \t")
        if quote == '"' and text[start:end].endswith('\\"'):
            message = 'Unclosed string: its last `"` is escaped.'
            advice = "Use `\\\\` for a backslash."
            repair = (self.position - 1, self.position - 1, "\\")
        elif mixed and (not rest or rest.startswith("#")):
            self.position = mixed
            message = f"The string starts with `{quote}` but ends with `{other}`."
            advice = "Use the same quotation mark at both ends."
            repair = (mixed - 1, mixed, quote)
        else:
            message = "Unclosed string."
            advice = f"Add `{quote}` at the end."
            repair = (self.position, self.position, quote)
        self.fail(start, self.position, message, advice, repair=repair)

    def multiline_string(self, start: int, quote: str) -> bool:
        """Move past a string in three quotes; false where it has no end."""
        text = self.text
        end = string_end(text, start + 3, quote)
        if 0 <= end <= self.limit:
            self.position = end
            self.multiline = self.multiline or text.find("\n", start, end) >= 0
            return True
        stop = self.limit
        if end < 0:
            self.reach = sys.maxsize
            line = layout_line(text, start, self.size, self.indent)
            stop = min(stop, self.size if line < 0 else line)
            self.limit = stop
        self.limited = True
        self.position = start + 3 + len(text[start + 3 : stop].rstrip(" \t\r\n"))
        self.fail(start, start + 3, "Unclosed string.", f"Add `{quote * 3}` at the end.")
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
