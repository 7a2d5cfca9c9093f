"""What an editor shows in the text: code lenses and inlay hints. Knows no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules.context import FAL
from .apps import app_nodes
from .markup import plain_duration
from .types import Hint, Lens

if TYPE_CHECKING:
    from ..project import Project
    from ..text import Span
    from ..toml import Document, Node


def code_lens(document: Document) -> tuple[Lens, ...]:
    """Two lenses an app, at the first writing of its name; the argument is the name."""
    return tuple(
        Lens(node.keys[0], f"fal {action}", f"fal-lsp.{action}", (name,))
        for name, node in app_nodes(document).items()
        if node.keys and node.kind == "table"
        for action in ("run", "deploy")
    )


def inlay_hint(
    document: Document, span: Span, *, project: Project | None = None
) -> tuple[Hint, ...]:
    """The hints inside a span, in the order of the text."""
    hints = [
        hint
        for name, app in app_nodes(document).items()
        for hint in (*_deployed_name(name, app), *_durations(app))
        if span.start <= hint.offset <= span.end
    ]
    return tuple(sorted(hints, key=lambda hint: hint.offset))


def _durations(node: Node) -> Iterator[Hint]:
    from fal_schema.lookup import node_at

    for child in node.entries().values():
        if child.kind == "table":
            yield from _durations(child)
        elif child.kind == "integer" and child.value is not None:
            schema = node_at(child.path[len(FAL) :])
            words = plain_duration(child.value)
            if schema is not None and schema.unit == "seconds" and words is not None:
                yield Hint(child.span.end, words)


def _deployed_name(name: str, app: Node) -> Iterator[Hint]:
    deployed = app.get("name")
    if deployed is not None and deployed.kind == "string" and deployed.value not in ("", name):
        at = app.span.end if app.form == "header" else app.keys[0].end
        yield Hint(at, f"deployed as {deployed.value}", f"`fal deploy {name}`")
