"""Where a document names an app. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .apps import app_named_at, app_nodes

if TYPE_CHECKING:
    from ..text import Span
    from ..toml import Document


def references(document: Document, offset: int) -> tuple[Span, ...]:
    """Every header and dotted key that writes the name of the app at an offset.

    The first one declares it. Empty where the offset is on no app's name.
    """
    found = app_named_at(document, offset)
    return app_nodes(document)[found[0]].keys if found is not None else ()
