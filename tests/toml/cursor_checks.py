"""Checks what `cursor_at` returns for a row of a table. Knows the marks of a row, no TOML.

A row is a text with `$0` at the cursor and `‹ ›` around the span that a completion replaces (none:
the empty span at the cursor), the place, the path and whatever else is not at its default.
"""

from __future__ import annotations

from typing import Any

from fal_lsp.toml import parse
from fal_lsp.toml.cursor import Cursor, cursor_at

DEFAULTS = {
    "quote": "",
    "closed": False,
    "header_closed": False,
    "notation": "table",
    "multiline": False,
    "equals": False,
    "comma_before": False,
    "comma_after": False,
    "indent": "",
}


def read(marked: str) -> tuple[str, int, tuple[int, int]]:
    """The text, the offset of `$0` and the span between `‹` and `›` of a marked text."""
    places = {"$0": -1, "‹": -1, "›": -1}
    text = ""
    while marked:
        mark = next((mark for mark in places if marked.startswith(mark)), None)
        if mark is None:
            text, marked = text + marked[0], marked[1:]
            continue
        places[mark] = len(text)
        marked = marked[len(mark) :]
    offset = places["$0"]
    span = (offset, offset) if places["‹"] < 0 else (places["‹"], places["›"])
    return text, offset, span


def path(dotted: str) -> tuple[str | int, ...]:
    parts = dotted.split(".") if dotted else []
    return tuple(int(part) if part.isdigit() else part for part in parts)


def check(marked: str, place: str, dotted: str, **expected: Any) -> Cursor:
    text, offset, span = read(marked)
    cursor = cursor_at(parse(text), offset)
    seen = {name: getattr(cursor, name) for name in {*DEFAULTS, *expected}}
    got = {"place": cursor.place, "path": cursor.path, "prefix": cursor.prefix, **seen}
    want = {"place": place, "path": path(dotted), "prefix": text[span[0] : offset]}
    assert got == {**want, **DEFAULTS, **expected}
    assert text[slice(*cursor.span)] == text[slice(*span)]
    assert cursor.span == span
    assert cursor.comma_before == (cursor.comma_at >= 0)
    return cursor


X = "[tool.fal.apps.x]\n"
AT = "tool.fal.apps.x"
INLINE = "[tool.fal.apps]\n"
IN = {"notation": "inline"}
WIDE = {"notation": "inline", "multiline": True}
ARRAY = {"notation": "array"}
TALL = {"notation": "array", "multiline": True}
STRING = {"quote": '"', "closed": True}
OPEN = {"quote": '"'}
