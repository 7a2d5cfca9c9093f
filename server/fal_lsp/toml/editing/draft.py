"""Changes made one after the other: what each does to the paths and offsets of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .. import parse
from ..spelling import key_text
from ..vocabulary import (
    CollapseTable,
    Edit,
    ExpandInline,
    InsertKey,
    MoveKey,
    Path,
    RemoveKey,
    RenameKey,
    ReplaceText,
    ReplaceValue,
    TextEdit,
)
from .collapse import collapse
from .compose import apply, compose, in_order, minimal
from .expand import expand
from .insert import Addition, insert
from .lines import newline
from .move import move
from .remove import remove
from .replace import rename, replace_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...text import Span
    from ..document import Document


class Draft(NamedTuple):
    """A document with changes made to it; each step is a new draft.

    `edits` lead from the `original` to the `document`, and `done` are the changes in them. The
    `batch` of text edits of `document` that do not touch each other, made by `pending`, is kept
    apart: so a hundred changes in a hundred places cost one parse.
    """

    original: Document
    document: Document
    edits: tuple[TextEdit, ...] = ()
    done: tuple[Edit, ...] = ()
    batch: tuple[TextEdit, ...] = ()
    pending: tuple[Edit, ...] = ()

    def add(self, edit: Edit) -> Draft | None:
        """The draft with one more change, given as of the original; None where it can't be made."""
        now = self.as_of_now(edit)
        if now is None:
            return None
        found = None if self.depends(now) else make(self.document, now, newline(self.original.text))
        if found is not None:
            batch = in_order([*self.batch, *found]) if self.batch else found
            if batch is not None:
                return self._replace(batch=tuple(batch), pending=(*self.pending, now))
        return self.flushed().add(edit) if self.pending else None

    def depends(self, edit: Edit) -> bool:
        """Whether a change in the batch has a say in this one, even if their texts are apart."""
        touched, made = _touched(edit), _made(edit)
        for other in self.pending:
            if isinstance(edit, ReplaceText) or isinstance(other, ReplaceText):
                continue
            if moved_path(edit.path, other) is None or (made and made == _made(other)):
                return True
            if isinstance(edit, _IN_PLACE) and isinstance(other, _IN_PLACE):
                continue
            # One spells out the keys above an entry, and the other changes such a key.
            if any(_related(one, two) for one in touched for two in _touched(other)):
                return True
        return False

    def as_of_now(self, edit: Edit) -> Edit | None:
        """A change given as of the original, as of `document`."""
        if isinstance(edit, ReplaceText):
            span = _moved_span(edit.span, self.edits, len(self.original.text))
            return None if span is None else edit._replace(span=span)
        return _after(edit, self.done)

    def flushed(self) -> Draft:
        """The same with the batch made."""
        if not self.pending:
            return self
        text = apply(self.document.text, self.batch)
        done: list[Edit] = []
        for edit in self.pending:
            done.append(_after(edit, done) or edit)
        return Draft(
            self.original,
            parse(text, self.document),
            tuple(compose(len(self.original.text), self.edits, self.batch)),
            (*self.done, *done),
        )

    def result(self) -> tuple[TextEdit, ...] | None:
        """The text edits of the original; None where they would make a text worse TOML."""
        made = self.flushed()
        if len(made.document.problems) > len(self.original.problems):
            return None
        return minimal(self.original.text, made.edits)


def draft_of(document: Document) -> Draft:
    """The document without a change."""
    return Draft(document, document)


