"""textDocument/definition, documentLink, references and documentHighlight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types

from ...text import Span
from .. import convert
from ..uris import path_uri
from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Link
    from ..python_files import PythonFile
    from ..server import FalServer, Snapshot


def definition(
    ls: FalServer,
    at: Snapshot,
    params: types.DefinitionParams,
) -> list[types.Location] | list[types.LocationLink]:
    """Where the thing under the cursor is defined."""
    from ...ide import navigation

    offset = at.positions.offset(params.position)
    links = navigation.definition(at.document, offset, project=at.project)
    targets = [(link, *_target(at, link)) for link in links]
    if not ls.capabilities.definition_links:
        return [types.Location(uri, name) for _, uri, _, name in targets]
    return [
        types.LocationLink(uri, whole, name, at.positions.range(link.span))
        for link, uri, whole, name in targets
    ]


def document_link(
    ls: FalServer,
    at: Snapshot,
    params: types.DocumentLinkParams,
) -> list[types.DocumentLink]:
    """The paths and addresses of a document that can be opened."""
    from ...ide import navigation

    return [
        types.DocumentLink(
            at.positions.range(link.span), target=_uri(at, link), tooltip=link.tooltip or None
        )
        for link in navigation.document_link(at.document, project=at.project)
    ]


def _target(at: Snapshot, link: Link) -> tuple[str, types.Range, types.Range]:
    """The file that a link refers to, the range of the target, and the part for the cursor."""
    place = link.target
    if isinstance(place, Span):
        span = at.positions.range(place)
        return at.uri, span, span
    assert not isinstance(place, str), "a definition is a place in a file"
    if place.extent is not None:
        return path_uri(place.file), *convert.extent(place.extent, at.positions.encoding)
    start = convert.line_start(place)
    return start.uri, start.range, start.range


def _uri(at: Snapshot, link: Link) -> str:
    place = link.target
    if isinstance(place, str):
        return place
    if isinstance(place, Span):
        return at.uri
    # The protocol has no position in a link; VS Code takes that of the fragment.
    return path_uri(place.file) + (f"#L{place.line + 1}" if place.line else "")


async def references(
    ls: FalServer, at: Snapshot, params: types.ReferenceParams
) -> list[types.Location]:
    """The references to the app or the class under the cursor; the first one is its declaration."""
    from ...ide import class_names, navigation

    offset = at.positions.offset(params.position)
    declares = params.context.include_declaration
    named = class_names.class_at(at.document, offset, at.project)
    if named is None or at.project is None:
        spans = navigation.references(at.document, offset)
        return _locations(at, spans if declares else spans[1:])
    found = []
    for link in navigation.definition(at.document, offset, project=at.project) if declares else ():
        uri, _, name = _target(at, link)
        found.append(types.Location(uri, name))
    found += _locations(at, class_names.spans_of(at.document, at.project, named))
    async for each in ls.snapshots(with_projects=True):
        if each.uri != at.uri and each.project is not None:
            found += _locations(each, class_names.spans_of(each.document, each.project, named))
    return found


def _locations(at: Snapshot, spans: Iterable[Span]) -> list[types.Location]:
    return [types.Location(at.uri, at.positions.range(span)) for span in spans]


def python_references(
    ls: FalServer, file: PythonFile, params: types.ReferenceParams
) -> list[types.Location]:
    """The apps that use the class or function whose name is under the cursor."""
    from ...ide.python_file import uses

    offset = file.positions.offset(params.position)
    return [
        types.Location(
            use.manifest.uri,
            ls.manifest_snapshot(use.manifest).positions.range(use.span),
        )
        for use in uses.references(file.lines, offset, file.uses)
    ]


def document_highlight(
    ls: FalServer, at: Snapshot, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """The same places in this document, to highlight while the cursor is on one of them."""
    from ...ide import navigation

    offset = at.positions.offset(params.position)
    spans = navigation.highlights(at.document, offset, project=at.project)
    kind = types.DocumentHighlightKind.Text
    return [types.DocumentHighlight(at.positions.range(span), kind) for span in spans]


REQUESTS: tuple[Request, ...] = (
    Request(types.TEXT_DOCUMENT_DEFINITION, definition, "definition"),
    Request(types.TEXT_DOCUMENT_DOCUMENT_LINK, document_link, "documentLinks"),
    Request(types.TEXT_DOCUMENT_REFERENCES, references, "references", in_python=python_references),
    Request(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, document_highlight, "references"),
)
