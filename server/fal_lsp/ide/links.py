"""The values of an app that name something in the project, and where they lead. No protocol."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..project.files import Unreadable
from ..rules.app_source import ref_target, reference, shown_target
from ..rules.finding import FilePlace
from ..text import Span
from .types import Link

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.apps import Target
    from ..rules.context import AppContext
    from ..toml import Document, Node
    from ..toml.types import Path


def app_links(document: Document, app: AppContext, project: Project) -> Iterator[Link]:
    """The links of an app in no special order; what leads nowhere is left out."""
    for path, target in _targets(app, project):
        node = document.node((*app.path, *path))
        if node is not None:
            yield Link(_content(document, node), target, _tooltip(target, project))


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
    base = project.absolute(app.string("app_files_context_dir") or "")
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


def _content(document: Document, node: Node) -> Span:
    """The inside of the quotes."""
    span = node.span
    quotes = 3 if document.text.startswith(('"""', "'''"), span.start) else 1
    inside = Span(span.start + quotes, span.end - quotes)
    return inside if inside.start < inside.end else span


def _tooltip(place: FilePlace, project: Project) -> str:
    name = os.path.relpath(place.file, project.root)
    return f"{name}:{place.line + 1}" if place.line else name
