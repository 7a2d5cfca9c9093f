"""What has changed between two versions of a document and of the files around it.

Knows what can be read of them; no rule, no format.
"""

from __future__ import annotations

from collections.abc import Hashable, Set
from typing import TYPE_CHECKING, NamedTuple

from ..project.own_tables import TABLES
from ..rules.context import FAL, MALFORMED, NAMES, FileContext, own_tables

if TYPE_CHECKING:
    from ..memo import Memo
    from ..project import Project
    from ..toml import Document


class _Version(NamedTuple):
    """One version of what a memo is about."""

    file: FileContext
    outside: tuple[str, ...]
    """The text outside of `[tool.fal]`."""
    revision: int
    """That of the project."""


def begin(memo: Memo, document: Document, project: Project | None) -> FileContext:
    """The document as the rules see it, for a memo of the last version of the same document.

    What the memo has of the last version counts where nothing that it was read from has changed.
    """
    last: _Version | None = memo.inputs
    if last is not None and last.file.project is not project:
        memo.forget()
        last = None
    if last is not None and last.file.document is document and _is_same(last, project):
        return last.file
    outside = document.texts_outside(FAL)
    tables = own_tables(document)
    if (
        last is not None
        and last.outside == outside
        and last.file.tables.is_valid == tables.is_valid
    ):
        tables = last.file.tables
    file = FileContext(document, project, memo, tables)
    if last is not None:
        memo.begin(_changes(last, file))
    memo.inputs = _Version(file, outside, 0 if project is None else project.revision)
    return file


def _is_same(last: _Version, project: Project | None) -> bool:
    """Whether the files around a document are as they were in its last version."""
    if project is None:
        return True
    # Another version of the text may have been looked at in between.
    project.use_tables(last.file.tables)
    return project.revision == last.revision


def _changes(last: _Version, file: FileContext) -> Set[Hashable]:
    before = last.file
    changed: set[Hashable] = {(name, MALFORMED) for name in before.malformed ^ file.malformed}
    if file.document is not before.document:
        if before.sources.keys() != file.sources.keys():
            changed.add(NAMES)
        for name in before.sources.keys() - file.sources.keys():
            changed.update(before.app(name).contents())
        for name, source in file.sources.items():
            if name not in before.sources:
                changed.update(file.app(name).contents())
            elif before.sources[name] != source:
                changed.update(file.app(name).changes(before.app(name)))
    # While a header is typed, the text changes but not what it says.
    if file.tables is not before.tables and file.tables.data != before.tables.data:
        changed.add(TABLES)
    if file.project is not None:
        changed |= file.project.changes_since(last.revision)
    return changed
