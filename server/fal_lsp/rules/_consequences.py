"""What changing the keys of a table would lead to, by the schema's rules. Knows no rule of ours."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from .context import FAL

if TYPE_CHECKING:
    from fal_schema.lookup import NodeRule
    from fal_schema.violation import Path

    from ..toml import Document


def breaks_a_rule(
    document: Document, table: Path, add: Collection[str] = (), remove: Collection[str] = ()
) -> bool:
    """Whether the keys of a table would contradict each other in a way that they don't yet.

    `table` is a path from `[tool.fal]` on, to a table that may not be there yet.
    """
    from fal_schema.lookup import node_at

    schema, node = node_at(table), document.node((*FAL, *table))
    if schema is None:
        return False
    now = frozenset(node.entries() if node is not None else ())
    then = now.difference(remove).union(add)
    return any(_is_broken(rule, then) and not _is_broken(rule, now) for rule in schema.rules)


def _is_broken(rule: NodeRule, names: Collection[str]) -> bool:
    if rule.keys:
        return not any(name in names for name in rule.keys)
    if rule.present not in names:
        return False
    if rule.needed:
        return rule.needed not in names
    return rule.absent in names and rule.unless not in names
