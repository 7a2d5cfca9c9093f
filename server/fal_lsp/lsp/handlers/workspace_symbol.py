"""workspace/symbol: apps by name, in open and in closed files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from ..convert import Positions
from ..uris import path_uri
from .document_symbol import KIND
from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Symbol
    from ...toml import Document
    from ..server import FalServer


async def workspace_symbol(
    ls: FalServer, params: types.WorkspaceSymbolParams, find: Callable[..., Sequence[Symbol]]
) -> list[types.SymbolInformation]:
    """The apps whose names match a query."""
    found = []
    for opened in ls.documents:
        found += _symbols(ls, opened.uri, opened.document, find(opened.document, params.query))
    async for path, document in ls.closed_files.documents():
        found += _symbols(ls, path_uri(path), document, find(document, params.query))
    return found


def _symbols(
    ls: FalServer, uri: str, document: Document, symbols: Sequence[Symbol]
) -> list[types.SymbolInformation]:
    positions = Positions(document.lines, ls.abilities.encoding)
    return [
        types.SymbolInformation(
            types.Location(uri, positions.range(symbol.name_span)),
            symbol.name,
            KIND[symbol.kind],
            container_name=symbol.detail or None,
        )
        for symbol in symbols
    ]


REQUESTS = (
    Request(
        types.WORKSPACE_SYMBOL,
        workspace_symbol,
        "workspace_symbol",
        "workspaceSymbols",
        on_document=False,
    ),
)
