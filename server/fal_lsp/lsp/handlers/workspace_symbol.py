"""workspace/symbol: apps by name, in open and in closed files."""

from __future__ import annotations

from collections.abc import Sequence
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
    ls: FalServer, params: types.WorkspaceSymbolParams
) -> list[types.SymbolInformation]:
    """The apps whose names match a query."""
    from ...ide import workspace_symbol

    def symbols(uri: str, document: Document) -> list[types.SymbolInformation]:
        matches = workspace_symbol.workspace_symbol(document, params.query)
        return _symbols(ls, uri, document, matches)

    result = [entry for each in ls.documents for entry in symbols(each.uri, each.document)]
    async for path, document in ls.workspace_diagnostics.documents():
        result += symbols(path_uri(path), document)
    return result


def _symbols(
    ls: FalServer, uri: str, document: Document, symbols: Sequence[Symbol]
) -> list[types.SymbolInformation]:
    positions = Positions(document.lines, ls.capabilities.encoding)
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
        "workspaceSymbols",
        on_document=False,
    ),
)
