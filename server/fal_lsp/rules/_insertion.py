"""Repairs of a table that lacks keys: add them with an example. Knows no rule and no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fal_schema.literals import literal

from ._consequences import breaks_a_rule
from .context import FAL
from .finding import Fix, InsertKey

if TYPE_CHECKING:
    from fal_schema.violation import Violation

    from ..toml import Document


def add_missing(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Add all the keys that are missing.

    Not safe: the values are examples of the keys' own docs, which the author has to replace.
    """
    edits = _insertions(violation)
    if not edits:
        return ()
    pairs = ", ".join(f"{edit.name} = {edit.text}" for edit in edits)
    return (Fix(f"Add `{pairs}`", edits, safe=False),)


def add_one_of(document: Document, violation: Violation) -> tuple[Fix, ...]:
    """Add one of the keys of which one is missing; the first one is preferred. Not safe either.

    One that the keys there exclude is not offered.
    """
    edits = [
        edit
        for edit in _insertions(violation)
        if not breaks_a_rule(document, violation.path, add=(edit.name,))
    ]
    return tuple(
        Fix(f"Add `{edit.name} = {edit.text}`", (edit,), safe=False, preferred=edit is edits[0])
        for edit in edits
    )


def _insertions(violation: Violation) -> tuple[InsertKey, ...]:
    from fal_schema.lookup import node_at

    edits: list[InsertKey] = []
    for name in violation.missing:
        node = node_at((*violation.path, name))
        if node is not None and not node.is_table and node.examples:
            text = literal(node.examples[0])
            edits.append(InsertKey((*FAL, *violation.path), name, text))
    return tuple(edits)
