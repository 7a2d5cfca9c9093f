"""textDocument/definition and textDocument/documentLink: from a value to what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ...text import Span
from .. import convert
from ..uris import path_uri
from ._base import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...ide._base import Link
    from ..server import FalServer, Snapshot


def definition(
    ls: FalServer,
    at: Snapshot,
    params: types.DefinitionParams,
    find: Callable[..., Sequence[Link]],
) -> list[types.Location] | list[types.LocationLink]:
    """Where the thing under the cursor is defined."""
    links = find(at.document, at.positions.offset(params.position), project=at.project)
    if not ls.abilities.definition_links:
        return [_location(at, link) for link in links]
    return [_location_link(at, link) for link in links]


def document_link(
    ls: FalServer,
    at: Snapshot,
    params: types.DocumentLinkParams,
    find: Callable[..., Sequence[Link]],
) -> list[types.DocumentLink]:
    """The paths and addresses of a document that can be opened."""
    return [
        types.DocumentLink(
            at.positions.range(link.span), target=_uri(at, link), tooltip=link.tooltip or None
        )
        for link in find(at.document, project=at.project)
    ]


def _location(at: Snapshot, link: Link) -> types.Location:
    if isinstance(link.target, Span):
        return types.Location(at.uri, at.positions.range(link.target))
    assert not isinstance(link.target, str), "a definition is a place in a file"
    return convert.line_start(link.target)


def _location_link(at: Snapshot, link: Link) -> types.LocationLink:
    target = _location(at, link)
    return types.LocationLink(target.uri, target.range, target.range, at.positions.range(link.span))


def _uri(at: Snapshot, link: Link) -> str:
    if isinstance(link.target, str):
        return link.target
    return at.uri if isinstance(link.target, Span) else path_uri(link.target.file)


REQUESTS: tuple[Request, ...] = (
    Request(types.TEXT_DOCUMENT_DEFINITION, definition, "definition", "definition"),
    Request(types.TEXT_DOCUMENT_DOCUMENT_LINK, document_link, "document_link", "documentLinks"),
)
