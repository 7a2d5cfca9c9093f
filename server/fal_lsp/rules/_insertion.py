"""Repairs of a table that lacks a key: add it with an example. Knows no rule and no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._base import Fix, InsertKey
from ._conversion import literal
from ._subject import FAL

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ..toml import Document


def add_missing(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Add one of the missing keys; the first one is preferred.

    Not safe: the value is an example of the key's own docs, which the author has to replace.
    """
    from fal_schema.lookup import node_at

    fixes: list[Fix] = []
    for name in violation.missing:
        node = node_at((*violation.path, name))
        if node is None or node.is_table or not node.examples:
            continue
        text = literal(node.examples[0])
        edit = InsertKey((*FAL, *violation.path), name, text)
        fixes.append(Fix(f"Add `{name} = {text}`", (edit,), safe=False, preferred=not fixes))
    return tuple(fixes)
