"""What Python refuses in a file, whichever version reads it. Knows the syntax that each version has
added; must not know which Python a project uses, or what is looked for in a file.

The parser here is that of the Python that runs fal-lsp. What a newer one reads differently is taken
out of its sight in two ways:

- Where a string with replacement fields ends is decided by PEP 701 (3.12), not by the parser: such
  a string becomes a plain one on the same lines, and the text is parsed again. Before 3.12 quotes
  in a field would end the string, and everything after it be read wrongly.
- An error in a statement that has other newer syntax in it says nothing. Parsers read statement by
  statement, so what is in another one cannot have caused it. To see what is after such a
  statement, an older one takes its place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from ..files import Unreadable
from .compiling import refused
from .syntax import parse

_NEWER = (
    ((3, 11), r"\bexcept\s*\* | [\[,:]\s*\*"),  # `except* A`, `x[*a]`, `*args: *Ts`
    ((3, 13), r"\btype\s+\w | \b(?:class|def)\s+\w+\s*\["),  # 3.12; defaults in it: 3.13
    ((3, 14), r"\bexcept\b.*,"),  # `except A, B:`
    ((3, 15), r"\blazy\s | [(\[{]\s*\*.*\bfor\b"),  # `{**a for a in b}`
    ((3, 16), r"\b[bBfFrRtT]{0,2}[dD][bBfFrRtT]{0,2}''"),  # PEP 822, which is a draft
)
"""What versions added, in a statement on one line whose strings are empty; rather too much."""

_OF_TOKENS = (
    "was never closed",
    "does not match opening",
    "unmatched",
    "unexpected indent",
    "unindent does not match",
    "expected an indented block",
    "Missing parentheses in call to 'print'",
)
"""Errors that no newer syntax can explain, whatever is in the statement."""

_LATER_LETTERS = "\u200c\u200d\u30fb\uff65"
"""Characters that a name may have from Unicode 15.1 (3.13) on."""

_CHARACTER = re.compile(r"^invalid .*character.*\(?U\+([0-9A-F]+)\)?")

_HEAD = re.compile(
    r"""
    \s* (?: (?P<named> (?:async\s+)?def | class ) \b
        | (?P<except> except ) \b \s* (?P<star> \*)?
        | @ | (?:if|elif|else|for|while|with|async|try|finally|match|case) \b )
    """,
    re.VERBOSE,
)
"""What a statement begins with that is not a simple one."""

# In code: what a string may begin with, and what a field may end with.
_CODE = re.compile(
    r"""
      \#[^\n]*
    | (?P<prefix> (?<!\w) [A-Za-z]{1,3} )? (?P<quote> '{3} | "{3} | ' | " )
    | [()\[\]{}:]
    """,
    re.VERBOSE,
)
_STATEMENT = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<quote> '{3} | "{3} | ' | " )
    | (?P<continued> \\\n )
    | (?P<open> [(\[{] ) | (?P<close> [)\]}] ) | (?P<line> \n )
    """,
    re.VERBOSE,
)
_REST_OF_STRING = {
    quote: re.compile(
        rf"[^{quote}\\]*(?:(?:\\.|{quote}(?!{quote}{quote}))[^{quote}\\]*)*(?P<end>{quote * 3})?",
        re.DOTALL,
    )
    for quote in "'\""
}
_REST_OF_LINE = {
    quote: re.compile(rf"[^{quote}\\\n]*(?:\\(?s:.)[^{quote}\\\n]*)*(?P<end>{quote})?")
    for quote in "'\""
}


_MAX_UNREAD = 4
"""Each may be looked for to the end of the text."""


class _Open(NamedTuple):
    """What is not closed yet: a `string` or `spec` with its quote, a `field`, or a `bracket`."""

    kind: str
    quote: str = ""
    is_raw: bool = False


class _Formatted(NamedTuple):
    """A string with fields; `end` is `None` where no Python finds one."""

    start: int
    end: int | None
    is_newer: bool


class _Statement(NamedTuple):
    """`words` are on one line, without comments and what is in strings."""

    words: str
    first_line: int
    last_line: int
    is_closed: bool


class _UnclearError(Exception):
    """Two braces in the format of a field: whether they begin one differs by version."""


