"""The Python files that are open in the editor, and the pyproject.toml files that may use them.

Knows where to look: among the open documents and in the directories above a file. Must not know
what is shown of a Python file. One that does not mention fal costs a search for three letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..lint.mention import mentions_fal
from ..project.packages.pyproject_tables import PYPROJECT
from ..text import LineIndex
from .convert import Positions
from .uris import document_name, path_uri, uri_path

if TYPE_CHECKING:
    from ..ide.python_file.uses import Manifest, Use
    from .checker import Checker
    from .closed_documents import ClosedDocuments
    from .documents import Documents
    from .state import SessionState


class PythonFile:
    """An open Python file as it is now."""

    def __init__(self, files: PythonFiles, uri: str, path: str, text: str) -> None:
        self._files = files
        self.uri = uri
        self.path = path
        self.lines = LineIndex(text)
        self.positions = Positions(self.lines, files.state.capabilities.encoding)

    @cached_property
    def manifests(self) -> tuple[Manifest, ...]:
        """The pyproject.toml files whose apps may use it, the nearest first."""
        return tuple(self._files.manifests(self.path))

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """The apps that use it; while it is malformed, those that used it before."""
        return self._files.uses(self)

    @cached_property
    def last_uses(self) -> tuple[Use, ...]:
        """The same as of the last text that was interpreted, at no cost where there is one."""
        return self._files.uses(self, is_typing=True)

    @cached_property
    def inherited(self) -> tuple[Use, ...]:
        """The classes of it from which those of apps inherit."""
        from ..ide.python_file.uses import inherited

        return tuple(use for each in self.manifests for use in inherited(each, self.path))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the apps that it defines and of the bases of apps.

        While it is malformed, those from before.
        """
        return self._files.names(self)


class PythonFiles:
    """The open Python files of one session."""

    def __init__(
        self,
        state: SessionState,
        documents: Documents,
        checker: Checker,
        closed: ClosedDocuments,
    ) -> None:
        self.state = state
        self._documents = documents
        self._checker = checker
        self._closed = closed
        self._names: dict[str, frozenset[str]] = {}
        self._last: dict[tuple[str, str], tuple[object, int, tuple[Use, ...]]] = {}

    def get(self, uri: str) -> PythonFile | None:
        """An open Python file; `None` where it does not mention fal, or the feature is off."""
        if not document_name(uri).endswith(".py") or not self.state.settings.enabled("python"):
            return None
        path = uri_path(uri)
        text = None if path is None else self._documents.buffers.get(path)
        if path is None or text is None or "fal" not in text:
            return None
        return PythonFile(self, uri, path, text)

    def manifests(self, path: str) -> Iterator[Manifest]:
        """The pyproject.toml files above a file, then the open ones elsewhere."""
        from ..ide.python_file.uses import Manifest

        opened = {each.path: each for each in self._documents if each.path is not None}
        above = list(self._above(path))
        for manifest in dict.fromkeys((*above, *opened)):
            known = opened.get(manifest)
            project = self._checker.project(manifest)
            # A link may lead out of the workspace.
            if project is None or not (known or project.is_inside(manifest)):
                continue
            document = self._closed.tree(manifest) if known is None else known.document
            if document is not None and mentions_fal(document.text):
                uri = path_uri(manifest) if known is None else known.uri
                yield Manifest(uri, document, project)

    def uses(self, file: PythonFile, *, is_typing: bool = False) -> tuple[Use, ...]:
        """The apps that use a file, by the last text that could be read.

        If `is_typing`, by the last text that was.
        """
        from ..ide.python_file.uses import uses
        from ..project.files import Unreadable

        found: list[Use] = []
        for manifest in file.manifests:
            key = manifest.uri, file.path
            document, project = manifest.document, manifest.project
            last = self._last.get(key)
            is_known = last is not None and last[0] is document
            if last is not None and is_known and (is_typing or last[1] == project.revision):
                found += last[2]
                continue
            module = project.module(file.path)
            is_malformed = isinstance(module, Unreadable) and module.reason == "syntax"
            if last is None or not is_known or not is_malformed:
                last = document, project.revision, uses(manifest, file.path)
                self._last[key] = last
            found += last[2]
        return tuple(found)

    def names(self, file: PythonFile) -> frozenset[str]:
        """The names of the apps of a file, and of the bases of apps."""
        from ..project.files import Unreadable

        names = {each.target for each in file.inherited}
        for _, _, project in file.manifests:
            targets = project.targets(file.path)
            if isinstance(targets, Unreadable):
                return self._names.get(file.path, frozenset())
            names.update(each.definition.name for each in project.app_classes(file.path))
            names.update(each.name for each in targets.functions)
        self._names[file.path] = frozenset(names)
        return self._names[file.path]

    def closed(self, uri: str) -> None:
        """The file is no longer open: what was known of it is forgotten."""
        path = uri_path(uri) or ""
        self._names.pop(path, None)
        for key in [key for key in self._last if key[1] == path]:
            del self._last[key]

    def leading(self) -> set[str]:
        """The pyproject.toml files that are not open and lie above an open Python file."""
        if not self.state.settings.enabled("python"):
            return set()
        opened = {each.path for each in self._documents}
        paths = [
            path
            for path, text in self._documents.buffers.items()
            if path.endswith(".py") and "fal" in text
        ]
        return {manifest for path in paths for manifest in self._above(path)} - opened

    def _above(self, path: str) -> Iterator[str]:
        for folder in self.state.folders.paths:
            for directory in Path(path).parents:
                if not directory.is_relative_to(folder):
                    break
                manifest = directory / PYPROJECT
                if manifest.is_file():
                    yield str(manifest)
