"""How keys and strings are spelled in TOML, and what a spelling means. Knows no document."""

from __future__ import annotations

import re

_BARE = re.compile(r"[A-Za-z0-9_-]+")
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
    """The key as TOML: bare where that is possible, else a basic string."""
    return name if _BARE.fullmatch(name) else string_text(name)


def string_text(value: str) -> str:
    """The value as a basic string of TOML 1.0, on one line. Lone surrogates can't be written."""
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or f"\\u{ord(char):04x}"


def unquoted(raw: str, quote: str) -> str:
    """What text between such quotes means, the text itself where its escapes are malformed."""
    if quote[:1] != '"' or "\\" not in raw:
        return raw
    import tomli

    try:
        return str(tomli.loads(f"v = {quote}{raw}{quote}")["v"])
    except ValueError:
        return raw


def key_name(source: str) -> str:
    """The name that a key part means as it is written, quotes included."""
    quote = source[:1]
    if quote not in ("'", '"'):
        return source
    return unquoted(source[1:-1] if len(source) > 1 and source[-1] == quote else source[1:], quote)
