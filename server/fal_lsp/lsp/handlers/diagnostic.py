"""textDocument/diagnostic and workspace/diagnostic, for a client that pulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import of_session

if TYPE_CHECKING:
    from ..server import FalServer


def document_diagnostic(
    ls: FalServer, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    """The diagnostics of a document, or that they are those of `previousResultId`."""
    opened = ls.documents.get(params.text_document.uri)
    items = ls.diagnostics.items(opened) if opened else []
    identity = ls.diagnostics.result_id(params.text_document.uri, items)
    related = {
        uri: types.FullDocumentDiagnosticReport(of_file)
        for uri, of_file in (ls.diagnostics.related(opened) if opened else {}).items()
    }
    if identity == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(identity, related or None)
    return types.RelatedFullDocumentDiagnosticReport(items, related or None, result_id=identity)


async def workspace_diagnostic(
    ls: FalServer, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """The diagnostics that changed since `previousResultIds`.

    A client pulls again as soon as it has a response, so a response without a change waits for one,
    except for the first, which waits until the folders have been searched.
    """
    previous = {entry.uri: entry.value for entry in params.previous_result_ids}
    is_first, ls.was_polled = not ls.was_polled, True
    while True:
        if ls.workspace_diagnostics.complete:
            closed = ls.workspace_diagnostics
            items, differs = ls.diagnostics.workspace_report(previous, closed)
            if differs or is_first:
                return types.WorkspaceDiagnosticReport(items)
        await ls.workspace_diagnostics.changed()


REQUESTS = (
    of_session(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        document_diagnostic,
        types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=True, identifier="fal-lsp"
        ),
    ),
    of_session(types.WORKSPACE_DIAGNOSTIC, workspace_diagnostic),
)
