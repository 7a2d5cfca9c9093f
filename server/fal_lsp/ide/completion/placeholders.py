"""Text to fill in: tab stops in the snippet syntax of the protocol, and a value's placeholder.

Reads the schema; knows no cursor. Grammar: the Language Server Protocol's section on snippet
syntax. In a text `$` and `\\` are escaped, in a placeholder `}` as well, in a choice `,` and `|`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

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


class Placeholder(NamedTuple):
    """TOML source with the places to fill in; `asks`: suggestions are ready for the first one."""

    text: str
    asks: bool = False


@lru_cache(maxsize=512)
def snippet_placeholder(node: SchemaNode, backed: bool) -> Placeholder:
    """The placeholder of a key's value as a snippet of its own. Nodes are never freed."""
    return placeholder(node, Tabstops(), backed)


def placeholder(
    node: SchemaNode, stops: Tabstops, backed: bool = False, asking: bool = True
) -> Placeholder:
    """The placeholder of a key's value.

    `backed`: the files of the project supply its values. Without `asking` there are examples to
    write over in the place of empty strings to complete.
    """
    example = node.examples[0] if node.examples else None
    if isinstance(example, list):
        return _list_placeholder(node, example, stops, backed, asking)
    if node.is_table:
        return _table_placeholder(node, stops, asking)
    if isinstance(example, bool):
        return Placeholder(stops.choice([literal(value) for value in node.examples]))
    if not isinstance(example, str):
        return Placeholder(
            stops.placeholder(literal(example)) if example is not None else stops.empty()
        )
    if asking and (backed or len(node.values) > _MAX_CHOICES):
        return Placeholder(f'"{stops.empty()}"', True)
    if node.values and not node.open and len(node.values) <= _MAX_CHOICES:
        return Placeholder(f'"{stops.choice([value.value for value in node.values])}"')
    return Placeholder(f'"{string_stop(example, stops)}"')


def string_stop(example: str, stops: Tabstops) -> str:
    """A place for a string like the example, between quotes; the sign of a secret stays."""
    inner = literal(example)[1:-1]
    if inner.startswith("$") and len(inner) > 1:
        return stops.text("$") + stops.placeholder(inner[1:])
    return stops.placeholder(inner)


def _list_placeholder(
    node: SchemaNode, example: list[Any], stops: Tabstops, backed: bool, asking: bool
) -> Placeholder:
    known = backed or (node.item is not None and node.item.values)
    if asking and known:
        return Placeholder(f'["{stops.empty()}"]', True)
    return Placeholder(f"[{stops.placeholder(literal(example)[1:-1])}]")


def _table_placeholder(node: SchemaNode, stops: Tabstops, asking: bool) -> Placeholder:
    required = [child for child in node.suggested.values() if child.required]
    pairs = [
        f"{key(child.name)} = {placeholder(child, stops, asking=False).text}" for child in required
    ]
    if not pairs:
        place = stops.empty()
        return Placeholder(f"{{ {place} }}" if place else "{ }", asking)
    return Placeholder(f"{{ {', '.join(pairs)} }}")
