"""The requests and notifications that the server handles: one file per group, all listed here.

CONTRIBUTING.md says how to add one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    code_action,
    completion,
    diagnostic,
    hover,
    navigation,
    ranges,
    rename,
    session,
    symbols,
    synchronization,
    virtual_text,
)
from .registry import connect

if TYPE_CHECKING:
    from ..server import FalServer
    from .registry import Request

_GROUPS = (
    *(session, synchronization, diagnostic),
    *(completion, hover, code_action, navigation, symbols, rename, ranges, virtual_text),
)

REQUESTS: tuple[Request, ...] = tuple(row for group in _GROUPS for row in group.REQUESTS)


def register(server: FalServer) -> None:
    """Connect the server with its handlers."""
    for row in REQUESTS:
        connect(server, row)
