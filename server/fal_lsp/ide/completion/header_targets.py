"""Which tables of `[tool.fal]` may still get a header, by schema and tree. Writes no text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fal_schema.lookup import node_at

from ...rules.context import APPS, FAL
from ...toml.lookup import section_path
from ...toml.recovery import line_end, line_start
from .neighbours import conflicts, likeliest_first
from .project_values import names_from_project

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ...toml import Node
    from .candidate import Context

    Names = tuple[str, ...]

_APP = len(APPS) + 1
_MAX_APPS = 50
_MAX_SECTIONS_ABOVE = 50


class Target(NamedTuple):
    """A table to name in a header, with its schema; `None` where a part has to follow.

    `example` is a name for a part to fill in behind the known ones.
    """

    parts: Names
    schema: SchemaNode | None
    example: str = ""
    penalty: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether a part has to follow behind the known ones."""
        return bool(self.example) or self.schema is None


def header_targets(context: Context, typed: Names) -> Iterator[Target]:
    """The tables that may get a header, the likeliest first, as far as the typed parts allow.

    Below the app that is typed; else those of the table above and of its app, then a new app.
    """
    if not takes_headers(context):
        return
    if typed[: len(APPS)] == APPS and len(typed) > len(APPS):
        yield from _below(context, typed, typed)
        return
    above = table_above(context)
    if above:
        yield from _below(context, above, ())
    if len(above) > _APP:
        yield from _below(context, above[:_APP], ())
    apps = node_at(APPS[len(FAL) :])
    assert apps is not None
    yield Target(APPS_NAMES, apps.entry, new_app_name(context))
    node = context.document.node(APPS)
    if node is None or _is_own(context, node):
        yield Target(APPS_NAMES, apps)
    elif typed == APPS:
        yield from _other_apps(context, node)


APPS_NAMES: Names = tuple([str(part) for part in APPS])


def takes_headers(context: Context) -> bool:
    """Whether `[tool.fal.apps]` is no array and no value, so that a header can add to it."""
    for depth in range(1, len(APPS) + 1):
        node = context.document.node(APPS[:depth])
        if node is None:
            return True
        if node.form not in ("header", "implicit", "dotted"):
            return False
    return True


def new_app_name(context: Context) -> str:
    """A name for an app that no other app has."""
    apps = node_at(APPS[len(FAL) :])
    assert apps is not None
    name = example = str(next(iter(apps.examples[0])))
    there = context.document.node(APPS)
    number = 1
    while there is not None and there.get(name) is not None:
        number += 1
        name = f"{example}-{number}"
    return name


def table_above(context: Context) -> Names:
    """The nearest table of an app at or above the cursor that has a header; empty for none."""
    document = context.document
    index = document.section_at(context.cursor.offset)
    if index == _own_section(context):
        index -= 1
    for number in range(index, max(index - _MAX_SECTIONS_ABOVE, -1), -1):
        path = section_path(document, number)
        if path[: len(APPS)] == APPS and len(path) > len(APPS):
            return tuple([str(part) for part in path])
    return ()


def _below(context: Context, table: Names, typed: Names) -> Iterator[Target]:
    """The tables below one that may get a header; those that others there exclude come last."""
    schema = node_at(table[len(FAL) :])
    node = context.document.node(table)
    if schema is None or (node is not None and node.form not in ("header", "implicit", "dotted")):
        return
    entries = {} if node is None else node.entries()
    there = {name: entry for name, entry in entries.items() if not _is_own(context, entry)}
    if schema.entry is not None and schema.entry.is_table:
        offers = names_from_project(context.inside(table))
        names = [*(offer.match for offer in offers), *(key.value for key in schema.keys)]
        for name in dict.fromkeys(names):
            if name not in there:
                yield Target((*table, name), schema.entry)
    avoided = conflicts(schema, there)
    for name, child in likeliest_first(schema, there):
        if not child.is_table or child.deprecated:
            continue
        inner, entry = (*table, name), there.get(name)
        has_tables_only = child.entry is not None and child.entry.is_table
        if not has_tables_only and not _has_header(context, entry):
            yield Target(inner, child, penalty=int(name in avoided))
        is_on_the_way = typed[: len(inner)] == inner or has_tables_only
        if is_on_the_way or (entry is not None and entry.form in ("header", "implicit")):
            yield from _below(context, inner, typed)


def _is_own(context: Context, entry: Node) -> bool:
    """Whether an entry is only there because of the header that is being typed."""
    own = _own_section(context)
    return own >= 0 and entry.headers == (own,)


def _has_header(context: Context, entry: Node | None) -> bool:
    """Whether a table can get no header, as it has one besides that which is being typed."""
    if entry is None or entry.form == "implicit":
        return False
    own = _own_section(context)
    start = context.document.starts[own] if own >= 0 else -1
    line = line_end(context.document.text, start)
    return entry.form != "header" or not (own >= 0 and start <= entry.keys[0].start < line)


def _own_section(context: Context) -> int:
    """The section of the header that is being typed; -1 where the text has none of it yet."""
    document, offset = context.document, context.cursor.offset
    if context.cursor.place != "header":
        return -1
    index = document.section_at(offset)
    header = document.sections[index].header
    line = line_start(document.text, offset)
    return index if header and document.starts[index] + header.start >= line else -1


def _other_apps(context: Context, apps: Node) -> Iterator[Target]:
    """The apps that have a header, to add a table below one."""
    typed = context.cursor.prefix.lower()
    listed = 0
    for name in context.cursor.present:
        if not name.lower().startswith(typed):
            continue
        node = apps.get(name)
        if node is not None and node.form in ("header", "implicit"):
            listed += 1
            yield Target((*APPS_NAMES, name), None)
        if listed == _MAX_APPS:
            context.left_off.append("apps")
            return
