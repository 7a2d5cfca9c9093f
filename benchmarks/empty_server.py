"""A pygls server that does as little as a server can: what any one in Python costs at least.

It takes the whole text with every change and answers the mistake that the benchmark types, found by
an expression; 40 suggestions and a hover that are always the same.
"""

from __future__ import annotations

import re

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("empty", "1", text_document_sync_kind=types.TextDocumentSyncKind.Full)

START = types.Position(0, 0)
RANGE = types.Range(START, START)
MARK = re.compile(r'"private\d+"')


def publish(uri: str, text: str, version: int) -> None:
    """Answer the diagnostic."""
    found = [types.Diagnostic(RANGE, mark.group()) for mark in MARK.finditer(text)]
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(params: types.DidOpenTextDocumentParams) -> None:
    """Take a document."""
    document = params.text_document
    publish(document.uri, document.text, document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(params: types.DidChangeTextDocumentParams) -> None:
    """Take another text."""
    document = params.text_document
    publish(document.uri, params.content_changes[0].text, document.version)


@server.feature(types.TEXT_DOCUMENT_COMPLETION)
def completion(params: types.CompletionParams) -> types.CompletionList:
    """Forty suggestions, each with its edit."""
    here = types.Range(params.position, params.position)
    items = [
        types.CompletionItem(f"key_{n}", sort_text=f"{n:04}", text_edit=types.TextEdit(here, "key"))
        for n in range(40)
    ]
    return types.CompletionList(is_incomplete=False, items=items)


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(params: types.HoverParams) -> types.Hover:
    """A few words."""
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "**key**"), RANGE)


if __name__ == "__main__":
    server.start_io()
