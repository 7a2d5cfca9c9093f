"""JSON as Prettier writes it, with the order of keys that SchemaStore wants. Knows no schema.

A list is on one line where it fits and holds no object; everything else is one entry a line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

_WIDTH = 80
_FIRST = ("$schema", "$id", "$comment", "$ref")
_LAST = ("if", "then", "else")


def dump(value: Any) -> str:
    """The text of a JSON file, with the line feed at its end."""
    return _value(value, "", 0, 0) + "\n"


def _value(value: Any, indent: str, before: int, behind: int) -> str:
    """The text of a value on a line with so many columns before it, and after it."""
    inner = indent + "  "
    if isinstance(value, Mapping) and value:
        members = []
        names = _ordered(value)
        for name in names:
            key = f"{json.dumps(name, ensure_ascii=False)}: "
            comma = 0 if name == names[-1] else 1
            text = _value(value[name], inner, len(inner) + len(key), comma)
            members.append(f"{inner}{key}{text}")
        return "{\n" + ",\n".join(members) + f"\n{indent}}}"
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        line = json.dumps(value, ensure_ascii=False)
        if not _has_object(value) and before + len(line) + behind <= _WIDTH:
            return line
        comma = len(value) > 1
        items = [f"{inner}{_value(item, inner, len(inner), comma)}" for item in value]
        return "[\n" + ",\n".join(items) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def _has_object(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, list) and any(map(_has_object, value))


def _ordered(value: Mapping[str, Any]) -> list[str]:
    others = [name for name in value if name not in (*_FIRST, *_LAST)]
    return [
        *(name for name in _FIRST if name in value),
        *others,
        *(name for name in _LAST if name in value),
    ]
