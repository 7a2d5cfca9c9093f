"""What tomli says about a text or a section, in plain English.

Knows tomli; must not know the tree.

tomli is the parser that fal uses, so it alone decides what is valid. It stops at its first error
and points after the culprit, so its message is only used where our parser saw no error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tomli

from .messages import KEEP_ONE
from .recovery import line_start
from .syntax_tree import ParseError

if TYPE_CHECKING:
    from .messages import Message
    from .section import Section

_CHARACTER = r"(?:Found invalid|Illegal) character '(.*)'"
_LINE = r"[^\r\n]*"

_MESSAGES: dict[str, Message] = {
    "Invalid date or datetime": (
        "This date or time does not exist.",
        "Check the month and the day.",
    ),
    "Invalid value": ("This is not a TOML value.", "Put strings in quotes."),
    "Unclosed array": ("Expected `,` or `]`.", ""),
    "Unclosed inline table": ("Expected `,` or `}`.", ""),
    "Unterminated string": ("Unclosed string.", "Add the closing quotes."),
    "Invalid hex value": ("Expected hexadecimal digits in this escape sequence.", ""),
    "Escaped character is not a Unicode scalar value": (
        "This escape sequence is not a Unicode character.",
        "",
    ),
    "Unescaped '\\' in a string": (
        "Invalid escape sequence.",
        "Use `\\\\` for a backslash, or a string in single quotes.",
    ),
    "Invalid statement": ("Expected `key = value` or `[table]`.", ""),
    "Invalid initial character for a key part": ("Expected a key.", ""),
    "Expected '=' after a key in a key/value pair": ("Expected `=` after the key.", ""),
    "Expected newline or end of document after a statement": ("Expected the end of the line.", ""),
    "Cannot overwrite a value": ("Duplicate key.", KEEP_ONE),
}
_TOO_DEEP = "Nested too deeply to be parsed."


def section_error(section: Section) -> ParseError | None:
    """tomli's error about a section alone, None where it has none; cached on the section."""
    error = section.tomli_error
    if error is None:
        error = section.tomli_error = tomli_error(section.text, section.too_deep) or True
    return None if error is True else error


def tomli_error(text: str, too_deep: bool = False) -> ParseError | None:
    """tomli's error about a text, None where it is valid; never raises.

    Offsets count code points from the start of the text. What is nested too deeply is not given
    to tomli: it would take its time, or the memory.
    """
    if too_deep:
        return ParseError(_TOO_DEEP, 0, 0)
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return _parse_error(text, error)
    except RecursionError:
        return ParseError(_TOO_DEEP, 0, 0)
    except ValueError:
        # Python converts no more than 4,300 digits.
        return ParseError("An integer has too many digits.", 0, 0)
    except Exception as error:
        return ParseError(f"tomli cannot parse this: {error}.", 0, 0)
    return None


def _parse_error(text: str, error: tomli.TOMLDecodeError) -> ParseError:
    position = _original(text, error.pos)
    character = re.fullmatch(_CHARACTER, error.msg)
    if character or text[position : position + 1] == "\r":
        code = f"U+{ord(text[position]):04X}" if position < len(text) else "U+0000"
        name = "A carriage return" if code == "U+000D" else f"Control character {code}"
        message = f"{name} is not allowed here."
        return ParseError(message, position, position + 1, help="Remove it.")
    message, advice = _MESSAGES.get(error.msg, (f"{error.msg}.", ""))
    if position >= len(text) or text[position] in "\r\n":
        # The end of the text or line after the culprit: its last word is marked.
        line = line_start(text, position)
        before = text[line:position].rstrip(" \t")
        position = line + max(before.rfind(" ") + 1, 0)
        return ParseError(message, position, max(line + len(before), position), help=advice)
    word = re.compile(_LINE).match(text, position)
    return ParseError(message, position, word.end() if word else position, help=advice)


def _original(text: str, position: int) -> int:
    """The offset in the text of an offset that tomli counts with `\\r\\n` as one character."""
    seen = 0
    at = text.find("\r\n")
    while 0 <= at < position + seen:
        seen += 1
        at = text.find("\r\n", at + 2)
    return min(position + seen, len(text))
