"""What to say about text that is no TOML: one sentence, what is wrong and what to write instead.

Knows what people write by mistake (Python, JSON, YAML, INI, a word processor); knows no tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .syntax_tree import Repair

_LONGEST = 40
LONGEST_NUMBER = 100

INSTEAD = {
    "True": "write `true`",
    "TRUE": "write `true`",
    "False": "write `false`",
    "FALSE": "write `false`",
    "None": "TOML has no null, so leave the key out",
    "null": "TOML has no null, so leave the key out",
    "nil": "TOML has no null, so leave the key out",
    "undefined": "TOML has no null, so leave the key out",
    **dict.fromkeys(
        ("yes", "no", "on", "off", "Yes", "No", "On", "Off"),
        "write a string in quotes, true or false",
    ),
}
SMART = "“”„‟«»″"
SMART_SINGLE = "‘’‚‛‹›′`´"
LEADING_ZERO = r"([+-]?)0+([0-9][0-9_]*)"
HALF_FLOAT = r"([+-]?)([0-9_]*)\.([0-9_]*)"
_DATE = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
GROUPED = r",[0-9]{3}(?![0-9])"
UNDERSCORES = r"[+-]?[0-9_.]*_[0-9_.]*"
PREFIXED = r"([A-Za-z]{1,2})[\"']"
CONFLICT_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
"""The marks of a merge conflict, in the order in which git writes them."""
ANOTHER = r"[A-Za-z0-9_.-]+[ \t]*=[^=]"


def quoted(source: str) -> str:
    """A piece of the text in backticks, on one line and not too long."""
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in source[:200])
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - 1] + "…"
    # A piece that itself has backticks would end the code span in a Markdown reader.
    return f"`{shown}`" if "`" not in shown else f"“{shown}”"


def about_invisible(source: str) -> str | None:
    """What to say about text with a character that nobody sees, None where it has none."""
    for char in source:
        if char not in " \t" and (char.isspace() or not char.isprintable()):
            code = f"U+{ord(char):04X}"
            return f"an invisible character ({code}) stands here: remove it, or write a plain space"
    return None


def about_value(token: str) -> str:
    """What to say about text in the place of a value."""
    invisible = about_invisible(token)
    if invisible:
        return invisible
    instead = INSTEAD.get(token)
    if instead:
        return f"`{token}` is not a TOML value: {instead}"
    smart = about_smart_quote(token)
    if smart:
        return smart
    first = token[0]
    if first == "(":
        return f"{quoted(token)} is not a TOML value: an array is written with `[` and `]`"
    if first in "=>":
        return "one `=` stands between a key and its value"
    prefixed = re.match(PREFIXED, token)
    if prefixed:
        return f"a string has no prefix in TOML: remove `{prefixed[1]}`"
    if len(token) > LONGEST_NUMBER:
        return f"{quoted(token)} is not a TOML value: write a string in quotes"
    zero = re.fullmatch(LEADING_ZERO, token)
    if zero:
        plain = zero[1] + zero[2]
        return f"`{token}` has a leading zero: write `{plain}`, or a string in quotes"
    half = re.fullmatch(HALF_FLOAT, token)
    if half and (half[2] or half[3]):
        whole = f"{half[1]}{half[2] or '0'}.{half[3] or '0'}"
        return f"{quoted(token)} needs digits on both sides of its dot: write `{whole}`"
    if re.fullmatch(UNDERSCORES, token):
        return f"{quoted(token)} is not a number: an `_` stands between two digits"
    if re.fullmatch(_DATE, token):
        return (
            f"{quoted(token)} is not a date: write it like `2026-01-31`, or as a string in quotes"
        )
    return f"{quoted(token)} is not a TOML value: write a string in quotes"


def about_smart_quote(token: str) -> str | None:
    """What to say about typographic quotes, None where the text starts with none."""
    if token[:1] in SMART and token:
        return f'`{token[0]}` is not a quotation mark of TOML: write `"`'
    if token[:1] in SMART_SINGLE and token:
        return f"{quoted(token[0])} is not a quotation mark of TOML: write `'` or `\"`"
    return None


def about_rest(rest: str, value: str, glued: bool) -> str:
    """What to say about text behind a value, on the same line; `glued`: without a space between."""
    quote = value[:1] if glued and value[:3] not in ('"""', "'''") else ""
    invisible = about_invisible(rest)
    if invisible:
        return invisible
    if rest.startswith(("//", "/*")):
        return "a comment starts with `#` in TOML"
    if quote == "'" and "'" in rest:
        return (
            f"the string ends before {quoted(rest)}: a string with `'` in it goes in double quotes"
        )
    if quote == '"' and '"' in rest:
        return f'the string ends before {quoted(rest)}: write `\\"` for a quote inside of it'
    if re.match(GROUPED, rest) and value.isdigit():
        return "a number has no commas: write it without, or with `_` between the digits"
    if rest[0] in ",;":
        return f"remove `{rest[0]}`: a `key = value` ends with its line"
    if rest[0] in "]})":
        return f"`{rest[0]}` closes nothing: remove it"
    if re.match(ANOTHER, rest):
        return f"{quoted(rest)} needs a line of its own"
    return f"unexpected {quoted(rest)} after the value: remove it, or put `#` before it"


def is_conflict_marker(line: str) -> bool:
    """Whether a line is a marker that a version control system writes."""
    return line.startswith(CONFLICT_MARKERS)


