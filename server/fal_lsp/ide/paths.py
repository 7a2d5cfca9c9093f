"""The paths in an app's values, and where each is written.

Knows which keys hold paths and what they are relative to; no protocol, and nothing of what is at a
path.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..paths import relative_path
from ..rules.app_source import reference
from ..rules.source.app_files import app_files_base
from ..text import Span
from ..toml.types import TextEdit

if TYPE_CHECKING:
    from ..project import Project
    from ..rules.context import AppContext
    from ..toml import Document, Node
    from ..toml.types import Path


class NamedPath(NamedTuple):
    """A path in a string: where the string is, the path, and its base directory (absolute).

    `after` is what follows the path in the string: `::Class`, or extras. Where the base is the
    directory of a file, `beside` is the path of that file.
    """

    key: Path
    text: str
    base: str
    after: str = ""
    beside: str = ""


def named_paths(app: AppContext, project: Project) -> Iterator[NamedPath]:
    """The paths that an app names, whether there is something or not."""
    ref = reference(app)
    if ref is not None:
        after = f"::{ref.symbol}" if ref.symbol is not None else ""
        yield NamedPath((*app.path, "ref"), ref.file, project.root, after)
    dockerfile = app.string("image", "dockerfile")
    if dockerfile:
        yield NamedPath((*app.path, "image", "dockerfile"), dockerfile, project.root)
    for key in ("app_files_context_dir", "requirements_context_dir"):
        directory = app.string(key)
        if directory and not directory.startswith("~"):
            yield NamedPath((*app.path, key), directory, project.root)
    base = app_files_base(app, project)
    is_beside = ref is not None and not app.string("app_files_context_dir")
    beside = project.absolute(ref.file) if ref is not None and is_beside else ""
    for path, text in app.strings("app_files"):
        if text:
            yield NamedPath(path, text, base, beside=beside)
    base = project.requirements_base(app.string("requirements_context_dir"))
    for path, text in app.strings("requirements"):
        written, bracket, extras = text.partition("[")
        if written.startswith(("./", "../")) or ("/" in written and "@" not in written):
            yield NamedPath(path, written, base, bracket + extras)


def content(document: Document, node: Node) -> Span:
    """The inside of the quotes of a string."""
    span = node.span
    quotes = 3 if document.text.startswith(('"""', "'''"), span.start) else 1
    inside = Span(span.start + quotes, span.end - quotes)
    return inside if inside.start < inside.end else span


def rewritten(document: Document, key: Path, old: str, new: str) -> tuple[TextEdit, ...]:
    """The edit that replaces a string with another, in the same quotes where they fit.

    Empty where the value is malformed or is not `old` any more.
    """
    from fal_schema.literals import literal

    from ..toml.edits import ReplaceValue, text_edits

    node = document.node(key)
    if node is None or node.value != old:
        return ()
    span = content(document, node)
    quote = document.text[span.start - 1 : span.start]
    is_plain = document.text[span.start : span.end] == old and quote not in new
    if is_plain and "\\" not in new and new.isprintable():
        return (TextEdit(span, new),)
    return text_edits(document, (ReplaceValue(key, literal(new)),)) or ()


def relative(path: str, base: str, like: str) -> str:
    """A path from a base, in the manner of another: absolute, with `./`, with a slash after it."""
    if os.path.isabs(like):
        return path
    text = relative_path(path, base)
    if like.startswith("./") and not text.startswith("."):
        text = f"./{text}"
    return f"{text}/" if like.endswith("/") else text
