"""Another name for the class or function in a `ref`: there, and in the file that defines it.

Knows apps and their targets; no protocol. Nothing is changed in a file but what is certain.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..lint.check import subject
from ..project.files import Unreadable
from ..rules.app_source import reference, shown_target
from ..text import Span
from ..toml.types import TextEdit
from .paths import content
from .types import RefusedError, RenameTarget

if TYPE_CHECKING:
    from ..project import Project
    from ..toml import Document


class ClassAt(NamedTuple):
    """A class that the document names at an offset: its file as written and absolute."""

    span: Span
    file: str
    path: str
    name: str


class ClassEdits(NamedTuple):
    """The edits of the file that defines the class, in code points of `source`.

    `reason` says why there are none, empty where there are.
    """

    path: str
    source: str
    spans: tuple[Span, ...]
    reason: str = ""


def class_at(document: Document, offset: int, project: Project | None) -> ClassAt | None:
    """The class whose name in a `ref` is at an offset; its end counts as well."""
    if project is None:
        return None
    for each in _written(document, project):
        if each.span.start <= offset <= each.span.end:
            return each
    return None


def prepare(named: ClassAt) -> RenameTarget:
    """What would be renamed."""
    return RenameTarget(named.span, named.name)


def check_name(new_name: str) -> None:
    """Raises `RefusedError` for what is no name of Python."""
    if not new_name.isidentifier() or keyword.iskeyword(new_name):
        raise RefusedError(f"`{new_name}` is not a valid Python name.")


def in_document(
    document: Document, project: Project, named: ClassAt, new_name: str
) -> tuple[TextEdit, ...]:
    """The edits of every app of a pyproject.toml that names the class."""
    return tuple(
        TextEdit(each.span, new_name)
        for each in _written(document, project)
        if (each.path, each.name) == (named.path, named.name)
    )


def in_file(project: Project, named: ClassAt, new_name: str) -> ClassEdits:
    """The edits of the Python file: the class statement and its uses, where they are certain.

    Raises `RefusedError` where the file has something else of that name: a `ref` would load it.
    """
    from ..project.python.renaming import is_taken, uses_of_class

    source = project.source(named.path)
    if isinstance(source, Unreadable) or not project.is_own_source(named.path):
        return ClassEdits(named.path, "", (), f"`{named.file}` cannot be read.")
    if is_taken(source, new_name):
        raise RefusedError(f"`{new_name}` is a name in `{named.file}` already.")
    spans = uses_of_class(source, named.name, new_name)
    if spans is None:
        reason = f"fal-lsp cannot find all uses of `{named.name}` in `{named.file}`."
        return ClassEdits(named.path, source, (), reason)
    return ClassEdits(named.path, source, spans)


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
