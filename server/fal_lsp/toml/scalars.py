"""How TOML 1.1 writes keys, strings and other scalars, as regular expressions. Knows no recovery.

Loops in the expressions are unrolled (`a*(?:ba*)*` for `(?:a|b)*`): the engine keeps a frame for
each turn of a group, which took gigabytes on a string of ten megabytes.
"""

from __future__ import annotations

import re

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
"""Every scalar but strings with escapes and multi-line strings; what follows isn't looked at."""

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