def make(document: Document, edit: Edit, end: str) -> list[TextEdit] | None:
    """One change as text edits, sorted and apart; None where it can't be made.

    `end` is the line end to use.
    """
    found: list[TextEdit] | None = None
    if isinstance(edit, RenameKey):
        found = rename(document, edit.path, edit.name)
    elif isinstance(edit, ReplaceValue):
        text = _value_text(edit.text, end)
        found = None if text is None else replace_value(document, edit.path, text)
    elif isinstance(edit, RemoveKey):
        found = remove(document, edit.path)
    elif isinstance(edit, InsertKey):
        text = _value_text(edit.text, end)
        if text is not None:
            new = Addition(key_text(edit.name), text, end)
            inserted = insert(document, edit.path, edit.name, new)
            found = inserted.edits if inserted else None
    elif isinstance(edit, MoveKey):
        found = move(document, edit.path, edit.table, end)
    elif isinstance(edit, ExpandInline):
        found = expand(document, edit.path, end)
    elif isinstance(edit, CollapseTable):
        found = collapse(document, edit.path, end)
    elif 0 <= edit.span.start <= edit.span.end <= len(document.text):
        found = [TextEdit(edit.span, edit.text)]
    return None if found is None else sorted(found)


def _value_text(text: str, end: str) -> str | None:
    """TOML for a value with such line ends; None where it is not one value."""
    text = text.replace("\r\n", "\n")
    probe = parse(f"v = {text}")
    node = probe.node(("v",))
    if probe.problems or node is None or node.span != (4, 4 + len(text)):
        return None
    return text.replace("\n", end)


_IN_PLACE = (RenameKey, ReplaceValue, RemoveKey)
"""Changes that write no key but the one that they are about."""


def _made(edit: Edit) -> Path | None:
    """The path of the entry that a change brings in."""
    if isinstance(edit, InsertKey):
        return (*edit.path, edit.name)
    if isinstance(edit, MoveKey):
        return (*edit.table, *edit.path[-1:])
    return (*edit.path[:-1], edit.name) if isinstance(edit, RenameKey) else None


def _touched(edit: Edit) -> list[Path]:
    """The paths of the entries that a change brings in, moves, writes anew or takes away."""
    made = _made(edit)
    own = [] if isinstance(edit, (InsertKey, ReplaceText)) else [edit.path]
    return own if made is None else [*own, made]


def _related(one: Path, other: Path) -> bool:
    size = min(len(one), len(other))
    return one[:size] == other[:size]


def _after(edit: Edit, done: Iterable[Edit]) -> Edit | None:
    """A change as it is once others have been made; None where its entry is gone."""
    if isinstance(edit, ReplaceText):
        return edit
    for earlier in done:
        path = moved_path(edit.path, earlier)
        if path is None:
            return None
        edit = edit._replace(path=path)
        if isinstance(edit, MoveKey):
            edit = edit._replace(table=moved_path(edit.table, earlier) or edit.table)
    return edit


def moved_path(path: Path, edit: Edit) -> Path | None:
    """Where the entry at a path is after a change; None where it is gone."""
    if isinstance(edit, ReplaceText):
        return path
    at, size = edit.path, len(edit.path)
    inside = path[:size] == at
    if isinstance(edit, RenameKey) and inside:
        return (*at[:-1], edit.name, *path[size:])
    if isinstance(edit, MoveKey) and inside:
        return (*edit.table, at[-1], *path[size:])
    if isinstance(edit, ReplaceValue) and inside and len(path) > size:
        return None
    if isinstance(edit, RemoveKey):
        if inside:
            return None
        if len(path) >= size and path[: size - 1] == at[:-1]:
            here, gone = path[size - 1], at[-1]
            if isinstance(here, int) and isinstance(gone, int) and here > gone:
                return (*at[:-1], here - 1, *path[size:])
    return path


def _moved_span(span: Span, edits: Sequence[TextEdit], size: int) -> Span | None:
    """Where a span of the original is after edits; None where one of them touches it."""
    if not 0 <= span.start <= span.end <= size:
        return None
    shift = 0
    for edit in edits:
        if edit.span.end < span.start:
            shift += len(edit.text) - (edit.span.end - edit.span.start)
        elif edit.span.start <= span.end:
            return None
    return span.shift(shift)
