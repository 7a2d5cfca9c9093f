"""How a value is laid out. Knows which layouts TOML 1.0 has and which are new in TOML 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .nodes import commas

if TYPE_CHECKING:
    from .views import Node


def is_toml_1_1(node: Node) -> bool:
    """Whether an inline table has a line end between its pairs or a comma behind the last one.

    The table itself is looked at, not the tables inside it. False for everything that is no
    inline table.
    """
    value = node.raw
    if value is None or value.kind != "table" or value.torn:
        return False
    text = node.document.sections[node.section].text
    if value.children and len(commas(text, value)) == len(value.children):
        return True
    position = value.start
    for child in value.children:
        if "\n" in text[position : child.start]:
            return True
        position = child.end
    return "\n" in text[position : value.end]
