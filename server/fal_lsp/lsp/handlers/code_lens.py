"""textDocument/codeLens: run and deploy an app, in editors that have the commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ...ide.types import Lens
    from ..server import FalServer, Snapshot


def code_lens(
    ls: FalServer,
    at: Snapshot,
    params: types.CodeLensParams,
    find: Callable[..., Sequence[Lens]],
) -> list[types.CodeLens]:
    """The lenses whose command the client can run; the document's URI is the last argument."""
    known = ls.settings["commands"]
    return [
        types.CodeLens(
            at.positions.range(lens.span),
            types.Command(lens.title, lens.command, arguments=[*lens.arguments, at.uri]),
        )
        for lens in find(at.document)
        if lens.command in known
    ]


REQUESTS = (Request(types.TEXT_DOCUMENT_CODE_LENS, code_lens, "code_lens", "codeLens"),)
