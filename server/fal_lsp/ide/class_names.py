"""The classes and functions that apps name in a `ref` or an entry point, where their names are
written. Knows apps and their targets; no protocol, and no Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..lint.check import subject
from ..rules.app_source import reference, shown_target
from ..text import Span
from .paths import content

if TYPE_CHECKING:
    from ..project import Project
    from ..toml import Document


class ClassAt(NamedTuple):
    """A class that the document names at an offset: its file as written and absolute."""

    span: Span
    file: str
    path: str
    name: str


def class_at(document: Document, offset: int, project: Project | None) -> ClassAt | None:
    """The class whose name in a `ref` is at an offset; its end counts as well."""
    if project is None:
        return None
    for each in _written(document, project):
        if each.span.start <= offset <= each.span.end:
            return each
    return None


def spans_of(document: Document, project: Project, named: ClassAt) -> tuple[Span, ...]:
    """Where the apps of a pyproject.toml name the same class, in the order of the text."""
    return tuple(
        each.span
        for each in _written(document, project)
        if (each.path, each.name) == (named.path, named.name)
    )


def _written(document: Document, project: Project) -> Iterator[ClassAt]:
    """The classes that the apps name, in the order of the text."""
    for app in subject(document, project).apps:
        ref = reference(app)
        key, symbol, file = "ref", "", ""
        if ref is not None and ref.symbol is not None:
            symbol, file = ref.symbol, ref.file
        else:
            target = shown_target(app)
            if target is not None and target.seen_from:
                key, symbol, file = "python_entry_point", target.name, target.seen_from
        node = document.node((*app.path, key)) if symbol else None
        if node is None:
            continue
        inside = content(document, node)
        # With escapes in the string, the name is not where it seems to be.
        if document.text[inside.start : inside.end] != node.value:
            continue
        span = Span(inside.end - len(symbol), inside.end)
        if document.text[span.start : span.end] == symbol:
            yield ClassAt(span, file, project.spelled(project.real(file)), symbol)
