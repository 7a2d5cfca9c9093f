"""Changes made one after the other: what each does to the paths and offsets of the next.

How a change is made is imported when one is: most files need one kind, and all of them together
take as long to import as to check a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from .. import parse
from ..literals import key_text
from ..types import (
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
    SingleTable,
    TextEdit,
)
from .compose import apply, compose, merged, minimal
from .dependence import History, Marks
from .lines import newline

if TYPE_CHECKING:
    from ...text import Span
    from ..document import Document


class Draft(NamedTuple):
    """A document with changes made to it; each step is a new draft.

    `edits` lead from the `original` to the `document`, and `done` are the changes in them. The
    `batch` of text edits of `document` that do not touch each other, made by `pending` with its
    `marks`, is kept apart: so a hundred changes in a hundred places cost one parse. Inline tables
    that follow each other all want to the same place, so these `expansions` are a batch of theirs.
    """

    original: Document
    document: Document
    edits: tuple[TextEdit, ...] = ()
    done: History = History()
    batch: tuple[TextEdit, ...] = ()
    pending: tuple[Edit, ...] = ()
    marks: Marks = Marks()
    expansions: tuple[Path, ...] = ()

    def add(self, edit: Edit) -> Draft | None:
        """The draft with one more change, given as of the original; None where it can't be made."""
        now = self.as_of_now(edit)
        if now is None:
            return None
        added = self.expanded(now) if isinstance(now, ExpandInline) else self.changed(now)
        if added is None and (self.pending or self.expansions):
            return self.flushed().add(edit)
        return added

    def expanded(self, edit: ExpandInline) -> Draft | None:
        """With an inline table more to expand; None where that has to wait, or can't be done."""
        from .expand import can_expand

        if self.pending or edit.path in self.expansions or not can_expand(self.document, edit.path):
            return None
        return self._replace(expansions=(*self.expansions, edit.path))

    def changed(self, edit: Edit) -> Draft | None:
        """With a change more in the batch; None where that has to wait, or can't be done."""
        if self.expansions or self.marks.bear_on(edit):
            return None
        found = make(self.document, edit, newline(self.original.text))
        batch = None if found is None else merged(self.batch, found)
        if batch is None:
            return None
        return self._replace(
            batch=batch, pending=(*self.pending, edit), marks=self.marks.and_with(edit)
        )

    def as_of_now(self, edit: Edit) -> Edit | None:
        """A change given as of the original, as of `document`."""
        if isinstance(edit, ReplaceText):
            span = _moved_span(edit.span, self.edits, len(self.original.text))
            return None if span is None else edit._replace(span=span)
        return self.done.after(edit)

    def flushed(self) -> Draft:
        """The same with the batch made."""
        batch: Sequence[TextEdit] = self.batch
        if self.expansions:
            from .expand import expand

            batch = expand(self.document, self.expansions, newline(self.original.text))
        if not batch and not self.pending:
            return self
        done = History(self.done.edits)
        since = History()
        for edit in self.pending:
            now = since.after(edit) or edit
            since.add(now)
            done.add(now)
        return Draft(
            self.original,
            parse(apply(self.document.text, batch), self.document),
            tuple(compose(len(self.original.text), self.edits, batch)),
            done,
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
    """One change but an expansion as text edits, sorted and apart; None where it can't be made.

    `end` is the line end to use.
    """
    found: list[TextEdit] | None = None
    if isinstance(edit, RenameKey):
        from .replace import rename

        found = rename(document, edit.path, edit.name)
    elif isinstance(edit, ReplaceValue):
        from .replace import replace_value

        text = _value_text(edit.text, end)
        found = None if text is None else replace_value(document, edit.path, text)
    elif isinstance(edit, RemoveKey):
        from .remove import remove

        found = remove(document, edit.path)
    elif isinstance(edit, InsertKey):
        from .insert import Addition, insert

        text = _value_text(edit.text, end)
        if text is not None:
            new = Addition(key_text(edit.name), text, end)
            inserted = insert(document, edit.path, edit.name, new)
            found = inserted.edits if inserted else None
    elif isinstance(edit, MoveKey):
        from .move import move

        found = move(document, edit.path, edit.table, end)
    elif isinstance(edit, CollapseTable):
        from .collapse import collapse

        found = collapse(document, edit.path, end)
    elif isinstance(edit, SingleTable):
        from .single import single

        found = single(document, edit.path)
    elif isinstance(edit, ReplaceText) and 0 <= edit.span.start <= edit.span.end <= len(
        document.text
    ):
        start, end_of_span = edit.span
        if 0 <= start <= end_of_span <= len(document.text):
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
