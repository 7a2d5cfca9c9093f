"""What an editor shows in the text: code lenses and inlay hints. Knows no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..markup import plain_duration
from ..rules.context import FAL
from .apps import app_nodes
from .types import Hint, Lens

if TYPE_CHECKING:
    from ..project import Project
    from ..text import Span
    from ..toml import Document, Node

_CHECK_SINCE = "1.72.7"
"""The first fal whose `fal deploy` has the option `--check`."""


def code_lens(document: Document, *, project: Project | None = None) -> tuple[Lens, ...]:
    """The lenses of each app, at the first writing of its name; the argument is the name.

    The one of `fal deploy --check` is for projects whose fal certainly has the option.
    """
    actions = [("fal run", "fal-lsp.run"), ("fal deploy", "fal-lsp.deploy")]
    if project is not None and _has_check(document, project):
        actions.append(("fal deploy --check", "fal-lsp.deployCheck"))
    return tuple(
        Lens(node.keys[0], title, command, (name,))
        for name, node in app_nodes(document).items()
        if node.keys and node.kind == "table"
        for title, command in actions
    )


def _has_check(document: Document, project: Project) -> bool:
    from ..project.packages.fal_version import is_at_least

    versions = project.fal_versions(document.data(()))
    return bool(versions) and all(is_at_least(each, _CHECK_SINCE) for each in versions)


def inlay_hint(document: Document, span: Span) -> tuple[Hint, ...]:
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
