"""The open documents: text, version and tree of each. Knows URIs and texts, no feature.

The text comes whole with every change. pygls keeps a copy of its own that it cuts into lines with
`str.splitlines`, that is also at U+2028 or a form feed; it is never asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..project.packages.pyproject_tables import PYPROJECT
from ..text import LineIndex
from .convert import Positions
from .uris import document_name, uri_path

if TYPE_CHECKING:
    from lsprotocol import types

    from ..text import Encoding
    from ..toml import Document


class OpenDocument:
    """One document in the editor; `uri` is spelled as the client spells it.

    The tree is made when it is first asked for, so that a burst of changes costs one parse.
    """

    __slots__ = ("_stale", "_tree", "path", "text", "uri", "version")

    def __init__(self, uri: str, version: int, text: str) -> None:
        self.uri = uri
        self.version = version
        self.text = text
        self.path = uri_path(uri)
        """The absolute path of its file, `None` for a document that is not on this disk."""
        self._tree: Document | None = None
        self._stale = True

    def replace(self, text: str, version: int) -> None:
        """Replace the text."""
        self.text = text
        self.version = version
        self._stale = True

    @property
    def document(self) -> Document:
        """The tree of the current text; the same object until the text is replaced."""
        if self._tree is None or self._stale:
            from .. import toml  # imported by the first document, after `initialize`

            self._tree = toml.parse(self.text, self._tree)
            self._stale = False
        return self._tree

    def positions(self, encoding: Encoding) -> Positions:
        """Conversions between positions and offsets of the current text."""
        return Positions(self.document.lines, encoding)


class Documents:
    """The open documents that are named pyproject.toml; of all others only the text is stored."""

    def __init__(self) -> None:
        self._open: dict[str, OpenDocument] = {}
        self._uris: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self.buffers: dict[str, str] = {}
        """The texts of all open files by their paths, unsaved changes included."""

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(tuple(self._open.values()))

    def get(self, uri: str) -> OpenDocument | None:
        """The open document at a URI."""
        return self._open.get(_key(uri))

    def uri(self, path: str) -> str | None:
        """The URI of an open file, as the client spells it."""
        return self._uris.get(path)

    def version(self, path: str) -> int | None:
        """The version of an open file, `None` for one that is not open."""
        return self._versions.get(path)

    def open(self, item: types.TextDocumentItem) -> OpenDocument | None:
        """Add a document; `None` where it has another name."""
        self._keep(item.uri, item.text, item.version)
        if document_name(item.uri) != PYPROJECT:
            return None
        opened = OpenDocument(item.uri, item.version, item.text)
        self._open[_key(item.uri)] = opened
        return opened

    def change(
        self,
        identifier: types.VersionedTextDocumentIdentifier,
        changes: Sequence[types.TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) -> OpenDocument | None:
        """Apply changes; `None` where the document has another name.

        A change of a range is applied too, although the server asks for full texts: a client that
        sends one would otherwise get results for a text that it no longer has.
        """
        opened = self.get(identifier.uri)
        text = opened.text if opened else self.buffers.get(uri_path(identifier.uri) or "", "")
        for change in changes:
            where = getattr(change, "range", None)
            if where is None:
                text = change.text
            else:
                start, end = Positions(LineIndex(text), encoding).span(where)
                text = text[:start] + change.text + text[end:]
        if uri_path(identifier.uri) in self.buffers:
            self._keep(identifier.uri, text, identifier.version)
        if opened is not None:
            opened.replace(text, identifier.version)
        return opened

    def close(self, uri: str) -> OpenDocument | None:
        """Forget a document; returns what was open."""
        path = uri_path(uri) or ""
        self.buffers.pop(path, None)
        self._uris.pop(path, None)
        self._versions.pop(path, None)
        return self._open.pop(_key(uri), None)

    def _keep(self, uri: str, text: str, version: int) -> None:
        path = uri_path(uri)
        if path is not None:
            self.buffers[path] = text
            self._uris[path] = uri
            self._versions[path] = version


def _key(uri: str) -> str:
    # Two spellings of one file (`c%3A`, `C:`) are one document.
    return uri_path(uri) or uri
