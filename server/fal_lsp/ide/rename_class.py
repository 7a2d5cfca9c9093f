"""Another name for the class or function in a `ref`: there, and in the file that defines it.

Knows apps and their targets; no protocol. Nothing is changed in a file but what is certain.
"""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, NamedTuple

from ..project.files import Unreadable
from ..toml.types import TextEdit
from .class_names import ClassAt, spans_of
from .types import RefusedError, RenameTarget

if TYPE_CHECKING:
    from ..project import Project
    from ..text import Span
    from ..toml import Document


class ClassEdits(NamedTuple):
    """The edits of the file that defines the class, in code points of `source`.

    `reason` says why there are none, empty where there are.
    """

    path: str
    source: str
    spans: tuple[Span, ...]
    reason: str = ""


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
    return tuple(TextEdit(span, new_name) for span in spans_of(document, project, named))


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
