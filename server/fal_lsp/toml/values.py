"""Plain Python values of leaves and inline containers, through tomli. Knows no tree and no path."""

from __future__ import annotations

import re
from typing import Any

import tomli

from .dotted_keys import Local, local_table
from .syntax_tree import Pair, Value

_PLAIN = re.compile(r'"[^"\\]*"|\'[^\']*\'')
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}")


def value_of(text: str, value: Value) -> Any:
    """The value as tomli reads it, None for what is malformed. `text` is its section's."""
    if not value.malformed:
        return _whole(text, value)
    if value.kind == "array":
        return [value_of(text, item) for item in value.children if isinstance(item, Value)]
    if value.kind == "table":
        pairs = tuple([pair for pair in value.children if isinstance(pair, Pair)])
        return local_data(text, pairs, local_table(pairs)[0])
    return None


def local_data(text: str, pairs: tuple[Pair, ...], local: Local) -> dict[str, Any]:
    """The values of pairs that are read as a table."""
    return {
        name: local_data(text, pairs, entry)
        if isinstance(entry, Local)
        else value_of(text, pairs[entry].value)
        for name, entry in local.entries.items()
    }


def _whole(text: str, value: Value) -> Any:
    source = text[value.start : value.end]
    if value.kind == "string" and len(source) < 3:
        return ""
    if value.kind == "string" and source[1] != source[0] and _PLAIN.fullmatch(source):
        return source[1:-1]
    if value.kind == "boolean":
        return source == "true"
    if value.kind == "integer" and _DECIMAL.fullmatch(source):
        return int(source)
    try:
        return tomli.loads("v = " + source)["v"]
    except Exception:
        if not value.children:
            return None
        return value_of(text, value._replace(malformed=True))
