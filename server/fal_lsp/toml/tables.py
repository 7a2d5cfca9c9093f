"""The plain values of the tables of a tree, and where a table is written first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .tree import Table, local_at

if TYPE_CHECKING:
    from .section import Section


def table_data(sections: Sequence[Section], table: Table) -> Any:
    """The plain values of a table of the tree, in the order of the text."""
    if table.items is not None:
        return [table_data(sections, item) for item in table.items]
    found: dict[str, Any] = {}
    for body in table.bodies:
        data: Any = sections[body[0]].data
        for name in body[1]:
            data = data[name]
        found = {**data, **found}
    if not table.children:
        return found
    if not found:
        return {name: table_data(sections, child) for name, child in table.children.items()}
    order: list[tuple[tuple[int, int], str]] = []
    for name, child in table.children.items():
        order.append((first_place(sections, child), name))
    for body in table.bodies:
        for name, entry in local_at(sections, body).entries.items():
            if name not in table.children:
                first = entry if isinstance(entry, int) else entry.writers[0]
                order.append(((body[0], first), name))
    return {
        name: table_data(sections, table.children[name]) if name in table.children else found[name]
        for _, name in sorted(order)
    }


def first_place(sections: Sequence[Section], table: Table) -> tuple[int, int]:
    """The section and pair (-1 for its header) that write a table first."""
    places = [(index, -1) for index in table.writers[:1]]
    for body in table.bodies:
        if body[1]:
            places.append((body[0], local_at(sections, body).writers[0]))
    return min(places, default=(0, -1))
