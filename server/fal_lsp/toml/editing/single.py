"""Writes `[[x]]` as `[x]`. Knows the sections of a document, no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import Span
from ..types import TextEdit

if TYPE_CHECKING:
    from ..document import Document
    from ..types import Path


def single(document: Document, path: Path) -> list[TextEdit] | None:
    """Take one bracket on each side from the header; None where it is not the only one of its name.

    What stands under the header, and the headers of its sub-tables, mean the same afterwards.
    """
    found = [
        (start, section.header)
        for start, section in zip(document.starts, document.sections, strict=True)
        if section.header is not None and section.header.path == path
    ]
    if len(found) != 1:
        return None
    ((start, header),) = found
    if not header.array or header.malformed or header.dangling:
        return None
    span = Span(header.start, header.end).shift(start)
    return [
        TextEdit(Span(span.start, span.start + 1), ""),
        TextEdit(Span(span.end - 1, span.end), ""),
    ]
