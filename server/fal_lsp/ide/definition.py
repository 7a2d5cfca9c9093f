"""Where the thing under the cursor is defined: a class, a file, an app. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lint.check import subject
from ..rules.context import APPS
from ..toml.cursor import path_at
from .apps import app_named_at, app_nodes
from .links import app_links
from .types import Link

if TYPE_CHECKING:
    from ..project import Project
    from ..toml import Document


def definition(
    document: Document, offset: int, *, project: Project | None = None
) -> tuple[Link, ...]:
    """One link at most: from an app's name to its first writing, from a value to what it names."""
    named = app_named_at(document, offset)
    if named is not None:
        name, span = named
        return (Link(span, app_nodes(document)[name].keys[0]),)
    if project is None:
        return ()
    spot = path_at(document, offset)
    if spot is None or spot.path[: len(APPS)] != APPS or len(spot.path) <= len(APPS):
        return ()
    owner = spot.path[len(APPS)]
    return tuple(
        link
        for app in subject(document, project).apps
        if app.name == owner
        for link in app_links(document, app, project)
        if link.span.start <= offset <= link.span.end
    )
