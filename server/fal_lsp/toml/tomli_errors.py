"""What tomli says about a text or a section, in plain English.

Knows tomli; must not know the tree.

tomli is the parser that fal uses, so it alone decides what is valid. It stops at its first error
and points behind the culprit, so its message is only used where our parser saw no error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tomli

from .recovery import line_start
from .syntax_tree import ParseError

if TYPE_CHECKING:
    from .section import Section

_CHARACTER = r"(?:Found invalid|Illegal) character '(.*)'"
_LINE = r"[^\r\n]*"

_MESSAGES = {
    "Invalid date or datetime": "there is no such date or time: check the month and the day",
    "Invalid value": "this is not a TOML value: write a string in quotes",
    "Unclosed array": "expected `,` or `]` here",
    "Unclosed inline table": "expected `,` or `}` here",
    "Unterminated string": "unclosed string: add the closing quotes",
    "Invalid hex value": "this escape lacks hexadecimal digits",
    "Escaped character is not a Unicode scalar value": "this escape is no Unicode character",
    "Unescaped '\\' in a string": "this `\\` starts no escape: write `\\\\` or use single quotes",
    "Invalid statement": "expected `key = value` or a `[table]` here",
    "Invalid initial character for a key part": "expected a key here",
    "Expected '=' after a key in a key/value pair": "expected `=` after the key",
    "Expected newline or end of document after a statement": "expected the end of the line here",
    "Cannot overwrite a value": "this key is already in use: keep one of the two",
}


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
        return ParseError("nested too deeply to be read", 0, 0)
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return _parse_error(text, error)
    except RecursionError:
        return ParseError("nested too deeply to be read", 0, 0)
    except Exception as error:
        # A ValueError where an integer has more digits than Python converts.
        return ParseError(f"this can't be read: {error}", 0, 0)
    return None


def _parse_error(text: str, error: tomli.TOMLDecodeError) -> ParseError:
    position = _original(text, error.pos)
    character = re.fullmatch(_CHARACTER, error.msg)
    if character or text[position : position + 1] == "\r":
        code = f"U+{ord(text[position]):04X}" if position < len(text) else "U+0000"
        name = "carriage return" if code == "U+000D" else f"control character {code}"
        return ParseError(f"a {name} can't stand here: remove it", position, position + 1)
    message = _MESSAGES.get(error.msg, error.msg[:1].lower() + error.msg[1:])
    if position >= len(text) or text[position] in "\r\n":
        # The end of the text or line behind the culprit: its last word stands for it.
        line = line_start(text, position)
        before = text[line:position].rstrip(" \t")
        position = line + max(before.rfind(" ") + 1, 0)
        return ParseError(message, position, max(line + len(before), position))
    word = re.compile(_LINE).match(text, position)
    return ParseError(message, position, word.end() if word else position)


def _original(text: str, position: int) -> int:
    """The offset in the text of an offset that tomli counts with `\\r\\n` as one character."""
    seen = 0
    at = text.find("\r\n")
    while 0 <= at < position + seen:
        seen += 1
        at = text.find("\r\n", at + 2)
    return min(position + seen, len(text))
