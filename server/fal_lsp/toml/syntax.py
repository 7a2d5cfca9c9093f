"""Reads keys and values by the specification, and goes on behind what is torn. Never raises.

Knows no section and no tree. Every step moves `position` on or returns to a caller that does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from .dotted_keys import local_table
from .keys import MAX_DEPTH, KeyReader
from .messages import about_missing_equals, about_run_on, about_value, quoted
from .reader import new_tuple
from .recover import compiled, is_header_in_array, is_pair, line_start
from .repairs import meant_value, spaced_equals
from .scalars import BARE, BLANK, KINDS, SCALAR
from .strings import string_end as string_end
from .syntax_tree import Kind, Pair, Part, Value

if TYPE_CHECKING:
    from .reader import Repair

_TOKEN = re.compile(r"[^\r\n#]+")
# Strings and brackets that open and close on the line belong to it, with the commas in them.
_TOKEN_IN_BRACKETS = re.compile(
    r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|\[[^\[\]\r\n]*\]|\{[^{}\r\n]*\}|[^\r\n#,\]}])+"
)
_ENDS = frozenset(" \t\r\n,]}#;")
_BARE_KEY = re.compile(rf"({BARE})[ \t]*=(?!=)")
_WORDS = r"[A-Za-z0-9_-]+(?:[ \t]+[A-Za-z0-9_-]+)*(?=[ \t]*=(?!=))"
_COMMA = r"[ \t]*,"
_VALUE_BELOW = r"[ \t]*(?:\r?\n[ \t]*)+(?=\{|(?:\"[^\"\r\n]*\"|'[^'\r\n]*')[ \t]*(?:[#\r\n]|\Z))"
_VALUE_START = r"[\"'\[{+-]|[0-9]|(?:true|false|inf|nan)\b"


class ValueReader(KeyReader):
    """Reads the pair or value at the position."""

    def pair(self, depth: int) -> Pair:
        """A `key = value`; `depth` is that of the brackets around it, 0 for a statement."""
        text, base, start = self.text, self.base, self.position
        match = _BARE_KEY.match(text, start)
        if match:
            after, self.position = match.end(1), match.end()
            part = new_tuple(Part, (match[1], start - base, after - base))
            value = self.pair_value(start, depth)
            return new_tuple(Pair, ((part,), match.end() - 1 - base, value, False))
        parts, dangling = self.key()
        end = self.position
        self.skip_space()
        char = text[self.position : self.position + 1]
        equals = self.position
        if char == "=":
            if not parts:
                self.fail("a key is missing before `=`", equals, equals + 1)
            self.position += 1
            if text.startswith("=", self.position):
                while text.startswith("=", self.position):
                    self.position += 1
                message = "one `=` stands between a key and its value"
                self.fail(message, equals, self.position, repair=(equals, self.position, "="))
            return Pair(parts, equals - base, self.pair_value(start, depth), dangling)
        name = text[start:end].strip(" \t")
        if char == ":":
            self.position += 2 if text.startswith(":=", equals) else 1
            sign = text[equals : self.position]
            repair = (equals, self.position, spaced_equals(text, equals, self.position))
            message = f"`{sign}` after the key {quoted(name)}: write `=`"
            self.fail(message, equals, self.position, repair=repair)
            return Pair(parts, equals - base, self.pair_value(start, depth), dangling)
        words = compiled(_WORDS).match(text, start)
        if words and len(parts) == 1:
            message = f"the key `{words[0]}` needs quotes for its spaces"
            repair = (start, words.end(), f'"{words[0]}"')
            self.fail(message, start, words.end(), repair=repair)
            parts = (Part(words[0], start - base, words.end() - base),)
            self.position = words.end()
            self.skip_space()
            equals = self.position
            self.position += 1
            return Pair(parts, equals - base, self.pair_value(start, depth), dangling)
        follows = compiled(_VALUE_START).match(text, self.position) is not None
        if not dangling:
            message = about_missing_equals(name, "" if depth else char)
            is_forgotten = follows and end < self.position
            self.fail(message, start, end, repair=(end, end, " =") if is_forgotten else None)
        value = Value("incomplete", end - base, end - base, (), True)
        if follows and not dangling:
            value = self.value(depth)
        elif depth == 0:
            self.position = self.line_end(self.position)
        return Pair(parts, -1, value, dangling)

    def pair_value(self, start: int, depth: int) -> Value:
        """The value behind an `=`, which may be missing."""
        text, after = self.text, self.position
        self.skip_space()
        char = text[self.position : self.position + 1]
        if char not in ("", "\r", "\n", "#", ",", "]", "}"):
            return self.value(depth)
        if char in ("", "\r", "\n", "#") or depth:
            written = text[start:after].strip(" \t")
            below = compiled(_VALUE_BELOW).match(text, self.position)
            if below and below.end() < self.cut:
                # Nothing but a value starts with a brace, or is a string alone on its line.
                message = f"the value must start on the line of {quoted(written)}"
                self.fail(message, start, after, repair=(after, below.end(), " "))
                self.position = below.end()
                return self.value(depth)
            self.fail(f"a value is missing after {quoted(written)}", start, after)
            at = min(after + 1, self.position) - self.base
            return Value("incomplete", at, at, (), True)
        return self.bad_value(depth)

    def value(self, depth: int) -> Value:
        """A value; there is some text here that no bracket or comma starts with."""
        text, base, start = self.text, self.base, self.position
        match = SCALAR.match(text, start)
        if match:
            end = match.end()
            group = cast("int", match.lastindex)
            if group == 1 or end == self.size or text[end] in _ENDS:
                self.position = end
                return Value(cast("Kind", KINDS[group - 1]), start - base, end - base)
            return self.bad_value(depth)
        char = text[start]
        if char in "[{":
            if depth >= MAX_DEPTH:
                self.too_deep = True
                self.fail(f"brackets are nested more than {MAX_DEPTH} deep", start, start + 1)
                self.position = self.line_end(start)
                self.give_up()
                return Value("incomplete", start - base, self.position - base, (), True)
            return self.array(depth + 1) if char == "[" else self.table(depth + 1)
        if char in "\"'":
            return self.string(depth)
        return self.bad_value(depth)

    def bad_value(self, depth: int) -> Value:
        text, start = self.text, self.position
        match = (_TOKEN_IN_BRACKETS if depth else _TOKEN).match(text, start)
        token = match[0].rstrip(" \t") if match else text[start : start + 1]
        slashes = token.find(" //")
        if slashes > 0:
            token = token[:slashes].rstrip(" \t")
        self.position = start + len(token)
        meant = meant_value(token)
        repair = None if meant is None else (start, self.position, meant)
        self.fail(about_value(token), start, self.position, repair=repair)
        return Value("incomplete", start - self.base, self.position - self.base, (), True)

    def array(self, depth: int) -> Value:
        """An array; the position is at its bracket."""
        text, start, base = self.text, self.position, self.base
        failed = self.failed
        self.position = end = start + 1
        children: list[Value] = []
        comma = True
        pairs = 0
        while True:
            inside = self.next_inside()
            at = self.position
            char = text[at : at + 1]
            if char == "]" or not inside:
                break
            match = SCALAR.match(text, at)
            after = match.end() if match else at
            if match and text[after : after + 1] in (",", "]"):
                if not comma:
                    self.missing_comma(children[-1], at, after)
                kind = KINDS[cast("int", match.lastindex) - 1]
                children.append(new_tuple(Value, (kind, at - base, after - base, (), False, True)))
                comma = text[after] == ","
                self.position = end = after + comma
                continue
            if inside > 1 and (is_pair(text, at) if char != "[" else is_header_in_array(text, at)):
                self.reach = max(self.reach, self.line_end(at) + 1)
                # No array holds pairs, so inside of an inline table they are that table's.
                if char == "[" or depth > 1 or at - line_start(text, at) <= self.indent:
                    break
            if inside > 1 and self.skip_slashes():
                continue
            if char == "," or char == "}":
                if char == "}" and depth > 1:
                    break
                self.position = end = at + 1
                if char == "}":
                    # Where pairs stand inside, the bracket that opened it was said to be wrong.
                    if not pairs:
                        message = "`}` does not close `[`: write `]`"
                        self.fail(message, at, at + 1, repair=(at, at + 1, "]"))
                    return Value("array", start - base, end - base, tuple(children), True)
                if comma:
                    message = "a value is missing before `,`"
                    self.fail(message, at, at + 1, repair=(at, at + 1, ""))
                comma = True
                continue
            pairs += is_pair(text, at)
            child = self.array_item(depth, pairs == 1)
            if not comma:
                self.missing_comma(children[-1], at, child.end + base)
            children.append(child)
            end = self.position
            comma = False
        return self.close("array", start, end, tuple(children), failed)

    def array_item(self, depth: int, first: bool) -> Value:
        """An item; `key = value`s that stand in its place are passed over, the first is told."""
        if not is_pair(self.text, self.position):
            return self.value(depth)
        start = self.position
        faults = len(self.faults)
        pair = self.pair(depth)
        del self.faults[faults:]
        if first:
            written = quoted(self.text[start : self.position])
            message = f"{written} has no place in an array: write `{{ … }}` around it"
            self.fail(message, start, self.position)
        return Value("incomplete", start - self.base, pair.end, (), True)

    def table(self, depth: int) -> Value:
        """An inline table; the position is at its bracket."""
        text, start, base = self.text, self.position, self.base
        failed = self.failed
        self.position = end = start + 1
        children: list[Pair] = []
        comma = True
        while True:
            inside = self.next_inside()
            at = self.position
            char = text[at : at + 1]
            if char == "}" or not inside or (inside > 1 and char == "["):
                break
            if char in ",])":
                if char == "]" and depth > 1:
                    break
                self.position = end = at + 1
                if char == "]" and compiled(_COMMA).match(text, end):
                    self.fail("`]` closes nothing: remove it", at, end, repair=(at, end, ""))
                    continue
                if char != ",":
                    message = f"`{char}` does not close `{{`: write `}}`"
                    self.fail(message, at, at + 1, repair=(at, at + 1, "}"))
                    return Value("table", start - base, end - base, tuple(children), True)
                if comma:
                    message = "a `key = value` is missing before `,`"
                    self.fail(message, at, at + 1, repair=(at, at + 1, ""))
                comma = True
                continue
            if inside > 1 and self.skip_slashes():
                continue
            pair = self.pair(depth)
            if self.position == at:
                self.skip_garbage()
                end = self.position
                continue
            if not comma and pair.parts and children[-1].value.closed:
                self.missing_comma(children[-1].value, at, pair.parts[-1].end + base)
            children.append(pair)
            end = self.position
            comma = False
        return self.close("table", start, end, tuple(children), failed)

    def skip_slashes(self) -> bool:
        """Pass over a line that is a comment of JavaScript; whether one is here."""
        start = self.position
        if not self.text.startswith("//", start):
            return False
        self.position = self.line_end(start)
        repair = (start, start + len("//"), "#")
        self.fail("a comment starts with `#` in TOML", start, self.position, repair=repair)
        return True

    def skip_garbage(self) -> None:
        start = self.position
        match = _TOKEN_IN_BRACKETS.match(self.text, start)
        self.position = max(start + len(match[0].rstrip(" \t")) if match else 0, start + 1)
        source = quoted(self.text[start : self.position])
        self.fail(f"expected `key = value`, found {source}", start, self.position)

    def missing_comma(self, before: Value, start: int, end: int) -> None:
        """Note that something follows an item without a comma, before the faults inside of it."""
        text, base = self.text, self.base
        message = f"a `,` is missing before {quoted(text[start:end])}"
        repair: Repair | None = (before.end + base, before.end + base, ",")
        if text[start] == ";":
            end = start + 1
            message, repair = "`;` separates nothing in TOML: write `,`", (start, end, ",")
        elif before.kind == "string" and before.end + base == start and text[start] not in "\"'":
            start, end = before.start + base, before.end + base
            message, repair = about_run_on(text[start:end]), None
        self.failed += 1
        index = len(self.faults)
        while index and self.faults[index - 1][1] >= start:
            index -= 1
        self.faults.insert(index, (message, start, end, None, repair))

    def next_inside(self) -> int:
        """Move to the next text inside a bracket: 0 at the end, 2 behind a line end, else 1."""
        start = self.position
        match = BLANK.match(self.text, start)
        self.position = at = match.end() if match else start
        self.reach = max(self.reach, at + 1)
        if at >= self.cut or at >= self.size:
            return 0
        if at > start and (
            self.text.find("\n", start, at) >= 0 or self.text.find("\r", start, at) >= 0
        ):
            return 2
        return 1

    def close(
        self, kind: Kind, start: int, end: int, children: tuple[Value | Pair, ...], failed: int
    ) -> Value:
        """An array or inline table whose content is read."""
        base, at = self.base, self.position
        bracket = "]" if kind == "array" else "}"
        closed = at < self.cut and self.text.startswith(bracket, at)
        if closed:
            self.position = end = at + 1
        else:
            self.position = end
            if not self.cut_off:
                name = "array" if kind == "array" else "inline table"
                message = f"unclosed {name}: add `{bracket}` at its end"
                self.fail(message, start, start + 1, repair=(end, end, bracket))
                self.cut_off = True
        if kind == "table":
            self.twins(cast("tuple[Pair, ...]", children))
        torn = not closed or self.failed > failed
        return Value(kind, start - base, end - base, children, torn, closed)

    def twins(self, pairs: tuple[Pair, ...]) -> None:
        """Note the keys that an inline table has twice."""
        base = self.base
        if len({part.name for pair in pairs for part in pair.parts[:1]}) == len(pairs):
            return
        for clash in local_table(pairs)[1]:
            parts, first = pairs[clash.later[0]].parts, pairs[clash.first[0]].parts
            start, end = parts[0].start, parts[clash.later[1]].end
            written = quoted(self.text[start + base : end + base])
            self.fail(
                f"the key {written} is already in this inline table: keep one of the two",
                start + base,
                end + base,
                (first[0].start + base, first[clash.first[1]].end + base),
            )
