"""All safe fixes of a document in one go, until none is left to make. Knows no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..lint import fixing
from ..text import Span
from ..toml.incremental import common_prefix, common_suffix
from ..toml.types import TextEdit

if TYPE_CHECKING:
    from ..toml import Document


def fix_all(document: Document, check: fixing.Check) -> tuple[TextEdit, ...]:
    """The edits that make every safe fix, also those that others make possible; none for none.

    `check` returns the diagnostics of a document. It runs again after each round, which takes time
    in a large document, so call this only on request.
    """
    fixed = fixing.fix_all(document, check, unsafe=False).document.text
    return tuple(_difference(document.text, fixed))


def _difference(before: str, after: str) -> Iterator[TextEdit]:
    """What turns one text into another: the lines that differ, without what they have in common."""
    from difflib import SequenceMatcher

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    offset = line = 0
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        offset += sum(map(len, old[line:start]))
        line = start
        if tag == "equal":
            continue
        gone, come = "".join(old[start:end]), "".join(new[new_start:new_end])
        lead = common_prefix(gone, come)
        tail = common_suffix(gone, come, min(len(gone), len(come)) - lead)
        span = Span(offset + lead, offset + len(gone) - tail)
        yield TextEdit(span, come[lead : len(come) - tail])
