"""textDocument/codeLens: run and deploy an app, in editors that have the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ..server import FalServer, Snapshot


def code_lens(
    ls: FalServer,
    at: Snapshot,
    params: types.CodeLensParams,
) -> list[types.CodeLens]:
    """The lenses whose command the client can run; the document's URI is the last argument."""
    from ...ide import code_lens

    commands = ls.settings["commands"]
    return [
        types.CodeLens(
            at.positions.range(lens.span),
            types.Command(lens.title, lens.command, arguments=[*lens.arguments, at.uri]),
        )
        for lens in code_lens.code_lens(at.document)
        if lens.command in commands
    ]


REQUESTS = (Request(types.TEXT_DOCUMENT_CODE_LENS, code_lens, "codeLens"),)
