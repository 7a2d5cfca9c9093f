"""All safe fixes of a document in one go, until none is left to make. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lint import fixing

if TYPE_CHECKING:
    from ..toml import Document
    from ..toml.types import TextEdit


def fix_all(document: Document, check: fixing.Check) -> tuple[TextEdit, ...]:
    """The edits that make every safe fix, also those that others make possible; none for none.

    `check` returns the diagnostics of a document. It runs again after each round, which takes time
    in a large document, so call this only on request.
    """
    return fixing.fix_all(document, check, unsafe=False).edits
