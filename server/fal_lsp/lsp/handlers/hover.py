"""textDocument/hover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ..markup import markup
from .registry import Request

if TYPE_CHECKING:
    from ..python_files import PythonFile
    from ..server import FalServer, Snapshot


def hover(ls: FalServer, at: Snapshot, params: types.HoverParams) -> types.Hover | None:
    """The documentation of what is under the cursor."""
    from ...ide import hover

    offset = at.positions.offset(params.position)
    result = hover.hover(at.document, offset, project=at.project)
    if result is None:
        return None
    docs = markup(result.docs, ls.capabilities.markdown_hover)
    return types.Hover(docs, at.positions.range(result.span))


def python_hover(ls: FalServer, file: PythonFile, params: types.HoverParams) -> types.Hover | None:
    """The documentation of a setting of an app, or what fal deploys of a class or function."""
    from ...ide.python_file import settings, uses

    offset = file.positions.offset(params.position)
    result = settings.hover(
        file.lines, offset, lambda: (*file.uses, *file.inherited), lambda: file.names
    ) or uses.hover(file.lines, offset, lambda: file.uses)
    if result is None:
        return None
    docs = markup(result.docs, ls.capabilities.markdown_hover)
    return types.Hover(docs, file.positions.range(result.span))


REQUESTS = (Request(types.TEXT_DOCUMENT_HOVER, hover, "hover", in_python=python_hover),)
