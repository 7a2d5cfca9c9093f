"""Diagnostics of the pyproject.toml files of the workspace that are not open in the editor.

Reads and checks them one after the other between messages. They are checked if the setting
`diagnosticMode` is `workspace`; the diagnostics of each are pushed like those of an open one, or
returned by `workspace/diagnostic` to a client that pulls. An open file is never reported twice.
Otherwise only those are checked that lie above an open Python file, for what is to be said there.
"""

# Paths are strings here, as they come from `os.scandir`.
# ruff: noqa: PTH113

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from typing import TYPE_CHECKING

from ..memo import Memo
from ..paths import relative_path
from ..project.manifests import LINK, find_manifests, is_found
from . import convert
from .convert import Positions
from .uris import path_uri

if TYPE_CHECKING:
    from typing import Any

    from ..lint.elsewhere import FileDiagnostics
    from ..toml import Document
    from .checker import Checker
    from .client import Client
    from .closed_documents import ClosedDocuments
    from .convert import Json
    from .documents import Documents, OpenDocument
    from .python_diagnostics import PythonDiagnostics
    from .state import SessionState

log = logging.getLogger(__name__)

_TITLE = "fal-lsp: checking the workspace"


class WorkspaceDiagnostics:
    """The files that are not open, by their paths, each with its diagnostics."""

    def __init__(
        self,
        state: SessionState,
        documents: Documents,
        checker: Checker,
        client: Client,
        python: PythonDiagnostics,
        closed: ClosedDocuments,
    ) -> None:
        self._state = state
        self._documents = documents
        self._checker = checker
        self._client = client
        self._python = python
        self._closed = closed
        self._outdated: set[str] = set()
        self._followed: set[str] = set()
        self._memos: dict[str, Memo] = {}
        self._items: dict[str, list[Json]] = {}
        self._task: asyncio.Task[None] | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self.complete = False
        """Whether everything that is to be checked is."""

    def __iter__(self) -> Iterator[tuple[str, list[Json]]]:
        """URIs and diagnostics, without the files that are open or gone."""
        opened = self._open_paths()
        return iter(
            [
                (path_uri(path), items)
                for path, items in self._items.items()
                if path not in opened and os.path.isfile(path)
            ]
        )

    def search(self) -> None:
        """Check the files below the folders, or forget all if that is switched off."""
        if self._state.settings.whole_workspace:
            self._start(self._search())
        else:
            gone = tuple(self._items.keys() - self._followed)
            self._start(self._check_all(sorted(self._followed), gone))

    def follow(self, paths: set[str]) -> None:
        """Check the files that lie above the open Python files, and forget those from before."""
        gone, self._followed = self._followed - paths, paths
        if self._state.settings.whole_workspace:
            return
        for path in gone:
            self._forget(path)
        for path in sorted(paths - self._items.keys()):
            self._check(path, memo=self._memos.setdefault(path, Memo()))

    def recheck(self, created: Iterable[str] = ()) -> None:
        """Check again the files that were checked before, and new ones."""
        if self._state.settings.whole_workspace:
            folders = self._state.folders.paths
            found = (path for path in created if is_found(path, folders))
            self._start(self._check_all(sorted({*self._items, *found}), ()))
        elif self._items:
            self._start(self._check_all(sorted(self._items), ()))
        else:
            self._wake()

    def editor_opened(self, opened: OpenDocument) -> None:
        """The editor's text counts from now on."""
        if opened.path is not None:
            self._forget(opened.path)

    def editor_closed(self, opened: OpenDocument) -> None:
        """The file on the disk counts again."""
        if opened.path and self._state.settings.whole_workspace:
            self._check(opened.path)
        self._wake()

    def buffer_changed(self, path: str) -> None:
        """The text of a file beside them changed in the editor; nothing is checked yet."""
        if self._state.settings.whole_workspace or self._items:
            # Asked now: a project forgets what it read of a file as soon as it looks again.
            self._outdated.update(self._checker.projects.readers([path]))

    def check_outdated(self) -> None:
        """Check again what read the files whose texts changed in the editor."""
        if not self._outdated:
            return
        outdated, self._outdated = self._outdated, set()
        for path in sorted(outdated):
            tree = self._closed.tree(path) if path in self._items else None
            if tree is not None:
                self._check(path, tree, self._memos.setdefault(path, Memo()))
        self._wake()

    async def changed(self) -> None:
        """Wait until there may be something new to report."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        await waiting

    async def documents(self) -> AsyncIterator[tuple[str, Document]]:
        """The paths and trees of the files below the folders that are not open.

        While the workspace is checked, those that were checked so far: nobody who looks for a name
        waits for the rest.
        """
        opened = self._open_paths()
        is_known = self._state.settings.whole_workspace
        for path in [*self._items] if is_known else find_manifests(self._state.folders.paths):
            if not is_known:
                await asyncio.sleep(0)
            if path is None or path in opened:
                continue
            tree = self._closed.tree(path)
            if tree is not None:
                yield path, tree

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if self._task is not None:
            self._task.cancel()
        self.complete = False
        self._task = asyncio.ensure_future(work)
        self._task.add_done_callback(_log_failure)

    async def _search(self) -> None:
        gone = set(self._items)
        folders = self._state.folders.paths
        with self._progress() as report:
            for path in find_manifests(folders, on_link=self._note_link):
                if path is not None:
                    gone.discard(path)
                    self._check(path)
                    report(_shown(path, folders))
                await asyncio.sleep(0)
        await self._check_all((), gone)

    def _note_link(self, path: str) -> None:
        self._client.log(f"{path} {LINK}.")

    async def _check_all(self, paths: Iterable[str], gone: Iterable[str]) -> None:
        """Check files one after the other, each followed by whoever else waits."""
        for path in paths:
            self._check(path)
            await asyncio.sleep(0)
        for path in gone:
            self._forget(path)
        self.complete = True
        self._wake()

    def _progress(self) -> contextlib.AbstractContextManager[Callable[[str], None]]:
        if self._state.capabilities.progress:
            return self._client.progress(_TITLE)
        return contextlib.nullcontext(lambda _: None)

    def _check(self, path: str, document: Document | None = None, memo: Memo | None = None) -> None:
        if path in self._open_paths():
            return
        # Read again: a file that an event names may have changed within the same stamp.
        document = self._closed.tree(path, is_known=False) if document is None else document
        if document is None:
            self._forget(path)
            return
        uri = path_uri(path)
        items: list[Json] = []
        elsewhere: tuple[FileDiagnostics, ...] = ()
        if self._state.settings.enabled("diagnostics"):
            found = self._checker.check(document, path, memo)
            elsewhere = found.elsewhere
            if self._state.settings.whole_workspace:
                capabilities = self._state.capabilities
                positions = Positions(document.lines, capabilities.encoding)
                items = convert.diagnostics(found.diagnostics, positions, uri, capabilities)
            else:
                opened = self._documents.buffers
                elsewhere = tuple(each for each in elsewhere if each.path in opened)
        self._python.update(path, elsewhere)
        self._python.publish()
        if items != self._items.get(path, []):
            self._publish(uri, items)
        self._items[path] = items

    def _forget(self, path: str) -> None:
        self._memos.pop(path, None)
        self._closed.forget(path)
        if self._items.pop(path, None):
            self._publish(path_uri(path), [])
        if path not in self._open_paths():
            self._python.remove(path)
            self._python.publish()

    def _publish(self, uri: str, items: list[Json]) -> None:
        if not self._state.pulls_workspace:
            self._client.publish_diagnostics(uri, items)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def _open_paths(self) -> set[str | None]:
        return {opened.path for opened in self._documents}


def _shown(path: str, folders: Iterable[str]) -> str:
    """A path relative to its folder, for the progress report."""
    for folder in folders:
        if path.startswith(folder):
            return relative_path(path, folder)
    return path


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("the workspace could not be checked", exc_info=task.exception())
