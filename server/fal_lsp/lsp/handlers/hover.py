"""textDocument/hover."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lsprotocol import types

from ..markup import markup
from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Hover
    from ..server import FalServer, Snapshot


def hover(
    ls: FalServer, at: Snapshot, params: types.HoverParams, find: Callable[..., Hover | None]
) -> types.Hover | None:
    """The card for what is under the cursor."""
    found = find(at.document, at.positions.offset(params.position), project=at.project)
    if found is None:
        return None
    docs = markup(found.docs, ls.abilities.markdown_hover)
    return types.Hover(docs, at.positions.range(found.span))


REQUESTS = (Request(types.TEXT_DOCUMENT_HOVER, hover, "hover", "hover"),)
