"""Changes described by paths, as text edits that keep comments and layout. Knows TOML only.

`edits.py` is the door: what it takes is in `vocabulary.py`, how each change is made in `editing/`.
A valid text stays valid, and only what is described changes in its data, with one exception: a
table that nothing but a removed key implied (`a` in `a.b = 1`) is gone with that key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .editing.compose import apply
from .editing.draft import Draft, draft_of
from .literals import key_text, string_text
from .types import (
    CollapseTable,
    Edit,
    ExpandInline,
    InsertKey,
    MoveKey,
    RemoveKey,
    RenameKey,
    ReplaceText,
    ReplaceValue,
    SingleTable,
    TextEdit,
)

if TYPE_CHECKING:
    from .document import Document

__all__ = [
    "CollapseTable",
    "Edit",
    "ExpandInline",
    "InsertKey",
    "MoveKey",
    "RemoveKey",
    "RenameKey",
    "ReplaceText",
    "ReplaceValue",
    "SingleTable",
    "TextEdit",
    "apply",
    "key_text",
    "string_text",
    "text_edits",
    "text_edits_of_each",
]


def text_edits(document: Document, edits: Iterable[Edit]) -> tuple[TextEdit, ...] | None:
    """The text edits that make all the changes, sorted and apart from each other.

    Paths and spans mean the document as it is given, also those of later changes. None where one
    of the changes can't be made: nothing is at its path, a name is taken, the place is torn, or a
    comment would be lost; or where a valid text would no longer be valid.
    """
    draft: Draft | None = draft_of(document)
    for edit in edits:
        draft = draft and draft.add(edit)
    return None if draft is None else draft.result()


def text_edits_of_each(
    document: Document, groups: Sequence[Sequence[Edit]]
) -> tuple[tuple[TextEdit, ...], tuple[bool, ...]]:
    """The same for groups of changes, and which could be made: each wholly or not at all."""
    draft = draft_of(document)
    made = [False] * len(groups)
    for number in _in_turn(groups):
        attempt: Draft | None = draft
        for edit in groups[number]:
            attempt = attempt and attempt.add(edit)
        if attempt is not None:
            draft, made[number] = attempt, True
    result = draft.result()
    if result is not None:
        return result, tuple(made)
    return _one_by_one(document, groups)


def _one_by_one(
    document: Document, groups: Sequence[Sequence[Edit]]
) -> tuple[tuple[TextEdit, ...], tuple[bool, ...]]:
    """Groups of changes where some, each possible alone, can't be made together."""
    draft = draft_of(document)
    result: tuple[TextEdit, ...] = ()
    made = [False] * len(groups)
    for number in _in_turn(groups):
        attempt: Draft | None = draft
        for edit in groups[number]:
            attempt = attempt and attempt.add(edit)
        found = attempt and attempt.result()
        if attempt is not None and found is not None:
            draft, result, made[number] = attempt, found, True
    return result, tuple(made)


def _in_turn(groups: Sequence[Sequence[Edit]]) -> list[int]:
    """The groups in the order to make them: expansions last, they move the most text."""
    numbers = range(len(groups))
    return sorted(numbers, key=lambda number: isinstance((*groups[number], None)[0], ExpandInline))
