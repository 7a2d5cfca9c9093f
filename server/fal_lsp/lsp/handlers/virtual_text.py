"""textDocument/codeLens and inlayHint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from .registry import Request

if TYPE_CHECKING:
    from ..python_files import PythonFile
    from ..server import FalServer, Snapshot


def code_lens(
    ls: FalServer,
    at: Snapshot,
    params: types.CodeLensParams,
) -> list[types.CodeLens]:
    """The lenses whose command the client can run; the document's URI is the last argument."""
    from ...ide import virtual_text

    commands = ls.settings["commands"]
    return [
        types.CodeLens(
            at.positions.range(lens.span),
            types.Command(lens.title, lens.command, arguments=[*lens.arguments, at.uri]),
        )
        for lens in virtual_text.code_lens(at.document, project=at.project)
        if lens.command in commands
    ]


def python_code_lens(
    ls: FalServer, file: PythonFile, params: types.CodeLensParams
) -> list[types.CodeLens]:
    """The lenses above the classes and functions that apps use.

    The arguments are the app's name, the URI of its pyproject.toml and the line there, from 0.
    """
    if not ls.settings["commands"]:
        return []
    return ls.python_lenses.of(file, is_typing=ls.python_pause.is_awaited)


def inlay_hint(
    ls: FalServer,
    at: Snapshot,
    params: types.InlayHintParams,
) -> list[types.InlayHint]:
    """The hints of a range."""
    from ...ide import virtual_text

    span = at.positions.span(params.range)
    return [
        types.InlayHint(
            at.positions.position(hint.offset),
            hint.label,
            tooltip=hint.tooltip or None,
            padding_left=True,
        )
        for hint in virtual_text.inlay_hint(at.document, span)
    ]


REQUESTS: tuple[Request, ...] = (
    Request(types.TEXT_DOCUMENT_CODE_LENS, code_lens, "codeLens", in_python=python_code_lens),
    Request(types.TEXT_DOCUMENT_INLAY_HINT, inlay_hint, "inlayHints"),
)
