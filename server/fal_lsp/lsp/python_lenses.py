"""The code lenses of Python files, and when the client is to request them again.

Knows what the client shows; must not know which class is an app's. While somebody types, the lenses
are those of the text before with their classes where they are now: the file would have to be
interpreted with every key otherwise. Once the typing pauses, in the file or in a pyproject.toml,
the client is asked to request those that have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from .client import Client
    from .python_files import PythonFile, PythonFiles
    from .state import SessionState


class PythonLenses:
    """What the client has been given for each Python file, by its URI."""

    def __init__(self, state: SessionState, files: PythonFiles, client: Client) -> None:
        self._state = state
        self._files = files
        self._client = client
        self._given: dict[str, list[types.CodeLens]] = {}

    @property
    def can_refresh(self) -> bool:
        """Whether lenses were given that the client can be asked to request again."""
        return bool(self._given) and self._state.capabilities.refresh_code_lens

    def of(self, file: PythonFile, *, is_typing: bool) -> list[types.CodeLens]:
        """The lenses above the classes and functions that apps use."""
        is_typing = is_typing and self._state.capabilities.refresh_code_lens
        found = self._given[file.uri] = self._lenses(file, is_typing)
        return found

    def closed(self, uri: str) -> None:
        """The file is no longer open."""
        self._given.pop(uri, None)

    def refresh(self) -> None:
        """The typing has paused: ask for new requests if any of the lenses is another one now."""
        if not self.can_refresh or not self._state.settings.enabled("codeLens"):
            return
        for uri, given in tuple(self._given.items()):
            file = self._files.get(uri)
            if file is None or self._lenses(file, is_typing=False) != given:
                # What the client has is not known to be right before it asks again.
                del self._given[uri]
                self._client.send_request(types.WORKSPACE_CODE_LENS_REFRESH)
                return

    def _lenses(self, file: PythonFile, is_typing: bool) -> list[types.CodeLens]:
        from ..ide.python_file import uses

        commands = self._state.settings["commands"]
        lenses = []
        for lens, use in uses.code_lens(file.lines, file.last_uses if is_typing else file.uses):
            if lens.command in commands:
                manifest = use.manifest
                line, _ = manifest.document.lines.position(use.span.start)
                command = types.Command(
                    lens.title, lens.command, arguments=[*lens.arguments, manifest.uri, line]
                )
                lenses.append(types.CodeLens(file.positions.range(lens.span), command))
        return lenses
