"""The parser of pairs and their values: `key = value`, arrays and inline tables.

Knows the grammar of what is inside of a statement, and how to go on after malformed text: it never
raises. Must not know headers, nor where a statement ends that may be read in more than one way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from .lexer import MAX_DEPTH, MAX_ERRORS, new_tuple
from .literals import BARE, ITEM, KINDS, SCALAR
from .messages import KEEP_ONE, missing_equals, missing_quote, quoted, repair_equals
from .recovery import compiled, is_header_in_array, is_pair, line_end, line_start
from .section import pair_table
from .syntax_tree import Kind, Pair, ParseError, Part, Value

if TYPE_CHECKING:
    from .lexer import Lexer
    from .syntax_tree import Repair

_BARE_KEY = re.compile(rf"({BARE})[ \t]*=(?!=)")
_WORDS = r"[A-Za-z0-9_-]+(?:[ \t]+[A-Za-z0-9_-]+){0,20}(?=[ \t]*=(?!=))"
_COMMA = r"[ \t]*,"
_VALUE_BELOW = r"[ \t]*(?:\r?\n[ \t]*)+(?=\{|(?:\"[^\"\r\n]*\"|'[^'\r\n]*')[ \t]*(?:[#\r\n]|\Z))"
_VALUE_START = r"[\"'\[{+-]|[0-9]|(?:true|false|inf|nan)\b"


class PairParser:
    """Parses the pair or value that the cursor of a lexer is at."""

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self.text = lexer.text
        self.base = lexer.base

    def pair(self, depth: int) -> Pair:
        """The `key = value` here; `depth` is that of the brackets around it, 0 for a statement."""
        text, base, lexer = self.text, self.base, self.lexer
        start = lexer.position
        match = _BARE_KEY.match(text, start)
        if match:
            after, lexer.position = match.end(1), match.end()
            part = new_tuple(Part, (match[1], start - base, after - base))
            value = self.pair_value(start, depth)
            return new_tuple(Pair, ((part,), match.end() - 1 - base, value, False))
        parts, dangling = lexer.key()
        end = lexer.position
        lexer.skip_space()
        equals = lexer.position
        if text.startswith("=", equals):
            self.equals_sign(has_key=bool(parts))
        elif text.startswith(":", equals):
            self.colon(text[start:end].strip(" \t"))
        elif len(parts) == 1 and (words := compiled(_WORDS).match(text, start)):
            parts = self.key_with_spaces(words)
            equals = lexer.position
            lexer.position += 1
        else:
            value = self.value_without_equals(start, end, depth, is_expected=not dangling)
            return Pair(parts, -1, value, dangling)
        return Pair(parts, equals - base, self.pair_value(start, depth), dangling)

    def equals_sign(self, *, has_key: bool) -> None:
        """Read the `=` here, or what is written as several."""
        text, lexer = self.text, self.lexer
        equals = lexer.position
        if not has_key:
            lexer.fail(equals, equals + 1, "Expected a key before `=`.")
        lexer.position += 1
        if text.startswith("=", lexer.position):
            while text.startswith("=", lexer.position):
                lexer.position += 1
            repair = (equals, lexer.position, "=")
            lexer.fail(equals, lexer.position, "Expected a single `=`.", repair=repair)

    def colon(self, name: str) -> None:
        """Read the `:` or `:=` here, in place of an `=`."""
        text, lexer = self.text, self.lexer
        start = lexer.position
        lexer.position += 2 if text.startswith(":=", start) else 1
        end = lexer.position
        message = f"Expected `=` after the key {quoted(name)}, found `{text[start:end]}`."
        lexer.fail(start, end, message, repair=(start, end, repair_equals(text, start, end)))

    def key_with_spaces(self, words: re.Match[str]) -> tuple[Part, ...]:
        """The words before an `=` as one key, which must be in quotes."""
        lexer, (start, end) = self.lexer, words.span()
        message = f"The key {quoted(words[0])} must be in quotes: it contains spaces."
        lexer.fail(start, end, message, repair=(start, end, f'"{words[0]}"'))
        lexer.position = end
        lexer.skip_space()
        return (Part(words[0], start - self.base, end - self.base),)

    def value_without_equals(self, start: int, end: int, depth: int, *, is_expected: bool) -> Value:
        """The value after a key without an `=`, if it looks like one; the key is `start` to `end`.

        It is not `is_expected` where the key itself is malformed.
        """
        text, lexer = self.text, self.lexer
        at = lexer.position
        follows = compiled(_VALUE_START).match(text, at) is not None
        if is_expected:
            repair = (end, end, " =") if follows and end < at else None
            char = "" if depth else text[at : at + 1]
            message = missing_equals(text[start:end].strip(" \t"), char)
            lexer.fail(start, end, *message, repair=repair)
            if follows:
                return self.value(depth)
        if depth == 0:
            lexer.position = line_end(text, lexer.position)
        return Value("incomplete", end - self.base, end - self.base, (), True)

    def pair_value(self, start: int, depth: int) -> Value:
        """The value after an `=`, which may be missing; `start` is where its key starts."""
        text, lexer = self.text, self.lexer
        after = lexer.position
        lexer.skip_space()
        char = text[lexer.position : lexer.position + 1]
        if char not in ("", "\r", "\n", "#", ",", "]", "}"):
            return self.value(depth)
        if char in ("", "\r", "\n", "#") or depth:
            written = text[start:after].strip(" \t")
            below = compiled(_VALUE_BELOW).match(text, lexer.position)
            if below and below.end() < lexer.limit:
                # Only a value starts with a brace, or is a string alone on its line.
                message = f"The value must be on the same line as {quoted(written)}."
                lexer.fail(start, after, message, repair=(after, below.end(), " "))
                lexer.position = below.end()
                return self.value(depth)
            lexer.fail(start, after, f"Expected a value after {quoted(written)}.")
            at = min(after + 1, lexer.position) - self.base
            return Value("incomplete", at, at, (), True)
        return lexer.invalid_value(depth)

    def value(self, depth: int) -> Value:
        """The value here; there is some text that no comma or closing bracket starts with."""
        lexer = self.lexer
        start = lexer.position
        char = self.text[start]
        if char not in "[{":
            return lexer.scalar(depth)
        if depth >= MAX_DEPTH:
            lexer.too_deep = True
            lexer.fail(start, start + 1, f"Brackets are nested more than {MAX_DEPTH} levels deep.")
            lexer.position = line_end(self.text, start)
            lexer.give_up()
            return Value("incomplete", start - self.base, lexer.position - self.base, (), True)
        return self.array(depth + 1) if char == "[" else self.inline_table(depth + 1)

    def array(self, depth: int) -> Value:
        """The array whose bracket is here."""
        text, base, lexer = self.text, self.base, self.lexer
        start, failed = lexer.position, lexer.failed
        lexer.position = end = start + 1
        children: list[Value] = []
        comma = True
        pairs = 0
        while True:
            inside = lexer.next_inside()
            at = lexer.position
            char = text[at : at + 1]
            if char == "]" or not inside:
                break
            match = SCALAR.match(text, at)
            after = match.end() if match else at
            if match and text[after : after + 1] in (",", "]"):
                if not comma:
                    self.missing_comma(children[-1], at, after)
                kind = KINDS[(match.lastindex or 1) - 1]
                children.append(new_tuple(Value, (kind, at - base, after - base, (), False, True)))
                comma = text[after] == ","
                lexer.position = end = after + comma
                if comma:
                    lexer.position = end = self.items(end, children)
                continue
            if inside > 1 and (is_pair(text, at) if char != "[" else is_header_in_array(text, at)):
                lexer.reach = max(lexer.reach, line_end(text, at) + 1)
                # No array holds pairs, so inside of an inline table they are that table's.
                if char == "[" or depth > 1 or at - line_start(text, at) <= lexer.indent:
                    break
            if inside > 1 and lexer.skip_slashes():
                continue
            if char == "," or char == "}":
                if char == "}" and depth > 1:
                    break
                lexer.position = end = at + 1
                if char == "}":
                    # Where pairs are inside, the first of them is reported already.
                    if not pairs:
                        message = "Expected `]`, found `}`."
                        lexer.fail(at, at + 1, message, repair=(at, at + 1, "]"))
                    lexer.values += len(children)
                    return Value("array", start - base, end - base, tuple(children), True)
                if comma:
                    message = "Expected a value before `,`."
                    lexer.fail(at, at + 1, message, repair=(at, at + 1, ""))
                comma = True
                continue
            pairs += is_pair(text, at)
            child = self.array_item(depth, pairs == 1)
            if not comma:
                self.missing_comma(children[-1], at, child.end + base)
            children.append(child)
            end = lexer.position
            comma = False
        return self.close("array", start, end, tuple(children), failed)

    def items(self, start: int, items: list[Value]) -> int:
        """Add the scalars that follow with a comma after each, and return where they end.

        Most items of a long array are such, and take a third of the time of any other.
        """
        text, base, limit, new = self.text, self.base, self.lexer.limit, new_tuple
        while match := ITEM.match(text, start):
            group = cast("int", match.lastindex)
            at, after = match.span(group)
            if at >= limit:
                break
            items.append(new(Value, (KINDS[group - 1], at - base, after - base, (), False, True)))
            start = match.end()
        return start

    def array_item(self, depth: int, first: bool) -> Value:
        """An item; a `key = value` instead of one is skipped, and the first of them is reported."""
        lexer = self.lexer
        start = lexer.position
        if not is_pair(self.text, start):
            return self.value(depth)
        errors = len(lexer.errors)
        pair = self.pair(depth)
        del lexer.errors[errors:]
        if first:
            written = quoted(self.text[start : lexer.position])
            message = f"{written} is not allowed in an array."
            lexer.fail(start, lexer.position, message, "Put `{ … }` around it.")
        return Value("incomplete", start - self.base, pair.end, (), True)

    def inline_table(self, depth: int) -> Value:
        """The inline table whose bracket is here."""
        text, base, lexer = self.text, self.base, self.lexer
        start, failed = lexer.position, lexer.failed
        lexer.position = end = start + 1
        children: list[Pair] = []
        comma = True
        while True:
            inside = lexer.next_inside()
            at = lexer.position
            char = text[at : at + 1]
            if char == "}" or not inside or (inside > 1 and char == "["):
                break
            if char in ",])":
                if char == "]" and depth > 1:
                    break
                lexer.position = end = at + 1
                if char == "]" and compiled(_COMMA).match(text, end):
                    lexer.fail(at, end, "Unmatched `]`.", "Remove it.", repair=(at, end, ""))
                    continue
                if char != ",":
                    message = f"Expected `}}`, found `{char}`."
                    lexer.fail(at, at + 1, message, repair=(at, at + 1, "}"))
                    lexer.values += len(children)
                    return Value("table", start - base, end - base, tuple(children), True)
                if comma:
                    message = "Expected `key = value` before `,`."
                    lexer.fail(at, at + 1, message, repair=(at, at + 1, ""))
                comma = True
                continue
            if inside > 1 and lexer.skip_slashes():
                continue
            pair = self.pair(depth)
            if lexer.position == at:
                lexer.skip_garbage()
                end = lexer.position
                continue
            if not comma and pair.parts and children[-1].value.closed:
                self.missing_comma(children[-1].value, at, pair.parts[-1].end + base)
            children.append(pair)
            end = lexer.position
            comma = False
        return self.close("table", start, end, tuple(children), failed)

    def missing_comma(self, before: Value, start: int, end: int) -> None:
        """Report that something follows an item without a comma, before the errors inside of it."""
        text, base, lexer = self.text, self.base, self.lexer
        if lexer.failed >= MAX_ERRORS:
            lexer.failed += 1
            lexer.give_up()
            return
        message, advice = f"Expected `,` before {quoted(text[start:end])}.", ""
        repair: Repair | None = (before.end + base, before.end + base, ",")
        if text[start] == ";":
            end = start + 1
            message, repair = "Expected `,`, found `;`.", (start, end, ",")
        elif before.kind == "string" and before.end + base == start and text[start] not in "\"'":
            start, end = before.start + base, before.end + base
            (message, advice), repair = missing_quote(text[start:end]), None
        lexer.failed += 1
        index = len(lexer.errors)
        while index and lexer.errors[index - 1].start >= start:
            index -= 1
        lexer.errors.insert(index, ParseError(message, start, end, None, repair, advice))

    def close(
        self, kind: Kind, start: int, end: int, children: tuple[Value | Pair, ...], failed: int
    ) -> Value:
        """An array or inline table whose content is read.

        `failed` is the lexer's count of errors before it; only what is inside makes it malformed.
        """
        base, lexer = self.base, self.lexer
        lexer.values += len(children)
        at = lexer.position
        bracket = "]" if kind == "array" else "}"
        closed = at < lexer.limit and self.text.startswith(bracket, at)
        if closed:
            lexer.position = end = at + 1
        else:
            lexer.position = end
            if not lexer.limited:
                name = "array" if kind == "array" else "inline table"
                message, advice = f"Unclosed {name}.", f"Add `{bracket}` at the end."
                lexer.fail(start, start + 1, message, advice, repair=(end, end, bracket))
                lexer.limited = True
        if kind == "table":
            self.duplicate_keys(cast("tuple[Pair, ...]", children))
        malformed = not closed or lexer.failed > failed
        return Value(kind, start - base, end - base, children, malformed, closed)

    def duplicate_keys(self, pairs: tuple[Pair, ...]) -> None:
        """Report the keys that an inline table has twice."""
        base, lexer = self.base, self.lexer
        if len({part.name for pair in pairs for part in pair.parts[:1]}) == len(pairs):
            return
        for duplicate in pair_table(pairs)[1][:MAX_ERRORS]:
            parts, first = pairs[duplicate.later[0]].parts, pairs[duplicate.first[0]].parts
            start, end = parts[0].start, parts[duplicate.later[1]].end
            written = quoted(self.text[start + base : end + base])
            lexer.fail(
                start + base,
                end + base,
                f"Duplicate key {written} in this inline table.",
                KEEP_ONE,
                first=(first[0].start + base, first[duplicate.first[1]].end + base),
            )
