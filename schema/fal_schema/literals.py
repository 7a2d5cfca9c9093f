"""Plain values and paths as TOML writes them, for messages and examples. Knows no schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .violation import Path

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}
_LONGEST = 60
_MOST_BITS = 14_000
"""Of an integer that Python prints in decimal; its limit is 4,300 digits (`int_max_str_digits`)."""


def literal(value: Any) -> str:
    """A value on one line: `"text"`, `5`, `true`, `["a"]`, `{ a = 1 }`."""
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(literal(item) for item in value)}]"
    if isinstance(value, dict):
        if not value:
            return "{}"
        pairs = ", ".join(f"{key(name)} = {literal(item)}" for name, item in value.items())
        return f"{{ {pairs} }}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return hex(value)
    return repr(value)


def short(value: Any) -> str:
    """A value for a message: as `literal` writes it, cut to a length that can be read."""
    if isinstance(value, (list, tuple, dict)) and len(value) > 10:
        return "..."
    if isinstance(value, str) and len(value) > _LONGEST:
        return _quote(value[:_LONGEST]) + "..."
    try:
        text = literal(value)
    except RecursionError:
        return "..."
    return text if len(text) <= _LONGEST + 2 else text[:_LONGEST] + "..."


def key(name: str) -> str:
    """A key, in quotes where it has to be."""
    return name if _BARE_KEY.fullmatch(name) else _quote(name)


def header(path: Path) -> str:
    """The header of the table at a path below `[tool.fal]`: `[tool.fal.apps.x]`."""
    keys = (str(part) if isinstance(part, int) else _short_key(part) for part in path)
    return f"[{'.'.join(('tool', 'fal', *keys))}]"


def document(value: Mapping[str, Any], path: Path) -> str:
    """A table at a path below `[tool.fal]` with a header of its own, sub-tables after it."""
    lines = [header(path)]
    tables = []
    for name, item in value.items():
        if isinstance(item, dict):
            tables.append(document(item, (*path, name)))
        else:
            lines.append(f"{key(name)} = {literal(item)}")
    if len(lines) == 1 and tables:
        return "\n\n".join(tables)
    return "\n\n".join(["\n".join(lines), *tables])


def _short_key(name: str) -> str:
    return key(name if len(name) <= _LONGEST else name[:_LONGEST] + "...")


def _quote(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    escaped = "".join(_ESCAPES.get(char) or _plain(char) for char in text)
    return f'"{escaped}"'


def _plain(char: str) -> str:
    if char.isprintable() or char == "\N{ZERO WIDTH JOINER}":
        return char
    code = ord(char)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
