"""The pyproject.toml files of the workspace that no editor has open, as they are on the disk.

Knows how to read and check them one after the other between messages. They are checked where the
setting `diagnosticMode` is `workspace`; each is then told like an open one, or answered to
`workspace/diagnostic` by a client that polls. An open file is never reported twice.
"""

# Paths are strings here, as they come from `os.scandir`.
# ruff: noqa: PTH116

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from typing import TYPE_CHECKING

from ..project.files import read_start
from ..project.manifests import find_manifests
from . import convert
from .convert import Positions
from .progress import show_progress
from .uris import path_uri

if TYPE_CHECKING:
    from typing import Any

    from lsprotocol import types

    from ..toml import Document
    from .documents import OpenDocument
    from .server import FalServer

log = logging.getLogger(__name__)

_MAX_BYTES = 1_000_000
_TITLE = "fal-lsp: checking the workspace"


class ClosedFiles:
    """The files that are not open, by their paths, each with its diagnostics."""

    def __init__(self, server: FalServer) -> None:
        self._server = server
        self._found: dict[str, list[types.Diagnostic]] = {}
        self._trees: dict[str, tuple[tuple[int, int], Document]] = {}
        self._task: asyncio.Task[None] | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self.complete = False
        """Whether everything that is to be checked is."""

    def __iter__(self) -> Iterator[tuple[str, list[types.Diagnostic]]]:
        """URIs and diagnostics, without the files that are open."""
        opened = self._open_paths()
        return iter([(path_uri(p), found) for p, found in self._found.items() if p not in opened])

    def search(self) -> None:
        """Search the folders and check what is found, or forget all where that isn't wanted."""
        if self._server.settings.whole_workspace:
            self._start(self._search())
        else:
            self._start(self._check_all((), tuple(self._found)))

    def recheck(self, created: Iterable[str] = ()) -> None:
        """Check again what is known, and files that are new."""
        if self._server.settings.whole_workspace:
            self._start(self._check_all(sorted({*self._found, *created}), ()))
        else:
            self._wake()

    def editor_opened(self, opened: OpenDocument) -> None:
        """The editor's text counts from now on."""
        if opened.path is not None:
            self._forget(opened.path)

    def editor_closed(self, opened: OpenDocument) -> None:
        """The disk counts again; where it doesn't, the client's list is cleared."""
        server = self._server
        if not server.abilities.pull_diagnostics:
            server.diagnostics.send(opened.uri, [])
        if opened.path and server.settings.whole_workspace:
            self._check(opened.path)
        self._wake()

    async def changed(self) -> None:
        """Wait until there may be something new to say."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        await waiting

    async def documents(self) -> AsyncIterator[tuple[str, Document]]:
        """The trees of the files below the folders that are not open, with their paths."""
        opened = self._open_paths()
        for path in find_manifests(self._server.folders.paths):
            await asyncio.sleep(0)
            tree = self._tree(path) if path is not None and path not in opened else None
            if path is not None and tree is not None:
                yield path, tree

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if self._task is not None:
            self._task.cancel()
        self.complete = False
        self._task = asyncio.ensure_future(work)
        self._task.add_done_callback(_log_failure)

    async def _search(self) -> None:
        known = set(self._found)
        folders = self._server.folders.paths
        with show_progress(self._server, _TITLE) as report:
            for path in find_manifests(folders):
                if path is not None:
                    known.discard(path)
                    self._check(path)
                    report(_shown(path, folders))
                await asyncio.sleep(0)
        await self._check_all((), known)

    async def _check_all(self, paths: Iterable[str], gone: Iterable[str]) -> None:
        """Check files one after the other, each followed by whoever else waits."""
        for path in paths:
            self._check(path)
            await asyncio.sleep(0)
        for path in gone:
            self._forget(path)
        self.complete = True
        self._wake()

    def _check(self, path: str) -> None:
        server = self._server
        if path in self._open_paths():
            return
        text = read_text(path)
        if text is None:
            self._forget(path)
            return
        uri = path_uri(path)
        items: list[types.Diagnostic] = []
        if server.settings.enabled("diagnostics"):
            document = server.core.parse(text)
            found = server.core.check(document, server.project(path), server.config, None)
            positions = Positions(document.lines, server.abilities.encoding)
            items = convert.diagnostics(found, positions, uri, server.abilities)
        if items != self._found.get(path, []):
            self._tell(uri, items)
        self._found[path] = items

    def _forget(self, path: str) -> None:
        if self._found.pop(path, None):
            self._tell(path_uri(path), [])

    def _tell(self, uri: str, items: list[types.Diagnostic]) -> None:
        if not self._server.pulls_workspace:
            self._server.diagnostics.send(uri, items)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def _tree(self, path: str) -> Document | None:
        """The tree of a file, kept until the file changes."""
        try:
            status = os.stat(path)
        except OSError:
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._trees.get(path)
        if known is None or known[0] != stamp:
            text = read_text(path)
            if text is None:
                return None
            known = self._trees[path] = (stamp, self._server.core.parse(text))
        return known[1]

    def _open_paths(self) -> set[str | None]:
        return {opened.path for opened in self._server.documents}


def _shown(path: str, folders: Iterable[str]) -> str:
    """A path as the progress shows it: from the folder on that it lies in."""
    for folder in folders:
        if path.startswith(folder):
            return os.path.relpath(path, folder)
    return path


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("the workspace could not be checked", exc_info=task.exception())


def read_text(path: str) -> str | None:
    """The text of a regular file of reasonable size in UTF-8, else `None`."""
    try:
        content = read_start(path, _MAX_BYTES + 1)
        if content is None or len(content) > _MAX_BYTES:
            return None
        return content.decode("utf-8")
    except (OSError, ValueError) as error:
        log.info("%s cannot be read: %s", path, error)
        return None
