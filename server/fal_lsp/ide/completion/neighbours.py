"""What the keys that a table has say about those that it hasn't. Reads the schema's rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode


def conflicts(schema: SchemaNode, present: Collection[str]) -> Mapping[str, str]:
    """The keys not to be added beside those that are present, each with the reason in short."""
    found: dict[str, str] = {}
    for rule in schema.rules:
        if rule.needed and rule.needed not in present:
            found.setdefault(rule.present, f"needs {rule.needed}")
        if not rule.absent or (rule.unless and rule.unless in present):
            continue
        for one, other in ((rule.present, rule.absent), (rule.absent, rule.present)):
            if other in present:
                found[one] = f"not beside {other}"
    return found


def likeliest_first(schema: SchemaNode, present: Collection[str]) -> list[tuple[str, SchemaNode]]:
    """The keys of a table that are not internal, in the order in which they are probably wanted.

    First those that the table must have, then those of which it must have one and has none, then
    those that its example has, then the others in the order of the reference.
    """
    wanted = [name for name, node in schema.children.items() if node.required]
    for rule in schema.rules:
        if rule.keys and not any(name in present for name in rule.keys):
            wanted += rule.keys
    if schema.examples and isinstance(schema.examples[0], dict):
        wanted += schema.examples[0]
    names = dict.fromkeys([*wanted, *schema.children])
    children = ((name, schema.children.get(name)) for name in names)
    return [(name, node) for name, node in children if node is not None and not node.internal]
