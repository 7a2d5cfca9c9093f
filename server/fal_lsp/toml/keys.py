"""Reads keys: bare, quoted, dotted, and what people write in their place. Knows no value."""

from __future__ import annotations

import re

from .messages import about_key, quoted
from .repairs import in_quotes
from .scalars import KEY_PART
from .strings import StringReader
from .syntax_tree import Part

MAX_DEPTH = 100
"""How deep brackets nest and how many parts a key has; the rest is not read but reported."""

_GLUED = re.compile(r"[^ \t\r\n.=\[\]{},:#\"']+")
_UNCLOSED_KEY = re.compile(r"[\"'][^\"'=\]\r\n]*")


class KeyReader(StringReader):
    """Reads the key at the position."""

    def key(self) -> tuple[tuple[Part, ...], bool]:
        """The parts of a key, and whether it is missing or ends in a dot."""
        text, base = self.text, self.base
        parts: list[Part] = []
        while True:
            self.skip_space()
            part = self.key_part()
            if part is None:
                if parts:
                    start = parts[0].start + base
                    written = quoted(text[start : self.position].strip(" \t"))
                    self.fail(f"a name is missing after the dot in {written}", start, self.position)
                return tuple(parts), True
            parts.append(part)
            if len(parts) > MAX_DEPTH:
                self.too_deep = True
                start = parts[0].start + base
                self.fail(f"a key has more than {MAX_DEPTH} parts", start, self.position)
                self.position = self.line_end(self.position)
                return tuple(parts[:MAX_DEPTH]), True
            after = self.position
            self.skip_space()
            if not text.startswith(".", self.position):
                self.position = after
                return tuple(parts), False
            self.position += 1

    def key_part(self) -> Part | None:
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
                message = f"unclosed key: add `{quote}` at its end"
                self.fail(message, start, end, repair=(end, end, quote))
                self.position = end
                return Part(name, start - base, end - base)
            name, end = "", start
        glued = _GLUED.match(text, end)
        if glued:
            end = glued.end()
            name = text[start:end]
            if not name.startswith(("//", "/*")):
                self.fail(about_key(name), start, end, repair=in_quotes(name, start, end))
        if end == start:
            return None
        self.position = end
        return Part(name, start - base, end - base)

    def key_name(self, source: str, start: int) -> str:
        """The name that a quoted key means; its source without the quotes where that is unclear."""
        if source[0] == "'" or "\\" not in source:
            return source[1:-1]
        if self.escapes(start, start + len(source)):
            import tomli

            return next(iter(tomli.loads(source + "=0")))
        return source[1:-1]
