"""Text to fill in: tab stops in the snippet syntax of the protocol, and a value's placeholder.

Reads the schema; knows no cursor. Grammar: the Language Server Protocol's section on snippet
syntax. In a text `$` and `\\` are escaped, in a placeholder `}` as well, in a choice `,` and `|`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from fal_schema.literals import key, literal

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

_SPECIAL = re.compile(r"[$\\}]")
_SPECIAL_IN_CHOICE = re.compile(r"[$\\},|]")


@lru_cache(maxsize=1024)
def escaped(text: str) -> str:
    """Text without a special meaning in a snippet."""
    return _SPECIAL.sub(r"\\\g<0>", text)


class Tabstops:
    """Numbers the places of one snippet. Every method returns the text of one."""

    def __init__(self) -> None:
        self._count = 0

    def text(self, text: str) -> str:
        """Text to keep."""
        return escaped(text)

    def empty(self) -> str:
        """A place to type at."""
        self._count += 1
        return f"${self._count}"

    def placeholder(self, text: str) -> str:
        """A place with text that typing replaces."""
        self._count += 1
        return f"${{{self._count}:{escaped(text)}}}"

    def choice(self, texts: Sequence[str]) -> str:
        """A place with one of several texts."""
        self._count += 1
        listed = ",".join(_SPECIAL_IN_CHOICE.sub(r"\\\g<0>", text) for text in texts)
        return f"${{{self._count}|{listed}|}}"


class NoTabstops(Tabstops):
    """The same for an editor without snippets: what a snippet has before anything is typed."""

    def text(self, text: str) -> str:
        return text

    def empty(self) -> str:
        return ""

    def placeholder(self, text: str) -> str:
        return text

    def choice(self, texts: Sequence[str]) -> str:
        return texts[0]


def tabstops(snippets: bool) -> Tabstops:
    """Places for an editor with or without snippets."""
    return Tabstops() if snippets else NoTabstops()


_MAX_CHOICES = 6

EMPTY_TABLE = "{ }"


def placeholder(node: SchemaNode, stops: Tabstops) -> str:
    """What a key's value looks like before somebody fills it in: TOML with places to write over."""
    example = node.examples[0] if node.examples else None
    if isinstance(example, list):
        return f"[{stops.placeholder(literal(example)[1:-1])}]"
    if node.is_table:
        return _table_placeholder(node, stops)
    if isinstance(example, bool):
        return stops.choice([literal(value) for value in node.examples])
    if not isinstance(example, str):
        return stops.placeholder(literal(example)) if example is not None else stops.empty()
    if node.values and not node.open and len(node.values) <= _MAX_CHOICES:
        return f'"{stops.choice([value.value for value in node.values])}"'
    inner = literal(example)[1:-1]
    if inner.startswith("$") and len(inner) > 1:
        # The sign of a secret stays.
        return f'"{stops.text("$")}{stops.placeholder(inner[1:])}"'
    return f'"{stops.placeholder(inner)}"'


def _table_placeholder(node: SchemaNode, stops: Tabstops) -> str:
    required = [child for child in node.suggested.values() if child.required]
    pairs = [f"{key(child.name)} = {placeholder(child, stops)}" for child in required]
    return f"{{ {', '.join(pairs)} }}" if pairs else EMPTY_TABLE
