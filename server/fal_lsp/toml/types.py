"""Paths to the entries of a TOML document, and descriptions of changes to it.

Knows only paths and spans; must not know the parser or any rule.

A change is described by a path and never by an offset, so that a description stays true while
the text around it changes. `edits.py` turns descriptions into text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ..text import Span

Path = tuple[str | int, ...]
"""Keys and array indices from the document's root, such as ("tool", "fal", "apps", "x", "ref")."""

Part = Literal["key", "value", "item"]
"""Which part of the entry at a path: its (last) key or its value. An array's item has no key."""


class RenameKey(NamedTuple):
    """Write the last key of `path` as `name`, everywhere in the text."""

    path: Path
    name: str


class ReplaceValue(NamedTuple):
    """Replace the value at `path` with `text` (TOML source)."""

    path: Path
    text: str


class RemoveKey(NamedTuple):
    """Remove the entry at `path` (a key, a whole table or an array's item) with its own line."""

    path: Path


class InsertKey(NamedTuple):
    """Add `name = text` (TOML source) to the table at `path`, in the notation the table has."""

    path: Path
    name: str
    text: str


class MoveKey(NamedTuple):
    """Move the entry at `path` to the table at `table`, which is made where it does not exist."""

    path: Path
    table: Path


class ExpandInline(NamedTuple):
    """Write the inline table at `path` as a table with a header of its own; comments stay."""

    path: Path


class CollapseTable(NamedTuple):
    """Write the table with a header at `path` as a one-line inline table in its parent."""

    path: Path


class ArrayToTable(NamedTuple):
    """Write the header `[[path]]`, the only one of its name, as `[path]`."""

    path: Path


class ReplaceText(NamedTuple):
    """Replace a span with `text`; for findings about the text itself."""

    span: Span
    text: str


Edit = (
    RenameKey
    | ReplaceValue
    | RemoveKey
    | InsertKey
    | MoveKey
    | ExpandInline
    | CollapseTable
    | ArrayToTable
    | ReplaceText
)


class TextEdit(NamedTuple):
    """Replace a span of the document's text with `text`."""

    span: Span
    text: str
