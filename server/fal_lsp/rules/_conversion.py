"""TOML source of a plain value, for fixes. Knows TOML's literals, not fal's keys."""

from __future__ import annotations

import json
from typing import Any

from ..toml.spelling import key_text


def literal(value: Any) -> str:
    """TOML source, on one line, of a string, number, boolean, list or dictionary of them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A JSON string is a TOML basic string but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{key_text(key)} = {literal(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)
