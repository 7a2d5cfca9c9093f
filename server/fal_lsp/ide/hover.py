"""The hover for what is under the cursor: key, value, header, app. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..markup import code, plain_duration
from ..rules.context import FAL
from ..toml.cursor import path_at
from .hover_app import app_docs
from .hover_project import project_docs
from .types import Hover

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..project import Project
    from ..text import Span
    from ..toml import Document


def hover(document: Document, offset: int, *, project: Project | None = None) -> Hover | None:
    """What there is to say about the entry at an offset, `None` outside of `[tool.fal]`."""
    spot = path_at(document, offset)
    if spot is None or spot.path[: len(FAL)] != FAL:
        return None
    from fal_schema.lookup import node_at

    inner = spot.path[len(FAL) :]
    schema = node_at(inner)
    if schema is not None and schema.is_item and not schema.values:
        # An item of a list without values of its own: the list is what there are docs about.
        schema = schema.parent
    node = document.node(spot.path)
    if schema is None or node is None:
        return None
    if (
        spot.part != "key"
        and node.kind in ("array", "table")
        and not _is_bracket(spot.span, offset)
    ):
        return None
    if len(inner) == 2:
        return Hover(spot.span, app_docs(document, str(inner[1]), project))
    name = next((part for part in reversed(inner) if isinstance(part, str)), "fal")
    if spot.part == "key":
        return Hover(spot.span, key_docs(schema, name))
    value = value_docs(schema, node.value)
    reference = project_docs(document, spot.path, node, project)
    parts = [part for part in (reference, value) if part]
    return Hover(spot.span, "\n\n".join(parts) if parts else key_docs(schema, name))


def _is_bracket(span: Span, offset: int) -> bool:
    """Whether a list or a table starts or ends at an offset: between lies white space."""
    return offset in (span.start, span.end - 1, span.end)


def key_docs(schema: SchemaNode, name: str) -> str:
    """The page of a key: its type, then all that the schema says about it.

    A `name` that the user chooses says what it is the name of, such as a build argument.
    """
    chosen = f" · {schema.name}" if schema.name != name else ""
    deprecated = f"**Deprecated.** {schema.deprecated}" if schema.deprecated else ""
    parts = [f"**{code(name)}**{chosen} · {schema.type_text}", deprecated, schema.markdown]
    return "\n\n".join(part for part in parts if part)


def value_docs(schema: SchemaNode, value: object) -> str:
    """What there is to say about a plain value of a key; `None` is one that is malformed."""
    for each in schema.values:
        if each.value == value:
            return f"**`{each.value}`** {each.docs}"
    if isinstance(value, int) and not isinstance(value, bool) and schema.unit == "seconds":
        words = plain_duration(value)
        if words is not None:
            return f"**{words}**\n\n{schema.summary}"
    return ""
