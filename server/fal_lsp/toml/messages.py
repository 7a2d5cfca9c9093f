"""Messages about malformed TOML: what is wrong, what to do about it, and the text that was meant.

Knows what people write by mistake (Python, JSON, YAML, INI, a word processor); must not know the
tree. A repair is a suggestion to a person who looks at it, so it may be a guess, but it never
loses text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .syntax_tree import Repair

Message = tuple[str, str]
"""What is wrong, in one short sentence, and what to do about it ("" where the first says so)."""

CONFLICT_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
"""The markers of a merge conflict, in the order in which git writes them."""

_LONGEST = 40
_LONGEST_NUMBER = 100

_INSTEAD = {
    **dict.fromkeys(("True", "TRUE"), "Use `true`."),
    **dict.fromkeys(("False", "FALSE"), "Use `false`."),
    **dict.fromkeys(
        ("None", "null", "nil", "undefined"), "TOML has no null value. Remove the key instead."
    ),
    **dict.fromkeys(
        ("yes", "no", "on", "off", "Yes", "No", "On", "Off"),
        "Use `true`, `false` or a quoted string.",
    ),
}
_SMART_DOUBLE = "“”„‟«»″"
_SMART_SINGLE = "‘’‚‛‹›′`´"
_LEADING_ZERO = r"([+-]?)0+([0-9][0-9_]*)"
_HALF_FLOAT = r"([+-]?)([0-9_]*)\.([0-9_]*)"
_DATE = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
_GROUPED = r",[0-9]{3}(?![0-9])"
_UNDERSCORES = r"[+-]?[0-9_.]*_[0-9_.]*"
_PREFIXED = r"([A-Za-z]{1,2})[\"']"
_PAIR = r"[A-Za-z0-9_.-]+[ \t]*=[^=]"

FOREIGN_COMMENT: Message = "TOML comments start with `#`.", "Start the comment with `#`."
"""The message about a comment of another language."""

KEEP_ONE = "Keep one of the two."
"""What to do about a duplicate."""


def quoted(source: str) -> str:
    """A piece of the text in backticks, on one line and not too long."""
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in source[:200])
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - 1] + "…"
    # A piece that itself has backticks would end the code span in a Markdown reader.
    return f"`{shown}`" if "`" not in shown else f"“{shown}”"


def is_conflict_marker(line: str) -> bool:
    """Whether a line starts with a marker that a version control system writes."""
    return line.startswith(CONFLICT_MARKERS)


# --- messages -------------------------------------------------------------------------------------


def invisible_character(source: str) -> Message | None:
    """The message about text with a character that nobody sees, None where it has none."""
    for char in source:
        if char not in " \t" and (char.isspace() or not char.isprintable()):
            return f"Invisible character U+{ord(char):04X}.", "Remove it, or use a plain space."
    return None


def smart_quote(source: str) -> Message | None:
    """The message about typographic quotes, None where the text starts with none."""
    if source[:1] in _SMART_DOUBLE and source:
        return f"`{source[0]}` is not a TOML quotation mark.", 'Use `"`.'
    if source[:1] in _SMART_SINGLE and source:
        return f"{quoted(source[0])} is not a TOML quotation mark.", "Use `'` or `\"`."
    return None


def invalid_value(token: str) -> Message:
    """The message about text where a value is expected."""
    invisible = invisible_character(token)
    if invisible:
        return invisible
    not_a_value = f"{quoted(token)} is not a TOML value."
    instead = _INSTEAD.get(token)
    if instead:
        return not_a_value, instead
    smart = smart_quote(token)
    if smart:
        return smart
    first = token[0]
    if first == "(":
        return not_a_value, "Use `[` and `]` for an array."
    if first == "=":
        return "Expected a single `=`.", "Remove the second one."
    if first == ">":
        return "Expected `=`, found `=>`.", "Remove the `>`."
    prefixed = re.match(_PREFIXED, token)
    if prefixed:
        return f"String prefix `{prefixed[1]}` is not supported in TOML.", "Remove it."
    if len(token) > _LONGEST_NUMBER:
        return not_a_value, "Put strings in quotes."
    zero = re.fullmatch(_LEADING_ZERO, token)
    if zero:
        plain = zero[1] + zero[2]
        return f"`{token}` must not have leading zeros.", f"Use `{plain}`, or a quoted string."
    half = re.fullmatch(_HALF_FLOAT, token)
    if half and (half[2] or half[3]):
        whole = f"{half[1]}{half[2] or '0'}.{half[3] or '0'}"
        return f"{quoted(token)} must have digits on both sides of its dot.", f"Use `{whole}`."
    if re.fullmatch(_UNDERSCORES, token):
        return f"{quoted(token)} is not a number.", "Underscores must be between digits."
    if re.fullmatch(_DATE, token):
        return (
            f"{quoted(token)} is not a date.",
            "Use a date such as `2026-01-31`, or a quoted string.",
        )
    return not_a_value, "Put strings in quotes."


def invalid_key(source: str) -> Message:
    """The message about a key that needs quotes."""
    return (
        smart_quote(source)
        or invisible_character(source)
        or (
            f"The key {quoted(source)} must be in quotes.",
            "Unquoted keys may only contain A-Z, a-z, 0-9, `-` and `_`.",
        )
    )


def invalid_escape(source: str) -> Message:
    """The message about a backslash that starts no escape sequence."""
    message = f"Invalid escape sequence `{source}`."
    digits = {"x": 2, "u": 4, "U": 8}.get(source[1:2])
    if digits:
        return message, f"Write {digits} hexadecimal digits after `{source}`."
    return message, "Use `\\\\` for a backslash, or a string in single quotes."


def invalid_line(line: str) -> Message:
    """The message about a line that starts neither with a key nor with a header."""
    if line.startswith(("//", "/*", ";", "--", "<!--")):
        return FOREIGN_COMMENT
    if is_conflict_marker(line):
        return "Unresolved merge conflict.", "Keep one side and remove the markers."
    if line.startswith(("```", "~~~")):
        return "Unexpected Markdown code fence.", "Remove this line."
    unusual = smart_quote(line) or invisible_character(line)
    if unusual:
        return unusual
    if line[0] in "]})":
        return f"Unmatched `{line[0]}`.", "Remove it."
    if line[0] in ",;":
        return f"Unexpected `{line[0]}`.", "Remove it. Lines need no separator."
    if line[0] == ".":
        return f"Expected a key before the dot in {quoted(line)}.", ""
    if not line.strip("[ \t"):
        return f"Expected a table name after {quoted(line.rstrip())}.", ""
    if line[0] == "[":
        return f"{quoted(line)} is neither a table header nor the value of a key.", ""
    shown = line[0] if line[0] in "{(" else line
    return f"Expected `key = value` or `[table]`, found {quoted(shown)}.", ""


def missing_equals(name: str, following: str) -> Message:
    """The message about a key that `following` follows instead of `=`."""
    if following == "]":
        return f"The table header {quoted(name + following)} has no `[`.", "Add `[` at the start."
    if name == "-":
        return "TOML has no lists with `-`.", 'Use an array, such as `key = ["a", "b"]`.'
    return f"Expected `=` after the key {quoted(name)}.", ""


def missing_quote(source: str) -> Message:
    """The message about a string in a container that text follows without a comma or a space."""
    return f"{quoted(source)} is read as one string.", "Add the missing quotation mark."


def text_after_value(rest: str, value: str, glued: bool) -> Message:
    """The message about text after a value on the same line.

    `value` is the source of the value; `glued`: there is no space between.
    """
    quote = value[:1] if glued and value[:3] not in ('"""', "'''") else ""
    invisible = invisible_character(rest)
    if invisible:
        return invisible
    if rest.startswith(("//", "/*")):
        return FOREIGN_COMMENT
    if quote == "'" and "'" in rest:
        return (
            f"The string ends before {quoted(rest)}.",
            "Use double quotes for a string that contains `'`.",
        )
    if quote == '"' and '"' in rest:
        return f"The string ends before {quoted(rest)}.", 'Use `\\"` for a quote inside a string.'
    if re.match(_GROUPED, rest) and value.isdigit():
        return "Numbers must not contain commas.", "Use `_` between the digits instead."
    if rest[0] in ",;":
        return f"Unexpected `{rest[0]}` after the value.", "Remove it. Lines need no separator."
    if rest[0] in "]})":
        return f"Unmatched `{rest[0]}`.", "Remove it."
    if re.match(_PAIR, rest):
        return f"{quoted(rest)} must be on its own line.", ""
    return f"Unexpected {quoted(rest)} after the value.", "Remove it, or put `#` before it."


