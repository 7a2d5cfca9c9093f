"""Makes edits of a text and compares the whole text after them. Knows no edit."""

from __future__ import annotations

from typing import TypeVar

from fal_lsp.toml import parse
from fal_lsp.toml.edits import Edit, apply, text_edits
from fal_lsp.toml.types import Path

Text = TypeVar("Text", str, "str | None")


def at(dotted: str) -> Path:
    """The path that a dotted text without quotes names; digits are array indices."""
    parts = dotted.split(".") if dotted else []
    return tuple(int(part) if part.isdigit() else part for part in parts)


def check(before: str, after: str | None, *edits: Edit) -> None:
    """Make the edits, hold the text against `after`, and see that it's the same in CRLF."""
    texts = [(before, after)]
    if "\n" in before:
        texts.append((crlf(before), crlf(after)))
    for text, wanted in texts:
        changes = text_edits(parse(text), edits)
        if wanted is None:
            assert changes is None
            continue
        assert changes is not None
        assert apply(text, changes) == wanted
        ends = [0]
        for change in changes:
            assert ends[-1] <= change.span.start <= change.span.end <= len(text)
            ends.append(change.span.end)


def crlf(text: Text) -> Text:
    """The text with the line ends of Windows."""
    return text.replace("\n", "\r\n") if isinstance(text, str) else text


Row = tuple[str, str, "str | None"]
