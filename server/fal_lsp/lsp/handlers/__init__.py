"""The requests and notifications that the server handles: one file per group, all listed here.

To add a request: a function in `ide/`, a file here with its handler, its renderer and a row in
`REQUESTS`, and the file in `_FEATURES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    code_action,
    code_lens,
    completion,
    definition,
    diagnostic,
    document_symbol,
    documents,
    files,
    folding_range,
    hover,
    inlay_hint,
    lifecycle,
    references,
    rename,
    selection_range,
    settings,
    workspace_symbol,
)
from .registry import connect, options

if TYPE_CHECKING:
    from ..server import FalServer
    from .registry import Request

_FEATURES = (
    completion,
    hover,
    code_action,
    definition,
    document_symbol,
    workspace_symbol,
    rename,
    references,
    folding_range,
    selection_range,
    code_lens,
    inlay_hint,
)
_SESSION = (lifecycle, documents, diagnostic, files, settings)

REQUESTS: tuple[Request, ...] = tuple(row for group in _FEATURES for row in group.REQUESTS)


def register(server: FalServer) -> None:
    """Connect the server with its handlers."""
    for group in _SESSION:
        for method, handler in group.HANDLERS.items():
            server.feature(method, options(method))(handler)
    for row in REQUESTS:
        connect(server, row)
