"""The apps of a document whose name fits a query. Knows no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .document_symbol import document_symbol

if TYPE_CHECKING:
    from ..toml import Document
    from .types import Symbol


def workspace_symbol(document: Document, query: str) -> tuple[Symbol, ...]:
    """The apps whose name contains the characters of the query in their order, without case."""
    return tuple(symbol for symbol in document_symbol(document) if _fits(symbol.name, query))


def _fits(name: str, query: str) -> bool:
    characters = iter(name.lower())
    return all(char in characters for char in query.lower() if not char.isspace())
