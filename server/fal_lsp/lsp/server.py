"""The server: the state of one session and what handlers ask of it. Knows no single request.

Everything happens in the event loop's thread, one message after the other, so a request that
follows a change sees the changed text. A handler takes a `Snapshot` and answers from it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..project.packages.pyproject_tables import PYPROJECT
from .client_capabilities import Abilities, read_abilities
from .core import Core
from .diagnostics import Diagnostics
from .documents import Documents
from .projects import Projects
from .protocol import EdgeProtocol
from .settings import SECTION, Settings, read_settings
from .suggestions import Suggestions
from .uris import document_name, uri_path
from .workspace import Folders, watch_registration
from .workspace_diagnostics import ClosedFiles

if TYPE_CHECKING:
    from ..lint.config import Config
    from ..lint.diagnostic import Diagnostic
    from ..project import Project
    from ..toml import Document
    from ..toml.types import TextEdit
    from .convert import Positions

log = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """An open document as it is now, with what is needed to answer about it."""

    uri: str
    version: int
    document: Document
    positions: Positions
    project: Project | None


class FalServer(LanguageServer):
    """One session with one client."""

    protocol: EdgeProtocol

    def __init__(self, core: Core) -> None:
        super().__init__(
            "fal-lsp",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=EdgeProtocol,
        )
        self.core = core
        self.abilities = Abilities()
        self.folders = Folders()
        self.documents = Documents(core.parse)
        self.projects = Projects(
            lambda path: core.project(path, self.folders.paths, self.documents.buffers)
        )
        self.diagnostics = Diagnostics(self)
        self.closed_files = ClosedFiles(self)
        self.settings = Settings()
        self.pulls_workspace = False
        """Whether the client polls for the files that are not open, too."""
        self.was_polled = False
        self.suggestions = Suggestions()
        self._initial_settings: object = None
        self._config: Config | None = None

    def begin(self, params: types.InitializeParams) -> None:
        """Take up what `initialize` says."""
        self.abilities = read_abilities(params.capabilities)
        self.folders.set(params)
        self._initial_settings = params.initialization_options
        self.settings, mistakes = read_settings(self._initial_settings)
        self.pulls_workspace = self.abilities.pull_diagnostics and self.settings.whole_workspace
        for mistake in mistakes:
            log.warning(mistake)

    def trim(self, capabilities: types.ServerCapabilities) -> None:
        """Take out of the capabilities what this client cannot use or must not be offered."""
        capabilities.position_encoding = self.abilities.encoding
        capabilities.execute_command_provider = None
        workspace = capabilities.workspace
        if workspace is not None and workspace.file_operations == types.FileOperationOptions():
            workspace.file_operations = None
        if not self.settings["commands"]:
            capabilities.code_lens_provider = None
        provider = capabilities.diagnostic_provider
        if not self.abilities.pull_diagnostics:
            capabilities.diagnostic_provider = None
        elif provider is not None:
            provider.workspace_diagnostics = self.pulls_workspace

    def ready(self) -> None:
        """The client may be asked now: for its settings, and to watch files."""
        registrations = [watch_registration()] if self.abilities.watch_files else []
        if self.abilities.watch_configuration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            options = types.DidChangeConfigurationRegistrationOptions(SECTION)
            registrations.append(types.Registration("fal-lsp-settings", method, options))
        if registrations:
            self.ask(types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams(registrations))
        if self.abilities.configuration:
            self.fetch_settings()
        self.closed_files.search()
        asyncio.get_running_loop().call_soon(self.core.load)

    def fetch_settings(self) -> None:
        """Ask the client for its settings and put them into effect when they come."""
        item = types.ConfigurationItem(section=SECTION)
        params = types.ConfigurationParams([item])
        self.ask(
            types.WORKSPACE_CONFIGURATION, params, lambda answer: self.configure(next(iter(answer)))
        )

    def configure(self, given: object) -> None:
        """Put settings into effect, on top of those of `initialize`."""
        settings, mistakes = read_settings(self._initial_settings, given)
        for mistake in mistakes:
            self.tell(mistake)
        if settings == self.settings:
            return
        self.settings = settings
        self._config = None
        self.diagnostics.outdated()
        self.closed_files.search()
        if self.abilities.refresh_code_lens:
            self.ask(types.WORKSPACE_CODE_LENS_REFRESH)
        if self.abilities.refresh_inlay_hints:
            self.ask(types.WORKSPACE_INLAY_HINT_REFRESH)

    @property
    def config(self) -> Config:
        """The rules' configuration that the settings hold."""
        if self._config is None:
            table = {name: self.settings[name] for name in ("ignore", "severity")}
            self._config, mistakes = self.core.config(table)
            for mistake in mistakes:
                self.tell(f"In the settings of {SECTION}: {mistake}")
        return self._config

    def project(self, path: str | None) -> Project | None:
        """The files around a document, `None` where they may not or cannot be read."""
        if path is None or not self.settings["project.enable"]:
            return None
        return self.projects.get(path)

    def snapshot(self, uri: str) -> Snapshot | None:
        """An open document as it is now; `None` where it is not open or not a pyproject.toml."""
        opened = self.documents.get(uri)
        if opened is None:
            return None
        positions = opened.positions(self.abilities.encoding)
        project = self.project(opened.path)
        return Snapshot(opened.uri, opened.version, opened.document, positions, project)

    def found(self, snapshot: Snapshot) -> tuple[Diagnostic, ...]:
        """What is wrong with a snapshot's document."""
        opened = self.documents.get(snapshot.uri)
        return self.diagnostics.of(opened) if opened else ()

    def checker(self, at: Snapshot) -> Callable[[Document], tuple[Diagnostic, ...]]:
        """What finds what is wrong with the document of a snapshot once it is changed."""

        def check(document: Document) -> tuple[Diagnostic, ...]:
            if document is at.document:
                return self.found(at)
            return self.core.check(document, at.project, self.config, None)

        return check

    def workspace_edit(self, at: Snapshot, edits: tuple[TextEdit, ...]) -> types.WorkspaceEdit:
        """An edit of a document, bound to its version where the client can check that."""
        changes = at.positions.text_edits(edits)
        if not self.abilities.versioned_edits:
            return types.WorkspaceEdit(changes={at.uri: changes})
        identifier = types.OptionalVersionedTextDocumentIdentifier(at.uri, at.version)
        edit = types.TextDocumentEdit(identifier, list(changes))
        return types.WorkspaceEdit(document_changes=[edit])

    def change_folders(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Add and remove folders of the workspace, in which alone files are read."""
        self.folders.change(event)
        self.projects.forget()
        self.diagnostics.outdated()
        self.closed_files.search()

    def files_changed(self, created: Iterable[str] = ()) -> None:
        """Files beside the open documents changed; `created` are the URIs of new ones."""
        paths = (uri_path(uri) for uri in created if document_name(uri) == PYPROJECT)
        self.diagnostics.outdated()
        self.closed_files.recheck([path for path in paths if path])

    def between_messages(self) -> None:
        """No message waits: do what could wait."""
        self.diagnostics.publish()

    def tell(self, sentence: str) -> None:
        """Write a sentence to the client's log and to ours; nothing pops up."""
        log.warning(sentence)
        self.window_log_message(types.LogMessageParams(types.MessageType.Warning, sentence))

    def ask(
        self, method: str, params: Any = None, then: Callable[[Any], object] | None = None
    ) -> None:
        """Send a request to the client; one that it refuses is only logged."""

        def done(future: Any) -> None:
            try:
                answer = future.result()
                if then is not None:
                    then(answer)
            except Exception as error:
                log.warning("%s: the client answers %s", method, error)

        self.protocol.send_request(method, params).add_done_callback(done)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log a failure; pygls would pop up a message box. That of a request is logged already."""
        if source is not FeatureRequestError:
            log.error("%s", error, exc_info=error)


def create_server(core: Core | None = None) -> FalServer:
    """A server with every handler whose feature exists."""
    from .handlers import register

    server = FalServer(core or Core())
    register(server)
    return server