def refused_everywhere(real: str, text: str) -> Unreadable | None:
    """What every Python refuses in a `source_text`, as `syntax`. Never raises.

    `None` for a text that some Python may accept; it is only asked of versions since this one.
    """
    tree = parse(real, text)
    if not isinstance(tree, Unreadable):
        return refused(real, text, tree)
    if tree.reason != "syntax":
        return None
    try:
        strings = list(_formatted(text))
    except _UnclearError:
        return None
    is_readable = all(each.end is not None for each in strings)
    readable = _plain(text, [each for each in strings if each.is_newer])
    statements = list(_statements(_plain(text, strings)))
    # Looking for words about an error, parsers also complain about statements that they have read:
    # only what is in the file for an older Python, too, is no consequence of what is newer.
    found = tree
    for version in (readable, _older(readable, statements)):
        again = tree if version == text else parse(real, version)
        if not isinstance(again, Unreadable) or again.reason != "syntax":
            return None
        found = again
        if any(words in found.detail for words in _OF_TOKENS):
            return found
    is_of_string = found.detail.startswith(("f-string", "t-string"))
    if (is_of_string and is_readable) or _is_later_letter(found.detail):
        return None
    line = found.line or 0
    around = next((each for each in statements if each.last_line >= line), None)
    return found if around is None or not _is_newer(around.words) else None


def _is_later_letter(detail: str) -> bool:
    found = _CHARACTER.match(detail)
    if found is None:
        return False
    import unicodedata

    character = chr(int(found[1], 16))
    return character in _LATER_LETTERS or unicodedata.category(character) == "Cn"


def _plain(text: str, strings: list[_Formatted]) -> str:
    """The text with plain strings on the same lines and columns."""
    parts = []
    position = 0
    for each in strings:
        if each.end is not None:
            inside = re.sub("[^\n]", "_", text[each.start + 2 : each.end - 1])
            quote = text[each.end - 1]
            parts += [text[position : each.start], "r", quote, inside.replace("\n", "\\\n"), quote]
            position = each.end
    return "".join([*parts, text[position:]])


def _formatted(text: str) -> Iterator[_Formatted]:
    """The outermost strings with fields, up to a few that no Python can read."""
    position = unread = 0
    while found := _CODE.search(text, position):
        position = found.end()
        if found["quote"] is None:
            continue
        if not _has_fields(found["prefix"]):
            position = _rest(text, position, found["quote"]).end()
            continue
        end, has_template = _end(text, found)
        is_newer = sys.version_info < (3, 12) or (has_template and sys.version_info < (3, 14))
        yield _Formatted(found.start(), end, is_newer and end is not None)
        if end is not None:
            position = end
            continue
        unread += 1
        if unread == _MAX_UNREAD:
            break
        position = _rest(text, position, found["quote"]).end()


def _has_fields(prefix: str | None) -> bool:
    letters = sorted((prefix or "").lower())
    return sum(each in "ft" for each in letters) == 1 and all(each in "dfrt" for each in letters)


def _rest(text: str, position: int, quote: str) -> re.Match[str]:
    """A plain string after its quote, to the end of its line or text where it is not closed."""
    rest = (_REST_OF_STRING if len(quote) == 3 else _REST_OF_LINE)[quote[0]]
    found = rest.match(text, position)
    assert found is not None
    return found


def _end(text: str, start: re.Match[str]) -> tuple[int | None, bool]:
    """Where a string with fields ends, and whether one of 3.14 is in it."""
    has_template = "t" in start["prefix"].lower()
    waiting = [_opened(start)]
    position = start.end()
    while waiting:
        inner = waiting[-1]
        if inner.kind in ("string", "spec"):
            found = _literal(inner).search(text, position)
            if found is None:
                return None, has_template
            position = found.end()
            if not _read_literal(waiting, found.group()):
                return None, has_template
            continue
        found = _CODE.search(text, position)
        if found is None:
            return None, has_template
        position = found.end()
        if found["quote"] is None:
            if not _read_code(waiting, found.group()):
                return None, has_template
        elif _has_fields(found["prefix"]):
            has_template = has_template or "t" in found["prefix"].lower()
            waiting.append(_opened(found))
        else:
            rest = _rest(text, position, found["quote"])
            if rest["end"] is None:
                return None, has_template
            position = rest.end()
    return position, has_template


