"""Changes described by paths, as text edits that keep comments and layout. Knows TOML only.

The changes are described in `types.py`; how each is made is in `editing/`. A valid text stays
valid, and only what is described changes in its data, with one exception: a table that nothing but
a removed key implied (`a` in `a.b = 1`) is gone with that key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import parse
from .editing.compose import apply, compose, minimal
from .editing.lines import newline
from .literals import key_text, string_text
from .types import (
    ArrayToTable,
    CollapseTable,
    Edit,
    ExpandInline,
    InsertKey,
    MoveKey,
    RemoveKey,
    RenameKey,
    ReplaceText,
    ReplaceValue,
    TextEdit,
)

if TYPE_CHECKING:
    from .document import Document
    from .types import Path

__all__ = [
    "ArrayToTable",
    "CollapseTable",
    "Edit",
    "ExpandInline",
    "InsertKey",
    "MoveKey",
    "RemoveKey",
    "RenameKey",
    "ReplaceText",
    "ReplaceValue",
    "TextEdit",
    "apply",
    "compose",
    "key_text",
    "minimal",
    "reads_between",
    "string_text",
    "text_edits",
    "unchecked_text_edits",
]


def text_edits(document: Document, edits: Iterable[Edit]) -> tuple[TextEdit, ...] | None:
    """The text edits that make the changes one after the other, sorted and without overlap.

    The path or span of each change is as of the change before it. None where one of the changes
    can't be made: nothing is at its path, a name is taken, the place is malformed, or a comment
    would be lost; or where the text would have more syntax errors than before.
    """
    made = unchecked_text_edits(document, edits)
    if not made:
        return made
    after = parse(apply(document.text, made), document)
    return None if len(after.problems) > len(document.problems) else made


def unchecked_text_edits(document: Document, edits: Iterable[Edit]) -> tuple[TextEdit, ...] | None:
    """The same for a caller who parses the result, and sees for itself whether it is malformed."""
    end = newline(document.text)
    current = document
    total: list[TextEdit] = []
    pending: list[TextEdit] = []
    places = _Places()
    for edit in edits:
        if not places.takes(edit):
            total = _composed(document, total, pending)
            current = parse(apply(document.text, total), current)
            pending.clear()
            places = _Places()
            places.takes(edit)
        made = _text_edits(current, edit, end)
        if made is None:
            return None
        pending += made
    return minimal(document.text, _composed(document, total, pending))


def reads_between(edits: Iterable[Edit]) -> bool:
    """Whether the text has to be read again between some of the changes."""
    places = _Places()
    return not all(map(places.takes, edits))


def _composed(document: Document, first: list[TextEdit], second: list[TextEdit]) -> list[TextEdit]:
    second = sorted(second)
    return compose(len(document.text), first, second) if first else second


class _Places:
    """Where changes are that do not depend on each other, so that the text is read once for all.

    A new name or value can be written without a look at those in other tables, and a name without a
    look at its own value.
    """

    def __init__(self) -> None:
        self._tables: set[Path] = set()
        self._above: set[Path] = set()
        self._last: Edit | None = None

    def takes(self, edit: Edit) -> bool:
        """Add a change; False where it depends on one before."""
        last, self._last = self._last, edit
        if not isinstance(edit, (RenameKey, ReplaceValue)):
            self._tables.add(())
            return last is None
        table = edit.path[:-1]
        above = [table[:length] for length in range(len(table) + 1)]
        is_own_name = (
            isinstance(last, ReplaceValue)
            and isinstance(edit, RenameKey)
            and last.path == edit.path
        )
        if not is_own_name and (table in self._above or not self._tables.isdisjoint(above)):
            return False
        self._tables.add(table)
        self._above.update(above)
        return True


def _text_edits(document: Document, edit: Edit, end: str) -> list[TextEdit] | None:
    """The text edits of one change, with the line end `end`; None where it can't be made.

    How a change is made is imported when one is: most files need one kind, and all of them together
    take as long to import as to check a file.
    """
    if isinstance(edit, RenameKey):
        from .editing.replace import rename

        return rename(document, edit.path, edit.name)
    if isinstance(edit, ReplaceValue):
        from .editing.replace import replace_value

        return replace_value(document, edit.path, edit.text, end)
    if isinstance(edit, RemoveKey):
        from .editing.remove import remove

        return remove(document, edit.path)
    if isinstance(edit, InsertKey):
        from .editing.insert import insert_key

        return insert_key(document, edit.path, edit.name, edit.text, end)
    if isinstance(edit, MoveKey):
        from .editing.move import move

        return move(document, edit.path, edit.table, end)
    if isinstance(edit, ExpandInline):
        from .editing.expand import expand

        return expand(document, edit.path, end)
    if isinstance(edit, CollapseTable):
        from .editing.collapse import collapse

        return collapse(document, edit.path, end)
    if isinstance(edit, ArrayToTable):
        from .editing.replace import array_to_table

        return array_to_table(document, edit.path)
    is_inside = 0 <= edit.span.start <= edit.span.end <= len(document.text)
    return [TextEdit(edit.span, edit.text)] if is_inside else None
