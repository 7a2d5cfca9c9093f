"""The diagnostics of the open documents, and when the client gets them. Knows no rule.

A document is checked once per snapshot, however often its diagnostics are needed. A client that
pulls (VS Code, Helix, Neovim from 0.12) requests them; to every other one (Neovim 0.11, Emacs'
Eglot) they are pushed, with the version that was checked. Pushing waits until no message waits, so
that a burst of keystrokes ends with one notification, and because the text is read only then,
diagnostics are never older than the text.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from ..memo import Memo
from . import convert
from .uris import is_editable

if TYPE_CHECKING:
    from ..lint.check import Checked
    from ..lint.diagnostic import Diagnostic
    from ..toml import Document
    from .checker import Checker
    from .client import Client
    from .convert import Json
    from .documents import Documents, OpenDocument
    from .python_diagnostics import PythonDiagnostics
    from .state import SessionState

log = logging.getLogger(__name__)


class _Checked(NamedTuple):
    document: Document
    generation: int
    found: Checked


class _Report(NamedTuple):
    identity: str
    items: list[Json]


class Diagnostics:
    """The diagnostics of all open documents of one session."""

    def __init__(
        self,
        state: SessionState,
        documents: Documents,
        checker: Checker,
        client: Client,
        python: PythonDiagnostics,
    ) -> None:
        self._state = state
        self._documents = documents
        self._checker = checker
        self._client = client
        self._python = python
        self._checked: dict[str, _Checked] = {}
        self._memos: dict[str, Memo] = {}
        self._dirty: dict[str, None] = {}
        self._reports: dict[str, _Report] = {}
        self._identities = count(1)
        self._generation = 0
        self._is_outdated = False

    def of(self, opened: OpenDocument) -> tuple[Diagnostic, ...]:
        """The diagnostics of an open document as it is now."""
        return self._check(opened).diagnostics

    def _check(self, opened: OpenDocument, *, may_be_late: bool = False) -> Checked:
        document = opened.document
        checked = self._checked.get(opened.uri)
        if checked and checked.document is document and checked.generation == self._generation:
            return checked.found
        memo = self.memo(opened.uri)
        found = self._checker.check(document, opened.path, memo, may_be_late=may_be_late)
        self._checked[opened.uri] = _Checked(document, self._generation, found)
        return found

    def memo(self, uri: str) -> Memo:
        """What is known of an open document and the versions before it."""
        return self._memos.setdefault(uri, Memo())

    def items(self, opened: OpenDocument, *, may_be_late: bool = False) -> list[Json]:
        """The same for the wire; empty if diagnostics are switched off.

        So it is for a document that nobody can edit, such as an old revision beside the new one.
        """
        if not is_editable(opened.uri):
            return []
        is_enabled = self._state.settings.enabled("diagnostics")
        found = self._check(opened, may_be_late=may_be_late) if is_enabled else None
        if opened.path is not None:
            self._python.update(opened.path, () if found is None else found.elsewhere)
        if found is None or not found.diagnostics:
            return []
        capabilities = self._state.capabilities
        positions = opened.positions(capabilities.encoding)
        return convert.diagnostics(found.diagnostics, positions, opened.uri, capabilities)

    def related(self, opened: OpenDocument) -> dict[str, list[Json]]:
        """The diagnostics of the Python files that a client pulls with a document, by URI."""
        return self._python.related(opened.path) if opened.path is not None else {}

    def changed(self, opened: OpenDocument) -> None:
        """The text has changed: push when no message waits."""
        if opened.path is not None:
            self._checker.projects.invalidate(opened.path)
        self._dirty[opened.uri] = None

    def closed(self, opened: OpenDocument) -> None:
        """The document is no longer in the editor: forget it, and clear what was pushed."""
        for cached in (self._checked, self._memos, self._dirty, self._reports):
            cached.pop(opened.uri, None)
        if opened.path is not None:
            self._checker.projects.invalidate(opened.path)
            self._python.remove(opened.path)
        if not self._state.capabilities.pull_diagnostics:
            self._client.publish_diagnostics(opened.uri, [])

    def invalidate(self, path: str) -> None:
        """The buffer of a file that is no document of ours changed: check again.

        An editor sends every Python file that is open; most of them no project has read.
        """
        projects = self._checker.projects
        projects.invalidate(path)
        if not path.endswith(".py") or projects.readers([path]):
            self._check_again()

    def invalidate_all(self, paths: Iterable[str] = ()) -> None:
        """Something beside the texts changed (settings, a file of the project): check again.

        What is at `paths` has changed for certain.
        """
        for path in paths:
            self._checker.projects.invalidate(path)
        self._checker.projects.invalidate_all()
        self._check_again()

    def _check_again(self) -> None:
        self._generation += 1
        self._is_outdated = True
        for opened in self._documents:
            self._dirty[opened.uri] = None

    def publish(self) -> None:
        """Push what has changed since the last time, or ask a client that pulls to pull again."""
        dirty, self._dirty = self._dirty, {}
        outdated, self._is_outdated = self._is_outdated, False
        capabilities = self._state.capabilities
        if not capabilities.pull_diagnostics:
            for opened, items in self._checked_again(dirty):
                self._client.publish_diagnostics(opened.uri, items, opened.version)
        elif outdated and capabilities.refresh_diagnostics:
            self._client.send_request(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        if outdated and capabilities.pull_diagnostics and not capabilities.related_documents:
            # Those of Python files are pushed. What the client requests next is computed with them.
            for _ in self._checked_again(dirty):
                pass
        self._python.publish()

    @property
    def are_late(self) -> bool:
        """Whether what was pushed is right for the text, but not for certain for the files."""
        return self._checker.projects.are_late

    def catch_up(self) -> bool:
        """Look at the files; whether there is something to push since one has changed."""
        if not self._checker.projects.catch_up():
            return False
        self._check_again()
        return True

    def _checked_again(self, uris: Iterable[str]) -> Iterator[tuple[OpenDocument, list[Json]]]:
        for uri in uris:
            opened = self._documents.get(uri)
            if opened is None:
                continue
            try:
                items = self.items(opened, may_be_late=True)
            except Exception:
                log.exception("%s could not be checked", opened.uri)
            else:
                yield opened, items

    def workspace_report(
        self,
        previous: Mapping[str, str],
        closed: Iterable[tuple[str, list[Json]]],
    ) -> tuple[list[types.WorkspaceDocumentDiagnosticReport], bool]:
        """Every document against the result ids that a client has, and whether any differs.

        `closed` are the URIs and diagnostics of the files that are not open. A document that is
        gone is reported once more, without diagnostics.
        """
        reports: list[types.WorkspaceDocumentDiagnosticReport] = []
        documents = [
            *((opened.uri, self.items(opened), opened.version) for opened in self._documents),
            *((uri, items, None) for uri, items in closed),
        ]
        for uri, items, version in documents:
            identity = self.result_id(uri, items)
            reports.append(
                types.WorkspaceUnchangedDocumentDiagnosticReport(uri, identity, version=version)
                if previous.get(uri) == identity
                else types.WorkspaceFullDocumentDiagnosticReport(
                    uri, items, version=version, result_id=identity
                )
            )
        for uri in sorted(previous.keys() - {uri for uri, _, _ in documents}):
            reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri, []))
        return reports, any(report.kind == "full" for report in reports)

    def result_id(self, uri: str, items: list[Json]) -> str:
        """The result id of diagnostics: the same as before if, and only if, they are."""
        report = self._reports.get(uri)
        if report is None or report.items != items:
            report = self._reports[uri] = _Report(str(next(self._identities)), items)
        return report.identity
