"""The literals of TOML 1.1: how keys, strings and other scalars are written and what they mean.

Knows regular expressions for tokens, and how to write a key or a string; must not know the syntax
tree, nor how to recover from what is malformed.

Loops in the expressions are unrolled (`a*(?:ba*)*` for `(?:a|b)*`): the engine keeps a frame for
each turn of a group, which took gigabytes on a string of ten megabytes.
"""

from __future__ import annotations

import re

import tomli

CONTROL = "\\x00-\\x08\\n-\\x1f\\x7f"
"""Characters that no string on one line and no comment may hold, in a character class."""

BARE = r"[A-Za-z0-9_-]+"
BASIC = rf'"[^"\\{CONTROL}]*(?:\\[^{CONTROL}][^"\\{CONTROL}]*)*"'
LITERAL = rf"'[^'{CONTROL}]*'"
PLAIN = rf'"[^"\\{CONTROL}]*"(?!")|\'[^\'{CONTROL}]*\'(?!\')'
"""A string without escapes, and no start of a multi-line string."""

NUMBER_END = r"(?=[ \t\r\n,;\]}#]|\Z)"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
_DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_DIGITS = r"[0-9](?:_?[0-9])*"
_FRACTION = rf"(?:\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?|[eE][+-]?{_DIGITS}"

# The groups are numbered in this order: string, integer, boolean, float, datetime.
KINDS = ("string", "integer", "boolean", "float", "datetime")
SCALAR = re.compile(
    rf"({PLAIN})"
    rf"|([+-]?(?:0|[1-9](?:_?[0-9])*){NUMBER_END}"
    r"|0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*)"
    r"|(true|false)"
    rf"|([+-]?(?:inf|nan|(?:0|[1-9](?:_?[0-9])*)(?:{_FRACTION})))"
    rf"|({_DATE}(?:[Tt ]{_TIME}(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?|{_TIME})"
)
"""Every scalar except strings with escapes and multi-line strings; what follows is not checked."""

ITEM = re.compile(rf"[ \t\r\n]*(?:({PLAIN})|([+-]?(?:0|[1-9][0-9]*))),")
"""A common scalar as an item of an array, with the blanks in front and the comma after it."""

LINE = re.compile(
    rf"[ \t]*({BARE})[ \t]*(=)[ \t]*"
    rf'(?:("[^"\\{CONTROL}]*")|([+-]?(?:0|[1-9][0-9]*))|(true|false))'
    rf"[ \t]*(?:#[^{CONTROL}]*)?(?:\r?\n|\Z)"
)
"""The common line, whole: groups are the key, the sign and the value by its kind."""

HEADER_LINE = re.compile(rf"[ \t]*\[({BARE}(?:\.{BARE})*)\][ \t]*(?:#[^{CONTROL}]*)?(?:\r?\n|\Z)")
"""The common header, with its whole line: group 1 is the dotted key."""

BLANK = re.compile(r"[ \t\r\n]*(?:#[^\r\n]*[ \t\r\n]*)*")
"""Blank lines, line ends and comments."""

SPACE = re.compile(r"[ \t]*")
END_OF_LINE = re.compile(rf"[ \t]*(?:#[^{CONTROL}]*)?(?:\r?\n|\Z)")
KEY_PART = re.compile(rf"({BARE})|({BASIC})|({LITERAL})")
ESCAPE = (
    r'\\(?:([btnfre"\\]|x[0-9A-Fa-f]{2}|u(?![dD][89A-Fa-f])[0-9A-Fa-f]{4}'
    r"|U(?!0000[dD][89A-Fa-f])(?:000[0-9A-Fa-f]|0010)[0-9A-Fa-f]{4}|[ \t]*\r?\n))?"
)
"""A backslash; group 1 is empty where it starts no escape (a line end only in `\"\"\"` strings)."""

_BARE = re.compile(BARE)
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}


def key_text(name: str) -> str:
    """The source of a key: bare where that is possible, else a basic string."""
    return name if _BARE.fullmatch(name) else string_text(name)


def string_text(value: str) -> str:
    """The source of a string, basic and on one line. Lone surrogates can't be written."""
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or f"\\u{ord(char):04x}"


def unquoted(raw: str, quote: str) -> str:
    """What the text between such quotes means; the text itself where its escapes are malformed."""
    if quote[:1] != '"' or "\\" not in raw:
        return raw
    try:
        return str(tomli.loads(f"v = {quote}{raw}{quote}")["v"])
    except ValueError:
        return raw


def key_name(source: str) -> str:
    """The name that the source of a key part means, quotes included."""
    quote = source[:1]
    if quote not in ("'", '"'):
        return source
    return unquoted(source[1:-1] if len(source) > 1 and source[-1] == quote else source[1:], quote)
