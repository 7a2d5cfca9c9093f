"""The state of an interpreted module and what branches do to it. Knows tables of values; must not
know statements.

All that can change is an entry of a `Table`. While a branch runs, the first write to each entry
saves its old value, so that a branch can be taken back and its changes joined with those of the
others: the join of data-flow analysis (Kildall 1973; ty and Pyright join at the same places).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .lattice import entwine, join_bindings, same
from .values import ITEMS, MAX_PLAIN, Binding, Choice, Dictionary, Sequence, Table, Unknown, Value

_MAX_DEPTH = 60
_MOST = 20
"""Writes of an entry that are told apart; more are as good as unknown."""


class _Absent:
    """There is no such entry."""


ABSENT = _Absent()


class Change(NamedTuple):
    """An entry of a table and its value, which is `ABSENT` once it is removed."""

    table: Table
    key: Any
    value: Any


Changes = Mapping[tuple[int, Any], Change]


class _Frame(NamedTuple):
    start: int
    saved: dict[tuple[int, Any], Change]


class Store:
    """All writes of one run of a module.

    Entries of another module's tables are held apart in `elsewhere`: the run of that module is
    shared by all who import it.
    """

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.elsewhere: dict[tuple[int, Any], Change] = {}
        self._frames: list[_Frame] = []
        self._watched: list[dict[tuple[int, Any], list[Change]]] = []
        self._born = 0

    def table(self, items: Any = ()) -> Table:
        """A new table."""
        self._born += 1
        return Table(self.owner, items, self._born)

    def read(self, table: Table, key: Any) -> Any:
        """The value of an entry, `None` where there is none."""
        if self.elsewhere:
            found = self.elsewhere.get((id(table), key))
            if found is not None:
                return None if found.value is ABSENT else found.value
        return table.get(key)

    def keys(self, table: Table) -> list[Any]:
        """The keys that a table has, or had before this run removed them."""
        return [*table, *(each.key for each in self.elsewhere.values() if each.table is table)]

    def seen(self, value: Value) -> Value:
        """A value whose containers have the contents that this run has left in them.

        It is for looking at alone: what is done to it changes nothing.
        """
        if not self.elsewhere or not any(key == ITEMS for _, key in self.elsewhere):
            return value
        return self._seen(value, [MAX_PLAIN], 0)

    def _seen(self, value: Value, budget: list[int], depth: int) -> Value:
        if isinstance(value, Choice):
            return Choice(tuple(self._seen(each, budget, depth) for each in value.values))
        if not isinstance(value, (Sequence, Dictionary)):
            return value
        items = self.read(value.table, ITEMS)
        budget[0] -= len(items or ()) + 1
        if items is None or budget[0] < 0 or depth > _MAX_DEPTH:
            found: Any = None
        elif isinstance(items, dict):
            found = {key: self._seen(each, budget, depth + 1) for key, each in items.items()}
        else:
            found = tuple(self._seen(each, budget, depth + 1) for each in items)
        table = self.table({ITEMS: found})
        if isinstance(value, Sequence):
            return Sequence(value.kind, table)
        return Dictionary(table)

    def write(self, table: Table, key: Any, value: Any) -> None:
        """Set an entry, or remove it where the value is `ABSENT`."""
        if key == ITEMS and table.twins:
            # Which of them it is that changes is not known.
            for each in table.twins:
                self._write(each, key, None)
        else:
            self._write(table, key, value)

    def _write(self, table: Table, key: Any, value: Any) -> None:
        place = (id(table), key)
        if self._watched:
            self._watched[-1].setdefault(place, []).append(Change(table, key, value))
        if self._frames:
            frame = self._frames[-1]
            # What was made in the branch is gone with the branch.
            is_new = table.owner == self.owner and table.born > frame.start
            if not is_new and place not in frame.saved:
                frame.saved[place] = Change(table, key, self._current(table, key))
        self._set(place, table, key, value)

    def branch(self) -> None:
        """Begin a branch: what is written from here on can be taken back."""
        self._frames.append(_Frame(self._born, {}))

    def watch(self) -> None:
        """Begin a part that may be left after any of its writes."""
        self._watched.append({})

    def watched(self) -> Iterable[Changes]:
        """End such a part; each write as the only one of a branch."""
        found = self._watched.pop()
        if self._watched:
            for place, changes in found.items():
                self._watched[-1].setdefault(place, []).extend(changes)
        for place, changes in found.items():
            if len(changes) > _MOST:
                table, key, value = changes[0]
                is_name = isinstance(value, Binding)
                unknown = value._replace(value=Unknown("many writes")) if is_name else None
                found[place] = [Change(table, key, unknown)]
        return [{place: change} for place, changes in found.items() for change in changes]

    def take_back(self) -> Changes:
        """End a branch as if it had not run; returns what it changed."""
        frame = self._frames.pop().saved
        changes = {
            place: Change(change.table, change.key, self._current(change.table, change.key))
            for place, change in frame.items()
        }
        for place, change in frame.items():
            self._set(place, *change)
        return changes

    def keep(self) -> Changes:
        """End a branch that has certainly run; returns what it changed."""
        changes = self.take_back()
        self.apply(changes)
        return changes

    def apply(self, changes: Changes) -> None:
        """Make some changes."""
        for change in changes.values():
            self.write(*change)

    def merge(self, branches: Iterable[Changes]) -> None:
        """Make the changes of one of some branches, of which any may have run."""
        listed = list(branches)
        if len(listed) == 1:
            self.apply(listed[0])
            return
        places: dict[tuple[int, Any], list[Change]] = {}
        for changes in listed:
            for place, change in changes.items():
                places.setdefault(place, []).append(change)
        entries = []
        for found in places.values():
            table, key, _ = found[0]
            values = [change.value for change in found]
            if len(found) < len(listed):
                values.append(self._current(table, key))
            entries.append((table, key, values))
        # Nothing is the same as a container whose contents the branches have changed.
        for table, key, _ in entries:
            if key == ITEMS:
                self.write(table, key, None)
        for table, key, values in entries:
            self.write(table, key, joined(values))

    def widen(self, changes: Changes, reason: str) -> None:
        """Make unknown whatever may have been changed, any number of times."""
        for change in changes.values():
            if isinstance(change.value, Binding):
                before = self._current(change.table, change.key)
                value = change.value._replace(value=Unknown(reason), source="")
                self.write(
                    change.table,
                    change.key,
                    joined([before, value]) if before is ABSENT else value,
                )
            elif change.value is ABSENT:
                self.write(change.table, change.key, Binding(Unknown(reason), 0))
            else:
                self.write(change.table, change.key, None)

    def _current(self, table: Table, key: Any) -> Any:
        found = self.elsewhere.get((id(table), key)) if self.elsewhere else None
        return table.get(key, ABSENT) if found is None else found.value

    def _set(self, place: tuple[int, Any], table: Table, key: Any, value: Any) -> None:
        if table.owner != self.owner:
            self.elsewhere[place] = Change(table, key, value)
        elif value is ABSENT:
            table.pop(key, None)
        else:
            table[key] = value


def joined(values: list[Any]) -> Any:
    """What an entry holds that may have any of some values."""
    if all(value is ABSENT for value in values):
        return ABSENT
    present = [value for value in values if value is not ABSENT]
    if all(isinstance(value, Binding) for value in present):
        if len(present) == len(values) and all(value is values[0] for value in values):
            return values[0]
        return join_bindings(None if value is ABSENT else value for value in values)
    # The contents of a container.
    first = present[0]
    equal = len(present) == len(values) and all(_same_items(first, each) for each in present[1:])
    return first if equal and all(_entwined(first, each) for each in present[1:]) else None


def _entwined(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if isinstance(one, tuple):
        return all(map(entwine, one, other))
    return all(entwine(one[key], other[key]) for key in one)


def _same_items(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return False
