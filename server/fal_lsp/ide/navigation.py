"""Where the values of an app lead: links, definitions and references. Knows no protocol."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..lint.check import subject
from ..paths import relative_path
from ..project.files import Unreadable
from ..rules.app_source import ref_target, reference, shown_target
from ..rules.context import APPS
from ..rules.finding import FilePlace
from ..rules.source.app_files import app_files_base
from ..toml.cursor import path_at
from .apps import app_named_at, app_nodes
from .class_names import class_at, spans_of
from .paths import content
from .types import Link

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.apps import Target
    from ..rules.context import AppContext
    from ..text import Span
    from ..toml import Document
    from ..toml.types import Path


def app_links(document: Document, app: AppContext, project: Project) -> Iterator[Link]:
    """The links of an app in no special order; what leads nowhere is left out."""
    for path, target in _targets(app, project):
        node = document.node((*app.path, *path))
        if node is not None:
            yield Link(content(document, node), target, _tooltip(target, project))


def _targets(app: AppContext, project: Project) -> Iterator[tuple[Path, FilePlace]]:
    ref = reference(app)
    if ref is not None:
        target = ref_target(app)
        if target is not None and target.definition is not None:
            yield ("ref",), _definition(target)
        elif project.is_file(ref.file):
            yield ("ref",), FilePlace(project.absolute(ref.file), 0)
    entry = shown_target(app)
    if entry is not None:
        yield ("python_entry_point",), _definition(entry)
    dockerfile = app.string("image", "dockerfile")
    if dockerfile and project.is_file(dockerfile):
        yield ("image", "dockerfile"), FilePlace(project.absolute(dockerfile), 0)
    base = app_files_base(app, project)
    for path, text in app.strings("app_files"):
        if text and project.is_file(project.absolute(text, base)):
            yield path[len(app.path) :], FilePlace(project.absolute(text, base), 0)
    base = project.requirements_base(app.string("requirements_context_dir"))
    for path, text in app.strings("requirements"):
        local = project.local_requirement(text, base)
        manifest = os.path.join(local.path, "pyproject.toml") if local is not None else ""
        if manifest and not isinstance(project.read_text(manifest), Unreadable):
            yield path[len(app.path) :], FilePlace(manifest, 0)


def _definition(target: Target) -> FilePlace:
    definition = target.definition
    return FilePlace(target.path, target.line, definition.extent if definition else None)


def _tooltip(place: FilePlace, project: Project) -> str:
    name = relative_path(place.file, project.root)
    return f"{name}:{place.line + 1}" if place.line else name


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


def document_link(document: Document, *, project: Project | None = None) -> tuple[Link, ...]:
    """The links of all apps, in the order of the text."""
    if project is None:
        return ()
    links = [
        link
        for app in subject(document, project).apps
        for link in app_links(document, app, project)
    ]
    return tuple(sorted(links, key=lambda link: link.span))


def references(document: Document, offset: int) -> tuple[Span, ...]:
    """Every header and dotted key that writes the name of the app at an offset.

    The first one declares it. Empty where the offset is on no app's name.
    """
    named = app_named_at(document, offset)
    return app_nodes(document)[named[0]].keys if named is not None else ()


def highlights(
    document: Document, offset: int, *, project: Project | None = None
) -> tuple[Span, ...]:
    """Where the document names the app at an offset, or the class that a `ref` names there."""
    spans = references(document, offset)
    named = None if spans else class_at(document, offset, project)
    if named is None or project is None:
        return spans
    return spans_of(document, project, named)