# --- repairs --------------------------------------------------------------------------------------

_TRUTH = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"}
# Words, paths and addresses; not what may be a list, a table or two values.
_WORD = r"[^\s\"'`\\,=\[\]{}()<>]+"
_WORDS = f"{_WORD}(?: {_WORD})*"
_IN_SMART = f'[{_SMART_DOUBLE}]([^"\\\\{_SMART_DOUBLE}]*)[{_SMART_DOUBLE}]'
_IN_SMART_SINGLE = f"[{_SMART_SINGLE}]([^'{_SMART_SINGLE}]*)[{_SMART_SINGLE}]"
_STRING = r"\"[^\"\\]*\"|'[^']*'"


def repair_value(token: str) -> str | None:
    """The TOML that was meant by text where a value is expected, `None` where that is not clear."""
    if invisible_character(token) or len(token) > _LONGEST_NUMBER:
        return None
    if token in _TRUTH:
        return _TRUTH[token]
    if token in _INSTEAD:
        return None
    smart = re.fullmatch(_IN_SMART, token)
    if smart:
        return f'"{smart[1]}"'
    single = re.fullmatch(_IN_SMART_SINGLE, token)
    if single:
        return f"'{single[1]}'"
    prefixed = re.match(_PREFIXED, token)
    if prefixed:
        rest = token[len(prefixed[1]) :]
        return rest if re.fullmatch(_STRING, rest) else None
    zero = re.fullmatch(_LEADING_ZERO, token)
    if zero:
        return zero[1] + zero[2]
    half = re.fullmatch(_HALF_FLOAT, token)
    if half and (half[2] or half[3]):
        return f"{half[1]}{half[2] or '0'}.{half[3] or '0'}"
    if re.fullmatch(_UNDERSCORES, token):
        return None
    return f'"{token}"' if re.fullmatch(_WORDS, token) else None