def _opened(found: re.Match[str]) -> _Open:
    return _Open("string", found["quote"], "r" in found["prefix"].lower())


_LITERALS: dict[_Open, re.Pattern[str]] = {}


def _literal(inner: _Open) -> re.Pattern[str]:
    """What may end a part of a string: what is escaped comes first, to be passed over."""
    known = _LITERALS.get(inner)
    if known is None:
        named = "" if inner.is_raw else r"\\N\{[^{}\n'\"]*\} |"
        double = r"\{\{ | \}\} |" if inner.kind == "string" else r"\{\{ |"
        known = re.compile(
            rf"{named} \\(?s:[^{{}}]) | {double} [{{}}\n] | {inner.quote}", re.VERBOSE
        )
        _LITERALS[inner] = known
    return known


def _read_literal(waiting: list[_Open], sign: str) -> bool:
    """Whether a part of a string may go on, or end, with a sign."""
    inner = waiting[-1]
    if sign == "{":
        waiting.append(_Open("field"))
    elif sign == "{{" and inner.kind == "spec":
        raise _UnclearError
    elif sign == "}" and inner.kind == "spec":
        del waiting[-2:]
    elif sign == "\n" and len(inner.quote) == 1:
        if inner.kind == "string":
            return False
        waiting.pop()
    elif sign == inner.quote:
        if inner.kind == "spec":
            return False
        waiting.pop()
    return True


def _read_code(waiting: list[_Open], sign: str) -> bool:
    """Whether the code of a field may go on, or end, with a sign."""
    inner = waiting[-1]
    if sign in "([{":
        waiting.append(_Open("bracket", {"(": ")", "[": "]", "{": "}"}[sign]))
    elif sign in ")]}":
        if sign != (inner.quote or "}"):
            return False
        waiting.pop()
    elif sign == ":" and inner.kind == "field":
        outer = waiting[-2]
        waiting.append(outer._replace(kind="spec"))
    return True


def _statements(text: str) -> Iterator[_Statement]:
    """The statements of a text that go over whole lines, each with all that is on these lines."""
    parts: list[str] = []
    depth = line = position = first = 0
    while found := _STATEMENT.search(text, position):
        parts.append(text[position : found.start()])
        position = found.end()
        if found["quote"] is not None:
            parts.append("''")
            rest = _rest(text, position, found["quote"])
            line += rest.group().count("\n")
            position = rest.end()
        elif found["open"] is not None:
            parts.append(found.group())
            depth += 1
        elif found["close"] is not None:
            parts.append(found.group())
            depth = max(depth - 1, 0)
        elif found["comment"] is None:
            parts.append(" ")
            if depth == 0 and found["line"] is not None:
                yield _Statement("".join(parts), first, line, True)
                first = line + 1
                parts.clear()
            line += 1
    yield _Statement("".join([*parts, text[position:]]), first, line, depth == 0)


def _is_newer(words: str) -> bool:
    return any(
        sys.version_info < version and re.search(pattern, words, re.VERBOSE)
        for version, pattern in _NEWER
    )


def _older(text: str, statements: list[_Statement]) -> str:
    """The text with older statements on the lines of newer ones, where it is known which."""
    lines = text.split("\n")
    for each in statements:
        if not each.is_closed or not _is_newer(each.words):
            continue
        head = _HEAD.match(each.words)
        if head is None:
            instead = "pass"
        elif head["except"] is not None:
            is_group = head["star"] is not None and sys.version_info >= (3, 11)
            instead = "except* _:" if is_group else "except _:"
        elif head["named"] is not None:
            instead = "class _:"
        else:
            continue
        if head is not None and not each.words.rstrip().endswith(":"):
            instead += " pass"
        first = lines[each.first_line]
        indent = first[: len(first) - len(first.lstrip(" \t\f"))]
        rest = each.last_line - each.first_line
        lines[each.first_line : each.last_line + 1] = [indent + instead, *[""] * rest]
    return "\n".join(lines)
