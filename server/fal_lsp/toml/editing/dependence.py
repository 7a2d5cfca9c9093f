"""What a change does to the paths of others, and whether two can be worked out side by side.

Knows changes by their paths alone; no text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from ..types import (
    Edit,
    InsertKey,
    MoveKey,
    Path,
    RemoveKey,
    RenameKey,
    ReplaceText,
    ReplaceValue,
    SingleTable,
)

Paths = frozenset[Path]
_NONE: Paths = frozenset()


class Marks(NamedTuple):
    """What the changes of a batch are about, so that a further one can be held against all of them.

    `removed` and `replaced` are entries that are gone or written anew, `made` those that come in.
    `touched` are all entries that a change brings in, moves, writes anew or takes away, and
    `spelled` those of them for which the keys above are spelled out; `above_*` are all beginnings
    of these paths.
    """

    removed: Paths = _NONE
    replaced: Paths = _NONE
    made: Paths = _NONE
    touched: Paths = _NONE
    spelled: Paths = _NONE
    above_touched: Paths = _NONE
    above_spelled: Paths = _NONE

    def and_with(self, edit: Edit) -> Marks:
        """The marks of the batch with one more change."""
        if isinstance(edit, ReplaceText):
            return self
        touched = _touched(edit)
        above = {path for one in touched for path in _beginnings(one)}
        spells = not isinstance(edit, _IN_PLACE)
        made = _made(edit)
        return Marks(
            self.removed | {edit.path} if isinstance(edit, RemoveKey) else self.removed,
            self.replaced | {edit.path} if isinstance(edit, ReplaceValue) else self.replaced,
            self.made | {made} if made else self.made,
            self.touched | set(touched),
            self.spelled | set(touched) if spells else self.spelled,
            self.above_touched | above,
            self.above_spelled | above if spells else self.above_spelled,
        )

    def bear_on(self, edit: Edit) -> bool:
        """Whether one of the batch has a say in this change, even if their texts are apart."""
        if isinstance(edit, ReplaceText):
            return False
        beginnings = _beginnings(edit.path)
        if not self.removed.isdisjoint(beginnings) or _made(edit) in self.made:
            return True
        if not self.replaced.isdisjoint(beginnings[:-1]):
            return True
        # Where one spells out the keys above an entry, the other must not change such a key.
        in_place = isinstance(edit, _IN_PLACE)
        others, above = (
            (self.spelled, self.above_spelled) if in_place else (self.touched, self.above_touched)
        )
        return any(
            one in above or not others.isdisjoint(_beginnings(one)) for one in _touched(edit)
        )


_IN_PLACE = (RenameKey, ReplaceValue, RemoveKey)
"""Changes that write no key but the one that they are about."""


class History:
    """Changes in the order in which they were made, found by the paths that they bear on."""

    __slots__ = ("_at", "edits")

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self.edits: list[Edit] = []
        self._at: dict[Path, list[int]] = {}
        for edit in edits:
            self.add(edit)

    def add(self, edit: Edit) -> None:
        """One more change, given as of the ones before it."""
        if not isinstance(edit, (RenameKey, MoveKey, RemoveKey, ReplaceValue, SingleTable)):
            return
        # An item that is gone bears on the items behind it, so it is found by its array.
        path = edit.path[:-1] if isinstance(edit.path[-1], int) else edit.path
        self._at.setdefault(path, []).append(len(self.edits))
        self.edits.append(edit)

    def moved(self, path: Path) -> Path | None:
        """Where the entry at a path is now; None where it is gone."""
        found, is_there = self._moved(path)
        return found if is_there else None

    def _moved(self, path: Path) -> tuple[Path, bool]:
        """Where the entry at a path is now, or was last, and whether it is still there."""
        is_there = True
        position = 0
        while True:
            found = [self._next(one, position) for one in _beginnings(path)]
            position = min(found, default=len(self.edits))
            if position == len(self.edits):
                return path, is_there
            new = moved_path(path, self.edits[position])
            is_there = is_there and new is not None
            path, position = new or path, position + 1

    def _next(self, path: Path, position: int) -> int:
        numbers = self._at.get(path, ())
        number = bisect_left(numbers, position)
        return numbers[number] if number < len(numbers) else len(self.edits)

    def after(self, edit: Edit) -> Edit | None:
        """A change as it is once these have been made; None where its entry is gone."""
        if isinstance(edit, ReplaceText):
            return edit
        path = self.moved(edit.path)
        if path is None:
            return None
        if isinstance(edit, MoveKey):
            return edit._replace(path=path, table=self._moved(edit.table)[0])
        return edit if path == edit.path else edit._replace(path=path)


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
    if isinstance(edit, SingleTable) and inside and len(path) > size:
        return (*at, *path[size + 1 :])
    if isinstance(edit, RemoveKey):
        if inside:
            return None
        if len(path) >= size and path[: size - 1] == at[:-1]:
            here, gone = path[size - 1], at[-1]
            if isinstance(here, int) and isinstance(gone, int) and here > gone:
                return (*at[:-1], here - 1, *path[size:])
    return path


def _made(edit: Edit) -> Path | None:
    """The path of the entry that a change brings in."""
    if isinstance(edit, InsertKey):
        return (*edit.path, edit.name)
    if isinstance(edit, MoveKey):
        return (*edit.table, *edit.path[-1:])
    return (*edit.path[:-1], edit.name) if isinstance(edit, RenameKey) else None


def _touched(edit: Edit) -> list[Path]:
    made = _made(edit)
    own = [] if isinstance(edit, (InsertKey, ReplaceText)) else [edit.path]
    return own if made is None else [*own, made]


def _beginnings(path: Path) -> list[Path]:
    """The path cut short at each step, itself last."""
    return [path[:size] for size in range(1, len(path) + 1)]
