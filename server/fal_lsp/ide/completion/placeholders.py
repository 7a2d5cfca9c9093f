"""What a value looks like before somebody fills it in. Reads the schema; knows no cursor."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from fal_schema.literals import key, literal

from .tabstops import Tabstops

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

_MAX_CHOICES = 6


class Shape(NamedTuple):
    """TOML source with the places to fill in; `asks`: suggestions are ready for the first one."""

    text: str
    asks: bool = False


@lru_cache(maxsize=512)
def snippet_shape(node: SchemaNode, backed: bool) -> Shape:
    """The shape of a key's value as a snippet of its own. The schema's nodes live for ever."""
    return shape(node, Tabstops(), backed)


def shape(node: SchemaNode, stops: Tabstops, backed: bool = False, asking: bool = True) -> Shape:
    """The shape of a key's value.

    `backed`: the files of the project supply its values. Without `asking` there are examples to
    write over in the place of empty strings to complete.
    """
    example = node.examples[0] if node.examples else None
    if isinstance(example, list):
        return _list_shape(node, example, stops, backed, asking)
    if node.is_table:
        return _table_shape(node, stops, asking)
    if isinstance(example, bool):
        return Shape(stops.choice([literal(value) for value in node.examples]))
    if not isinstance(example, str):
        return Shape(stops.placeholder(literal(example)) if example is not None else stops.empty())
    if asking and (backed or len(node.values) > _MAX_CHOICES):
        return Shape(f'"{stops.empty()}"', True)
    if node.values and not node.open and len(node.values) <= _MAX_CHOICES:
        return Shape(f'"{stops.choice([value.value for value in node.values])}"')
    return Shape(f'"{string_stop(example, stops)}"')


def string_stop(example: str, stops: Tabstops) -> str:
    """A place for a string like the example, between quotes; the sign of a secret stays."""
    inner = literal(example)[1:-1]
    if inner.startswith("$") and len(inner) > 1:
        return stops.text("$") + stops.placeholder(inner[1:])
    return stops.placeholder(inner)


def _list_shape(
    node: SchemaNode, example: list[Any], stops: Tabstops, backed: bool, asking: bool
) -> Shape:
    known = backed or (node.item is not None and node.item.values)
    if asking and known:
        return Shape(f'["{stops.empty()}"]', True)
    return Shape(f"[{stops.placeholder(literal(example)[1:-1])}]")


def _table_shape(node: SchemaNode, stops: Tabstops, asking: bool) -> Shape:
    required = [child for child in node.suggested.values() if child.required]
    pairs = [f"{key(child.name)} = {shape(child, stops, asking=False).text}" for child in required]
    if not pairs:
        place = stops.empty()
        return Shape(f"{{ {place} }}" if place else "{ }", asking)
    return Shape(f"{{ {', '.join(pairs)} }}")
