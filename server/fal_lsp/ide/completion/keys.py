"""The keys of a table of `[tool.fal]`. Reads the schema; knows no key by name.

A key comes with `= `, after which the editor asks again for the values: whatever is typed or
accepted there, brackets and quotes are the editor's own, which it steps over when they are typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.lookup import node_at

from ...toml.recovery import line_end
from .context import Candidate
from .insert_text import key_completion
from .project_values import keys_without_effect, names_from_project
from .ranking import conflicts, narrowed, ranked_keys
from .values import has_values

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..types import Completion
    from .context import Context

_IN_CONFLICT, _DEPRECATED = 1, 2


def keys(context: Context) -> list[Completion]:
    """The keys that may be added to the table at the cursor."""
    schema = node_at(context.path)
    if schema is None or not _is_open(context):
        return []
    typed, known = context.cursor.prefix, _known_keys(context, schema)
    candidates = [
        *(map(_with_hyphens, known) if "-" in typed else known),
        *_free_keys(context, schema),
    ]
    fitting = narrowed(typed, candidates)
    found = [
        key_completion(context, candidate, asks=_asks(context, candidate, schema))
        for candidate in fitting
    ]
    return [completion for completion in found if completion]


def _asks(context: Context, candidate: Candidate, schema: SchemaNode) -> bool:
    """Whether there is something to ask for after the key."""
    node = schema.child(candidate.label)
    return node is not None and has_values(context, candidate.label, node)


def _with_hyphens(candidate: Candidate) -> Candidate:
    """A key for who writes it as other tools do: `machine-type`."""
    aliases = tuple([alias.replace("_", "-") for alias in candidate.aliases])
    return candidate._replace(match=candidate.match.replace("_", "-"), aliases=aliases)


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


def _known_keys(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    cursor = context.cursor
    present = frozenset(cursor.present)
    avoided = {**keys_without_effect(context), **conflicts(schema, present)}
    for name, node in ranked_keys(schema, present):
        if name in present or (node.deprecated and not cursor.prefix):
            continue
        if cursor.following and not node.is_table:
            continue
        yield Candidate(
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


def _free_keys(context: Context, schema: SchemaNode) -> Iterator[Candidate]:
    """Keys for a table whose keys the user chooses, such as addresses of registries."""
    if schema.entry is None:
        return
    present = {*context.cursor.present}
    listed = [Candidate(name, name, "", kind="key", docs=docs) for name, docs, _ in schema.keys]
    for candidate in (*names_from_project(context), *listed):
        if candidate.match not in present:
            present.add(candidate.match)
            yield candidate
