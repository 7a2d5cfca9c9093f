"""Places, kinds and values in plain English, for messages. Knows the schema's nodes, no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .literals import key, short

if TYPE_CHECKING:
    from .lookup import SchemaNode
    from .violation import Path

_KINDS = {
    "string": "a string",
    "integer": "an integer",
    "boolean": "a boolean",
    "object": "a table",
}
_PLURALS = {"string": "strings", "integer": "integers", "boolean": "booleans", "object": "tables"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def subject(path: Path, node: SchemaNode | None) -> str:
    """The entry at a path as the subject of a sentence: `keep_alive`, app `x`, the first item of
    `regions`."""
    if not path:
        return "`[tool.fal]`"
    last = path[-1]
    if isinstance(last, int):
        place = _ORDINALS[last] if last < len(_ORDINALS) else f"{last + 1}th"
        return f"the {place} item of {subject(path[:-1], node.parent if node else None)}"
    name = quoted(last)
    if node is not None and node.parent is not None and node.parent.entry is node:
        return f"{node.name} {name}"
    return name


def capital(sentence: str) -> str:
    """A sentence with a capital letter at its start; a key in backticks stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def quoted(name: str) -> str:
    """A key in backticks."""
    return f"`{key(name) if len(name) <= 80 else short(name)}`"


def expected(node: SchemaNode) -> str:
    """What a node accepts: an integer number of seconds, a string or a list of strings."""
    kinds = dict.fromkeys(_expected(branch, node) for branch in node.branches)
    return " or ".join(kinds)


def _expected(schema: dict[str, Any], node: SchemaNode) -> str:
    kind = str(schema.get("type", ""))
    if kind == "array":
        return f"a list of {_items(schema['items'])}"
    words = _KINDS.get(kind, "another value")
    return f"{words} number of seconds" if kind == "integer" and node.unit == "seconds" else words


def _items(schema: dict[str, Any]) -> str:
    if schema.get("type") == "array":
        return f"lists of {_items(schema['items'])}"
    return _PLURALS[str(schema["type"])]


def got(value: Any) -> str:
    """A value as what it is: the string "300", the float 10.0, a table.

    What TOML has not comes from Python: a tuple, `None`.
    """
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        tables = value and all(isinstance(item, dict) for item in value)
        return "a list of tables" if tables else "a list"
    if isinstance(value, tuple):
        return "a tuple"
    if not isinstance(value, (str, int, float)) and not hasattr(value, "isoformat"):
        words = getattr(value, "words", "")
        return words if isinstance(words, str) and words else f"`{value!r}`"
    names = ((str, "string"), (bool, "boolean"), (int, "integer"), (float, "float"))
    name = next((name for kind, name in names if isinstance(value, kind)), "date or time")
    return f"the {name} {short(value)}"


def article(noun: str) -> str:
    """A noun with `a` or `an` before it."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def join(names: Sequence[str], last: str = "and") -> str:
    """Names in backticks: `a`, `b` and `c`."""
    return listed([quoted(name) for name in names], last)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def did_you_mean(name: str) -> str:
    """The question that offers a name: Did you mean `x`?"""
    return f"Did you mean {quoted(name)}?"
