"""Reads headers, and what stands behind a statement on its line. Knows no statement."""

from __future__ import annotations

from .keys import MAX_DEPTH
from .messages import about_key, about_rest, quoted
from .reader import new_tuple
from .repairs import in_quotes, mended_rest
from .scalars import BLANK, END_OF_LINE, HEADER_LINE, SPACE
from .syntax import ValueReader
from .syntax_tree import Header, Part


class HeaderReader(ValueReader):
    """Reads the header at the position, and the ends of lines."""

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
            repair = (self.position, self.position, "]")
            self.fail(message, start, self.position, repair=repair)
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
            message = "one `[` closes with one `]`: remove the second"
            self.fail(message, at, at + 1, repair=(at, at + 1, ""))
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
                repair = (self.position, self.position, bracket) if parts else None
                message = f"unclosed table header: add `{bracket}`"
                self.fail(message, start, self.position, repair=repair)
            self.position = inner
            if text[inner:end].strip(" \t"):
                self.position = end
            return parts
        name = text[inner:close].rstrip(" \t")
        if parts and not self.faults and name.strip(" \t"):
            first = parts[-1].start + base
            whole = text[first : inner + len(name)]
            last = inner + len(name)
            self.fail(about_key(whole), first, last, repair=in_quotes(whole, first, last))
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
            repair = None
            if value is None:
                message = f"unexpected {quoted(source)} after the header: put it on the next line"
            else:
                message = about_rest(source, value, start == self.position)
                repair = mended_rest(source, value, self.position, start)
            self.fail(message, start, start + len(source), repair=repair)
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
