"""Writes plain data as TOML, for data that a test made up. Knows nothing of fal.

`style` picks how a table is written: 0 header, 1 inline, 2 dotted; the choice is drawn per table.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def write(data: dict[str, Any], choose: Callable[[int], int]) -> str:
    """A document that tomli reads as `data`; `choose(n)` answers a number below n."""
    lines: list[str] = []
    _table(data, [], lines, choose)
    return "\n".join(lines) + "\n"


def _table(
    table: dict[str, Any], path: list[str], lines: list[str], choose: Callable[[int], int]
) -> None:
    below: list[tuple[str, dict[str, Any]]] = []
    for key, value in table.items():
        if not isinstance(value, dict):
            lines.append(f"{_key(key)} = {_value(value)}")
            continue
        style = choose(3)
        if style == 0:
            below.append((key, value))
        elif style == 1 or not value:
            lines.append(f"{_key(key)} = {_value(value)}")
        else:
            lines.extend(_dotted([key], value))
    for key, value in below:
        here = [*path, key]
        lines.append(f"[{'.'.join(map(_key, here))}]")
        _table(value, here, lines, choose)


def _dotted(path: list[str], table: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in table.items():
        here = [*path, key]
        if isinstance(value, dict) and value:
            lines += _dotted(here, value)
        else:
            lines.append(f"{'.'.join(map(_key, here))} = {_value(value)}")
    return lines


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)


def _string(text: str) -> str:
    escaped = "".join(
        f"\\u{ord(char):04x}" if char in '"\\' or ord(char) < 0x20 or ord(char) == 0x7F else char
        for char in text
    )
    return f'"{escaped}"'