def about_missing_equals(name: str, following: str) -> str:
    """What to say about a key that no `=` follows but `following`."""
    if following == "]":
        return f"the table header {quoted(name + following)} has no `[`"
    if name == "-":
        return 'an array is written like `key = ["a", "b"]`, not as lines with `-`'
    return f"expected `=` after the key {quoted(name)}"


def about_run_on(source: str) -> str:
    """What to say about a string in a container that text follows without a comma or a space."""
    return f"{quoted(source)} is read as one string: a quotation mark is missing"


def about_line(line: str) -> str:
    """What to say about a line that starts neither with a key nor with a header."""
    if line.startswith(("//", "/*", ";", "--", "<!--")):
        return "a comment starts with `#` in TOML"
    if is_conflict_marker(line):
        return "a merge conflict is left here: keep one of its sides"
    if line.startswith(("```", "~~~")):
        return "a line of Markdown is left here: remove it"
    smart = about_smart_quote(line) or about_invisible(line)
    if smart:
        return smart
    if line[0] in "]})":
        return f"`{line[0]}` closes nothing: remove it"
    if line[0] in ",;":
        return f"remove `{line[0]}`: a `key = value` ends with its line"
    if line[0] == ".":
        return f"a name is missing before the dot in {quoted(line)}"
    if not line.strip("[ \t"):
        return "a table header needs a name between its brackets"
    if line[0] == "[":
        return f"{quoted(line)} is neither a table header nor the value of a key"
    if line[0] in "{(":
        return f"expected `key = value` or a `[table]`, found `{line[0]}`"
    return f"expected `key = value` or a `[table]`, found {quoted(line)}"


def about_key(source: str) -> str:
    """What to say about a key that needs quotes."""
    special = about_smart_quote(source) or about_invisible(source)
    if special:
        return special
    return f"{quoted(source)} needs quotes: a key without them has only A-Z, a-z, 0-9, `-` and `_`"


def about_escape(source: str) -> str:
    """What to say about a backslash that starts no escape."""
    if source[1:2] in ("u", "U", "x"):
        digits = {"x": "2", "u": "4", "U": "8"}[source[1]]
        return f"`{source}` is no character: `\\{source[1]}` wants {digits} hexadecimal digits"
    return f"`{source}` is no escape of TOML: write `\\\\`, or put the string in single quotes"


_TRUTH = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"}
# Words, paths and addresses; not what may be a list, a table or two values.
_WORD = r"[^\s\"'`\\,=\[\]{}()<>]+"
_WORDS = f"{_WORD}(?: {_WORD})*"
_SMART = f'[{SMART}]([^"\\\\{SMART}]*)[{SMART}]'
_SMART_SINGLE = f"[{SMART_SINGLE}]([^'{SMART_SINGLE}]*)[{SMART_SINGLE}]"
_STRING = r"\"[^\"\\]*\"|'[^']*'"


def meant_value(token: str) -> str | None:
    """The TOML for text in the place of a value, `None` where it is not plain."""
    if about_invisible(token) or len(token) > LONGEST_NUMBER:
        return None
    if token in _TRUTH:
        return _TRUTH[token]
    if token in INSTEAD:
        return None
    smart = re.fullmatch(_SMART, token)
    if smart:
        return f'"{smart[1]}"'
    single = re.fullmatch(_SMART_SINGLE, token)
    if single:
        return f"'{single[1]}'"
    prefixed = re.match(PREFIXED, token)
    if prefixed:
        rest = token[len(prefixed[1]) :]
        return rest if re.fullmatch(_STRING, rest) else None
    zero = re.fullmatch(LEADING_ZERO, token)
    if zero:
        return zero[1] + zero[2]
    half = re.fullmatch(HALF_FLOAT, token)
    if half and (half[2] or half[3]):
        return f"{half[1]}{half[2] or '0'}.{half[3] or '0'}"
    if re.fullmatch(UNDERSCORES, token):
        return None
    return f'"{token}"' if re.fullmatch(_WORDS, token) else None


def spaced_equals(text: str, start: int, end: int) -> str:
    """An `=` for the place of another sign, with a space on each side."""
    before = "" if text[start - 1 : start] in (" ", "\t") else " "
    after = "" if text[end : end + 1] in (" ", "\t", "") else " "
    return f"{before}={after}"


def in_quotes(key: str, start: int, end: int) -> Repair | None:
    """A key in quotes, `None` where its characters say that something else was meant."""
    if about_smart_quote(key) or about_invisible(key):
        return None
    return None if set(key) & set("\"'\\") else (start, end, f'"{key}"')


def mended_line(line: str, start: int) -> Repair | None:
    """What to do with a line that starts neither with a key nor with a header."""
    for sign in ("//", ";", "--"):
        if line.startswith(sign):
            return start, start + len(sign), "#"
    return (start, start + 1, "") if line in ("]", "}", ")", ",", ";") else None


def mended_rest(rest: str, value: str, behind: int, start: int) -> Repair | None:
    """What to do with text behind a value; `behind` is where the value ends, `start` the text."""
    if about_invisible(rest):
        return None
    if rest.startswith("//"):
        return start, start + 2, "#"
    if value.isdigit() and re.fullmatch(f"(?:{GROUPED})+", rest):
        return start, start + len(rest), rest.replace(",", "_")
    if rest in (",", ";", "]", "}", ")"):
        return behind, start + 1, ""
    if re.match(ANOTHER, rest) and behind < start:
        return behind, start, "\n"
    return None
