"""What is wrong with the open documents, and when the client hears of it. Knows no rule.

A document is checked once a snapshot, however often it is asked about. A client that pulls
(VS Code, Helix, Neovim from 0.12) asks; every other one (Neovim 0.11, Emacs' eglot) is told, each
time with the version that was checked. Telling waits until no message waits, so that a burst of
keystrokes ends with one answer, and because the text is looked at only then, an answer is never
older than the text.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from . import convert

if TYPE_CHECKING:
    from ..lint.diagnostic import Diagnostic
    from ..lint.memory import Memory
    from ..toml import Document
    from .documents import OpenDocument
    from .server import FalServer

log = logging.getLogger(__name__)


class _Checked(NamedTuple):
    document: Document
    generation: int
    found: tuple[Diagnostic, ...]


class _Report(NamedTuple):
    identity: str
    items: list[types.Diagnostic]


class Diagnostics:
    """The diagnostics of all documents of one session."""

    def __init__(self, server: FalServer) -> None:
        self._server = server
        self._checked: dict[str, _Checked] = {}
        self._memories: dict[str, Memory] = {}
        self._dirty: dict[str, None] = {}
        self._reports: dict[str, _Report] = {}
        self._identities = count(1)
        self._generation = 0
        self._is_outdated = False

    def of(self, opened: OpenDocument) -> tuple[Diagnostic, ...]:
        """What is wrong with an open document as it is now."""
        document = opened.document
        known = self._checked.get(opened.uri)
        if known and known.document is document and known.generation == self._generation:
            return known.found
        server = self._server
        memory = self._memories.get(opened.uri)
        if memory is None:
            memory = self._memories[opened.uri] = server.core.memory()
        project = server.project(opened.path)
        found = server.core.check(document, project, server.config, memory)
        self._checked[opened.uri] = _Checked(document, self._generation, found)
        return found

    def items(self, opened: OpenDocument) -> list[types.Diagnostic]:
        """The same for the wire; empty where diagnostics are switched off."""
        server = self._server
        if not server.settings.enabled("diagnostics"):
            return []
        found = self.of(opened)
        if not found:
            return []
        positions = opened.positions(server.abilities.encoding)
        return convert.diagnostics(found, positions, opened.uri, server.abilities)

    def changed(self, opened: OpenDocument) -> None:
        """The text is another one: tell the client when there is time."""
        if opened.path is not None:
            self._server.projects.typed(opened.path)
        self._dirty[opened.uri] = None

    def closed(self, opened: OpenDocument) -> None:
        """The document is no longer in the editor."""
        for kept in (self._checked, self._memories, self._dirty, self._reports):
            kept.pop(opened.uri, None)
        self._server.closed_files.editor_closed(opened)

    def outdated(self) -> None:
        """Something beside the texts changed (settings, a file of the project): check again."""
        self._generation += 1
        self._is_outdated = True
        self._server.projects.outdated()
        for opened in self._server.documents:
            self._dirty[opened.uri] = None

    def publish(self) -> None:
        """Tell what has changed since the last time, unless the client asks by itself."""
        dirty, self._dirty = self._dirty, {}
        outdated, self._is_outdated = self._is_outdated, False
        if self._server.abilities.pull_diagnostics:
            if outdated and self._server.abilities.refresh_diagnostics:
                self._server.ask(types.WORKSPACE_DIAGNOSTIC_REFRESH)
            return
        for uri in dirty:
            opened = self._server.documents.get(uri)
            if opened is None:
                continue
            try:
                self.send(opened.uri, self.items(opened), opened.version)
            except Exception:
                log.exception("%s could not be checked", opened.uri)

    def send(self, uri: str, items: list[types.Diagnostic], version: int | None = None) -> None:
        """Publish the diagnostics of one document."""
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, items, version)
        )

    def workspace_report(
        self, known: Mapping[str, str]
    ) -> tuple[list[types.WorkspaceDocumentDiagnosticReport], bool]:
        """Every document against the result ids that a client knows, and whether any differs.

        A document that is gone is reported once more, without diagnostics.
        """
        reports: list[types.WorkspaceDocumentDiagnosticReport] = []
        opened = [(doc.uri, self.items(doc), doc.version) for doc in self._server.documents]
        closed = [(uri, items, None) for uri, items in self._server.closed_files]
        gone = known.keys() - {uri for uri, _, _ in (*opened, *closed)}
        for uri, items, version in (*opened, *closed):
            identity = self.report(uri, items)
            reports.append(
                types.WorkspaceUnchangedDocumentDiagnosticReport(uri, identity, version=version)
                if known.get(uri) == identity
                else types.WorkspaceFullDocumentDiagnosticReport(
                    uri, items, version=version, result_id=identity
                )
            )
        for uri in sorted(gone):
            reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri, []))
        return reports, any(report.kind == "full" for report in reports)

    def report(self, uri: str, items: list[types.Diagnostic]) -> str:
        """The result id of diagnostics: the same as before if, and only if, they are."""
        known = self._reports.get(uri)
        if known is None or known.items != items:
            known = self._reports[uri] = _Report(str(next(self._identities)), items)
        return known.identity
