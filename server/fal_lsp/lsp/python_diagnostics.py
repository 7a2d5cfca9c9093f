"""The diagnostics of Python files, which follow from the pyproject.toml files that lead there.

Knows when the client gets them; must not know how they are found. They are pushed, also to a client
that pulls: it has no reason to request those of a Python file. A client that accepts related
documents gets them with the pyproject.toml instead, as long as one that is open leads there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import LineIndex
from . import convert
from .convert import Positions
from .uris import path_uri

if TYPE_CHECKING:
    from ..lint.elsewhere import FileDiagnostics
    from .client import Client
    from .convert import Json
    from .documents import Documents
    from .state import SessionState


class PythonDiagnostics:
    """The Python files with diagnostics, each once, whichever files lead there."""

    def __init__(self, state: SessionState, documents: Documents, client: Client) -> None:
        self._state = state
        self._documents = documents
        self._client = client
        self._reports: dict[str, tuple[FileDiagnostics, ...]] = {}
        self._pulled: dict[str, set[str]] = {}
        self._published: dict[str, tuple[str, list[Json]]] = {}
        self._has_changed = False
        self._is_enabled = True

    def update(self, manifest: str, reports: tuple[FileDiagnostics, ...]) -> None:
        """Take what a check of a pyproject.toml has found in Python files."""
        if reports != self._reports.get(manifest, ()):
            self._reports[manifest] = reports
            self._has_changed = True

    def remove(self, manifest: str) -> None:
        """Forget what follows from a pyproject.toml."""
        self.update(manifest, ())
        if self._pulled.pop(manifest, None):
            self._has_changed = True

    def related(self, manifest: str) -> dict[str, list[Json]]:
        """What a client that pulls gets with a pyproject.toml, by URI.

        A file that no longer has diagnostics is there once more, without any.
        """
        if not self._state.capabilities.related_documents:
            return {}
        paths = {report.path for report in self._reports.get(manifest, ())}
        gone = self._pulled.get(manifest, set()) - paths
        if gone or paths != self._pulled.get(manifest):
            self._has_changed = True
        self._pulled[manifest] = paths
        items = self._items()
        return {self._uri(path): items.get(path, []) for path in sorted(paths | gone)}

    def publish(self) -> None:
        """Push what has changed since the last time."""
        is_enabled = self._state.settings.enabled("python")
        if not self._has_changed and is_enabled == self._is_enabled:
            return
        self._is_enabled = is_enabled
        self._has_changed = False
        pulled = set().union(*self._pulled.values()) if self._pulled else set()
        now = {
            path: (self._uri(path), items)
            for path, items in self._items().items()
            if path not in pulled
        }
        last, self._published = self._published, now
        for path, (uri, _) in last.items():
            if path not in now:
                self._client.publish_diagnostics(uri, [])
        for path, (uri, items) in now.items():
            if last.get(path) != (uri, items):
                self._client.publish_diagnostics(uri, items)

    def _items(self) -> dict[str, list[Json]]:
        reports = [report for each in self._reports.values() for report in each]
        if not reports or not self._state.settings.enabled("python"):
            return {}
        from ..lint.elsewhere import merged

        capabilities = self._state.capabilities
        items = {}
        for report in merged(reports):
            positions = Positions(LineIndex(report.text), capabilities.encoding)
            uri = self._uri(report.path)
            items[report.path] = convert.diagnostics(
                report.diagnostics, positions, uri, capabilities
            )
        return items

    def _uri(self, path: str) -> str:
        return self._documents.uri(path) or path_uri(path)
