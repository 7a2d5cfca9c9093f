"""The server: the parts of one session and what handlers need of them. Knows no single request.

Everything happens in the event loop's thread, one message after the other, so a request that
follows a change sees the changed text. A handler takes a `Snapshot` and computes its result from
it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..project.packages.pyproject_tables import PYPROJECT
from .checker import Checker
from .client import Client
from .closed_documents import ClosedDocuments
from .convert import Positions
from .diagnostics import Diagnostics
from .documents import Documents
from .protocol import Protocol
from .python_diagnostics import PythonDiagnostics
from .python_files import PythonFiles
from .python_lenses import PythonLenses
from .settings import SECTION, Settings
from .state import SessionState
from .typing_pause import TypingPause
from .uris import path_uri, uri_path
from .workspace import watch_registration
from .workspace_diagnostics import WorkspaceDiagnostics
from .workspace_edits import FileEdits

if TYPE_CHECKING:
    from ..ide.python_file.uses import Manifest
    from ..lint.diagnostic import Diagnostic
    from ..memo import Memo
    from ..project import Project
    from ..toml import Document
    from ..toml.types import TextEdit
    from .client_capabilities import Capabilities

log = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """An open document as it is now, with what a handler needs to work on it."""

    uri: str
    version: int | None
    """`None` for a file that is not open."""
    document: Document
    positions: Positions
    project: Project | None
    memo: Memo | None
    """What the check has found out about it; `None` for a file that is not open."""

    def edits(self, edits: Iterable[TextEdit]) -> FileEdits:
        """Edits of the document for the wire."""
        return FileEdits(self.uri, self.version, self.positions.text_edits(edits))


class FalServer(LanguageServer):
    """One session with one client."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "fal-lsp",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=Protocol,
        )
        self.protocol.restrict_capabilities = self.restrict_capabilities
        self.state = SessionState()
        self.client = Client(self.protocol)
        self.documents = Documents()
        self.checker = Checker(self.state, self.documents, self.client.log)
        python = PythonDiagnostics(self.state, self.documents, self.client)
        parts = self.state, self.documents, self.checker, self.client, python
        self.diagnostics = Diagnostics(*parts)
        closed = ClosedDocuments()
        self.workspace_diagnostics = WorkspaceDiagnostics(*parts, closed)
        self.python_files = PythonFiles(*parts[:3], closed)
        self.python_lenses = PythonLenses(self.state, self.python_files, self.client)
        self.python_pause = TypingPause(self._paused)
        self.lens_pause = TypingPause(self.python_lenses.refresh)
        self._other_files = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.was_polled = False
        """Whether the client has pulled the diagnostics of the workspace before."""

    @property
    def capabilities(self) -> Capabilities:
        """The client's capabilities."""
        return self.state.capabilities

    @property
    def settings(self) -> Settings:
        """The settings in effect."""
        return self.state.settings

    def restrict_capabilities(self, capabilities: types.ServerCapabilities) -> None:
        """Remove from the server's capabilities what this client cannot use."""
        capabilities.position_encoding = self.capabilities.encoding
        capabilities.execute_command_provider = None
        workspace = capabilities.workspace
        if workspace is not None and workspace.file_operations == types.FileOperationOptions():
            workspace.file_operations = None
        if not self.settings["commands"]:
            capabilities.code_lens_provider = None
        provider = capabilities.diagnostic_provider
        if not self.capabilities.pull_diagnostics:
            capabilities.diagnostic_provider = None
        elif provider is not None:
            provider.workspace_diagnostics = self.state.pulls_workspace

    def on_initialized(self) -> None:
        """Ask the client for its settings and to watch files, and check the workspace."""
        registrations = [watch_registration()] if self.capabilities.watch_files else []
        if self.capabilities.watch_configuration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            options = types.DidChangeConfigurationRegistrationOptions(SECTION)
            registrations.append(types.Registration("fal-lsp-settings", method, options))
        if registrations:
            params = types.RegistrationParams(registrations)
            self.client.send_request(types.CLIENT_REGISTER_CAPABILITY, params)
        if self.capabilities.configuration:
            self.fetch_settings()
        self.workspace_diagnostics.search()
        asyncio.get_running_loop().call_soon(self.checker.warm_up)

    def on_idle(self) -> None:
        """No message waits: do the work that could wait, unless a Python file is typed in."""
        if not self.python_pause.is_awaited:
            if self._other_files:
                self._other_files = False
                self.workspace_diagnostics.follow(self.python_files.leading())
            self.workspace_diagnostics.check_outdated()
            self.diagnostics.publish()
            if self.diagnostics.are_late:
                asyncio.get_running_loop().call_soon(self._catch_up)

    def _catch_up(self) -> None:
        """After the answer to the first key after a pause."""
        if self.diagnostics.catch_up():
            self.on_idle()

    def typed_in_python(self) -> None:
        """A Python file changed: what follows for others waits until the typing pauses."""
        self.python_pause.typed()
        self._other_files = True

    def typed_elsewhere(self) -> None:
        """What waited for the typing in Python to pause is done as soon as no message waits."""
        self.python_pause.stop()
        self._refresh_lenses_later()

    def other_files(self) -> None:
        """Files were opened or closed, or came and went: others lead to open Python files now."""
        self._other_files = True
        self._refresh_lenses_later()

    def _paused(self) -> None:
        self.on_idle()
        self.python_lenses.refresh()

    def _refresh_lenses_later(self) -> None:
        self.lens_pause.stop()
        if self.python_lenses.can_refresh:
            self.lens_pause.typed()

    def fetch_settings(self) -> None:
        """Ask the client for its settings, and apply them when they arrive."""
        item = types.ConfigurationItem(section=SECTION)
        params = types.ConfigurationParams([item])
        self.client.send_request(
            types.WORKSPACE_CONFIGURATION,
            params,
            lambda result: self.change_settings(next(iter(result), None)),
        )

    def change_settings(self, given: object) -> None:
        """Apply settings on top of those of `initialize`."""
        changed, mistakes = self.state.change_settings(given)
        for mistake in mistakes:
            self.client.log(mistake)
        if not changed:
            return
        self._other_files = True
        self.diagnostics.invalidate_all()
        self.workspace_diagnostics.search()
        if self.capabilities.refresh_code_lens:
            self.client.send_request(types.WORKSPACE_CODE_LENS_REFRESH)
        if self.capabilities.refresh_inlay_hints:
            self.client.send_request(types.WORKSPACE_INLAY_HINT_REFRESH)

    def change_folders(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Add and remove folders of the workspace; files are only read below them."""
        self.state.folders.change(event)
        self.checker.projects.forget()
        self._other_files = True
        self.diagnostics.invalidate_all()
        self.workspace_diagnostics.search()

    def files_changed(self, changed: Iterable[str], created: Iterable[str] = ()) -> None:
        """Files or directories beside the open documents changed.

        `changed` are the URIs of all, `created` of those that are new. Each is read again, also
        where its size and time are as before.
        """
        self.other_files()
        new = [Path(path) for path in map(uri_path, created) if path]
        self.diagnostics.invalidate_all(path for path in map(uri_path, changed) if path)
        if any(path.is_dir() for path in new):
            self.workspace_diagnostics.search()
        else:
            manifests = [str(path) for path in new if path.name == PYPROJECT]
            self.workspace_diagnostics.recheck(manifests)

    def snapshot(self, uri: str) -> Snapshot | None:
        """An open document as it is now; `None` where it is not open or not a pyproject.toml."""
        opened = self.documents.get(uri)
        if opened is None:
            return None
        project = self.checker.project(opened.path)
        return self._snapshot(opened.uri, opened.version, opened.document, project)

    def manifest_snapshot(self, manifest: Manifest) -> Snapshot:
        """A pyproject.toml that may not be open."""
        opened = self.documents.get(manifest.uri)
        version = opened.version if opened is not None else None
        return self._snapshot(manifest.uri, version, manifest.document, manifest.project)

    async def snapshots(self, *, with_projects: bool) -> AsyncIterator[Snapshot]:
        """Each pyproject.toml of the workspace, the open ones first."""
        for opened in self.documents:
            project = self.checker.project(opened.path) if with_projects else None
            yield self._snapshot(opened.uri, opened.version, opened.document, project)
        async for path, document in self.workspace_diagnostics.documents():
            project = self.checker.project(path) if with_projects else None
            yield self._snapshot(path_uri(path), None, document, project)

    def _snapshot(
        self, uri: str, version: int | None, document: Document, project: Project | None
    ) -> Snapshot:
        positions = Positions(document.lines, self.capabilities.encoding)
        memo = self.diagnostics.memo(uri) if version is not None else None
        return Snapshot(uri, version, document, positions, project, memo)

    def check_function(self, at: Snapshot) -> Callable[[Document], tuple[Diagnostic, ...]]:
        """A function that checks the document of a snapshot, or a changed version of it."""

        def check(document: Document) -> tuple[Diagnostic, ...]:
            opened = self.documents.get(at.uri)
            if document is at.document and opened is not None:
                return self.diagnostics.of(opened)
            return self.checker.check_in(document, at.project).diagnostics

        return check

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do some work between messages; a failure is logged."""

        def done(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            if not task.cancelled() and task.exception() is not None:
                log.error("work between messages failed", exc_info=task.exception())

        task = asyncio.ensure_future(work)
        # The event loop itself holds tasks only weakly.
        self._tasks.add(task)
        task.add_done_callback(done)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log a failure; pygls would show a message box. That of a request is logged already."""
        if source is not FeatureRequestError:
            log.error("%s", error, exc_info=error)
