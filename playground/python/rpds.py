"""The three types of `rpds` that jsonschema and `referencing` use, in plain Python.

The real package is written in Rust and has no wheel for WebAssembly. Each change copies the whole
value, which is as quick for the few entries that these two keep.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from typing import TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_T = TypeVar("_T")


class HashTrieMap(Mapping[_K, _V]):
    """A mapping that never changes: what would change it returns another one."""

    __slots__ = ("_items",)

    def __init__(self, value: Mapping[_K, _V] | Iterable[tuple[_K, _V]] = ()) -> None:
        self._items: dict[_K, _V] = dict(value)

    @classmethod
    def convert(cls, value: Mapping[_K, _V]) -> HashTrieMap[_K, _V]:
        """The value itself where it is one already."""
        return value if isinstance(value, HashTrieMap) else cls(value)

    def __getitem__(self, key: _K) -> _V:
        return self._items[key]

    def __iter__(self) -> Iterator[_K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"HashTrieMap({self._items!r})"

    def insert(self, key: _K, value: _V) -> HashTrieMap[_K, _V]:
        """With one entry more, or another value for it."""
        return HashTrieMap({**self._items, key: value})

    def update(self, other: Mapping[_K, _V]) -> HashTrieMap[_K, _V]:
        """With the entries of another mapping, which win."""
        return HashTrieMap({**self._items, **other})

    def remove(self, key: _K) -> HashTrieMap[_K, _V]:
        """Without an entry, which must be there."""
        items = dict(self._items)
        del items[key]
        return HashTrieMap(items)


class HashTrieSet(Set[_T]):
    """A set that never changes."""

    __slots__ = ("_items",)

    def __init__(self, value: Iterable[_T] = ()) -> None:
        self._items = frozenset(value)

    def __contains__(self, item: object) -> bool:
        return item in self._items

    def __iter__(self) -> Iterator[_T]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"HashTrieSet({set(self._items)!r})"

    def insert(self, item: _T) -> HashTrieSet[_T]:
        """With one item more."""
        return HashTrieSet(self._items | {item})

    def update(self, other: Iterable[_T]) -> HashTrieSet[_T]:
        """With all of the items of another one."""
        return HashTrieSet(self._items.union(other))

    def discard(self, item: _T) -> HashTrieSet[_T]:
        """Without an item, if it is there."""
        return HashTrieSet(self._items - {item})


class List(Iterable[_T]):
    """A list that never changes and grows at its start."""

    __slots__ = ("_items",)

    def __init__(self, value: Iterable[_T] = ()) -> None:
        self._items = tuple(value)

    def __iter__(self) -> Iterator[_T]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, List) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"List({list(self._items)!r})"

    def push_front(self, item: _T) -> List[_T]:
        """With one item more at the start."""
        return List((item, *self._items))
