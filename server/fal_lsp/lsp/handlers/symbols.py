"""textDocument/documentSymbol and workspace/symbol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Symbol
    from ..server import FalServer, Snapshot


KIND = {
    "app": types.SymbolKind.Module,
    "table": types.SymbolKind.Object,
    "key": types.SymbolKind.Key,
}


def document_symbol(
    ls: FalServer,
    at: Snapshot,
    params: types.DocumentSymbolParams,
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    """The apps of a document with their tables, as a tree where the client shows one."""
    from ...ide import symbols

    outline = symbols.document_symbol(at.document)
    if ls.capabilities.symbol_tree:
        return [_tree(at, symbol) for symbol in outline]
    return [entry for symbol in outline for entry in _flat(at, symbol, None)]


def _tree(at: Snapshot, symbol: Symbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        symbol.name,
        KIND[symbol.kind],
        at.positions.range(symbol.span),
        at.positions.range(symbol.name_span),
        detail=symbol.detail or None,
        tags=[types.SymbolTag.Deprecated] if symbol.deprecated else None,
        children=[_tree(at, child) for child in symbol.children] or None,
    )


def _flat(at: Snapshot, symbol: Symbol, parent: str | None) -> Iterator[types.SymbolInformation]:
    location = types.Location(at.uri, at.positions.range(symbol.name_span))
    yield types.SymbolInformation(location, symbol.name, KIND[symbol.kind], container_name=parent)
    for child in symbol.children:
        yield from _flat(at, child, symbol.name)


async def workspace_symbol(
    ls: FalServer, params: types.WorkspaceSymbolParams
) -> list[types.SymbolInformation]:
    """The apps whose names match a query."""
    from ...ide import symbols

    return [
        types.SymbolInformation(
            types.Location(at.uri, at.positions.range(symbol.name_span)),
            symbol.name,
            KIND[symbol.kind],
            container_name=symbol.detail or None,
        )
        async for at in ls.snapshots(with_projects=False)
        for symbol in symbols.workspace_symbol(at.document, params.query)
    ]


REQUESTS: tuple[Request, ...] = (
    Request(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, document_symbol, "documentSymbols"),
    Request(types.WORKSPACE_SYMBOL, workspace_symbol, "workspaceSymbols", on_document=False),
)