def repair_equals(text: str, start: int, end: int) -> str:
    """An `=` to replace another sign from `start` to `end`, with a space on each side."""
    before = "" if text[start - 1 : start] in (" ", "\t") else " "
    after = "" if text[end : end + 1] in (" ", "\t", "") else " "
    return f"{before}={after}"


def repair_key(key: str, start: int, end: int) -> Repair | None:
    """A key in quotes, `None` where its characters say that something else was meant."""
    if smart_quote(key) or invisible_character(key):
        return None
    return None if set(key) & set("\"'\\") else (start, end, f'"{key}"')


def repair_line(line: str, start: int) -> Repair | None:
    """What to do with a line that starts neither with a key nor with a header."""
    for sign in ("//", ";", "--"):
        if line.startswith(sign):
            return start, start + len(sign), "#"
    return (start, start + 1, "") if line in ("]", "}", ")", ",", ";") else None


def repair_after_value(rest: str, value: str, behind: int, start: int) -> Repair | None:
    """What to do with text after a value; `behind` is where the value ends, `start` the text."""
    if invisible_character(rest):
        return None
    if rest.startswith("//"):
        return start, start + 2, "#"
    if value.isdigit() and re.fullmatch(f"(?:{_GROUPED})+", rest):
        return start, start + len(rest), rest.replace(",", "_")
    if rest in (",", ";", "]", "}", ")"):
        return behind, start + 1, ""
    if re.match(_PAIR, rest) and behind < start:
        return behind, start, "\n"
    return None
