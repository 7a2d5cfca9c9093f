"""The keys of a table of `[tool.fal]`. Reads the schema; knows no key by name.

A key comes with the shape of its value where the editor has places to fill in, else with `= `,
after which the editor asks again for the values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.lookup import node_at

from ...toml.recovery import line_end
from .candidate import Offer
from .insert_text import key_completion
from .neighbours import conflicts, likeliest_first
from .placeholders import Shape, snippet_shape
from .project_values import is_backed, names_from_project
from .ranking import narrowed

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..types import Completion
    from .candidate import Context

_IN_CONFLICT, _DEPRECATED = 1, 2


def keys(context: Context) -> list[Completion]:
    """The keys that may be added to the table at the cursor."""
    schema = node_at(context.path)
    if schema is None or not _is_open(context):
        return []
    offers = [*_known_keys(context, schema), *_free_keys(context, schema)]
    found = []
    for offer in narrowed(context.cursor.prefix, offers):
        node = schema.child(offer.match)
        value = _value(context, node, offer) if node else Shape("")
        completion = key_completion(context, offer, value.text, context.snippets)
        if completion:
            asks = value.asks and not context.cursor.equals and not context.cursor.following
            found.append(completion._replace(retrigger=asks))
    return found


def _is_open(context: Context) -> bool:
    """Whether a key can be added here without breaking what is there."""
    cursor, text = context.cursor, context.document.text
    if cursor.typed:
        table = context.document.node(cursor.path)
        if table is not None and table.form in ("header", "inline", "array-item"):
            return False
    if cursor.notation in ("table", "dotted") and not cursor.prefix and not cursor.equals:
        rest = text[cursor.span.end + cursor.closed : line_end(text, cursor.span.end)].strip(" \t")
        return not rest or rest.startswith("#")
    return True


def _known_keys(context: Context, schema: SchemaNode) -> Iterator[Offer]:
    cursor = context.cursor
    present = frozenset(cursor.present)
    avoided = conflicts(schema, present)
    for name, node in likeliest_first(schema, present):
        if name in present or (node.deprecated and not cursor.prefix):
            continue
        if cursor.following and not node.is_table:
            continue
        yield Offer(
            name,
            name,
            "",
            kind="table" if node.is_table else "key",
            docs=node.markdown,
            description=avoided.get(name) or node.type_text,
            aliases=node.aliases,
            deprecated=bool(node.deprecated),
            penalty=_DEPRECATED if node.deprecated else _IN_CONFLICT if name in avoided else 0,
        )


def _free_keys(context: Context, schema: SchemaNode) -> Iterator[Offer]:
    """Keys for a table whose keys the user chooses, such as addresses of registries."""
    if schema.entry is None:
        return
    present = {*context.cursor.present}
    listed = [Offer(name, name, "", kind="key", docs=docs) for name, docs, _ in schema.keys]
    for offer in (*names_from_project(context), *listed):
        if offer.match not in present:
            present.add(offer.match)
            yield offer


def _value(context: Context, node: SchemaNode, offer: Offer) -> Shape:
    if not context.snippets:
        return Shape("", True)
    if offer.text:
        return Shape(offer.text)
    return snippet_shape(node, is_backed(context, (*context.keys, node.name)))
