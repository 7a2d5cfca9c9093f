"""The apps of a document, for the features at the cursor. Knows `[tool.fal.apps]`, no protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..rules.context import APPS

if TYPE_CHECKING:
    from ..text import Span
    from ..toml import Document, Node


def app_nodes(document: Document) -> Mapping[str, Node]:
    """The apps by name, in the order of the text; none where `apps` is no table."""
    apps = document.node(APPS)
    return apps.entries() if apps is not None else {}


def app_named_at(document: Document, offset: int) -> tuple[str, Span] | None:
    """The app whose name is written at an offset, and where; its end counts as well."""
    for name, node in app_nodes(document).items():
        for span in node.keys:
            if span.start <= offset <= span.end:
                return name, span
    return None


def extents(document: Document, node: Node) -> list[Span]:
    """Where the text is that belongs to a node: whole sections, and statements."""
    return [*map(document.section_span, node.headers), *node.statements()]


def source_of(node: Node) -> str:
    """What an app runs, in a few characters: its `ref`, entry point, image or Dockerfile."""
    entries = node.entries()
    image = entries["image"].entries() if "image" in entries else {}
    for table, key in (
        (entries, "ref"),
        (entries, "python_entry_point"),
        (image, "dockerfile"),
        (image, "image"),
    ):
        # A string that is still being written has no value.
        if key in table and isinstance(value := table[key].value, str):
            return value
    return ""
