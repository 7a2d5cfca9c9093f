"""textDocument/diagnostic and workspace/diagnostic: diagnostics for a client that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from ..server import FalServer


def document_diagnostic(
    ls: FalServer, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    """The diagnostics of a document, or that they are those of `previousResultId`."""
    opened = ls.documents.get(params.text_document.uri)
    items = ls.diagnostics.items(opened) if opened else []
    identity = ls.diagnostics.report(params.text_document.uri, items)
    if identity == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(identity)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=identity)


async def workspace_diagnostic(
    ls: FalServer, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """The diagnostics that changed since `previousResultIds`.

    A client asks again as soon as it is answered, so an answer without a change waits for one,
    except for the first, which waits until the folders have been searched.
    """
    known = {entry.uri: entry.value for entry in params.previous_result_ids}
    is_first, ls.was_polled = not ls.was_polled, True
    while True:
        if ls.closed_files.complete:
            items, differs = ls.diagnostics.workspace_report(known)
            if differs or is_first:
                return types.WorkspaceDiagnosticReport(items)
        await ls.closed_files.changed()


HANDLERS = {
    types.TEXT_DOCUMENT_DIAGNOSTIC: document_diagnostic,
    types.WORKSPACE_DIAGNOSTIC: workspace_diagnostic,
}
