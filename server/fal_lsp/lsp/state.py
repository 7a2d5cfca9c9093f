"""What the session has agreed on: client capabilities, settings, folders. Sends nothing.

One object that the server changes and its parts read, so that a part needs no way back to the
server.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from .client_capabilities import Capabilities, read_capabilities
from .settings import Settings, read_settings
from .workspace import Folders

if TYPE_CHECKING:
    from lsprotocol import types

log = logging.getLogger(__name__)


class SessionState:
    """The state of one session before and after `initialize`."""

    def __init__(self) -> None:
        self.capabilities = Capabilities()
        self.folders = Folders()
        self.settings = Settings()
        self.pulls_workspace = False
        """Whether the client also pulls diagnostics of files that are not open."""
        self._initial_settings: object = None

    def initialize(self, params: types.InitializeParams) -> None:
        """Take over what `initialize` says."""
        name = params.client_info.name if params.client_info else ""
        self.capabilities = read_capabilities(params.capabilities, name)
        self.folders.set(params)
        self._initial_settings = params.initialization_options
        self.settings, mistakes = read_settings(self._initial_settings)
        self.pulls_workspace = self.capabilities.pull_diagnostics and self.settings.whole_workspace
        for mistake in mistakes:
            log.warning(mistake)

    def change_settings(self, given: object) -> tuple[bool, tuple[str, ...]]:
        """Apply settings on top of those of `initialize`.

        Returns whether anything changed, and a sentence for each mistake in them.
        """
        settings, mistakes = read_settings(self._initial_settings, given)
        changed = settings != self.settings
        self.settings = settings
        return changed, tuple(mistakes)
