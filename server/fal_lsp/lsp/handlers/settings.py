"""workspace/didChangeConfiguration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from ..server import FalServer


def did_change_configuration(ls: FalServer, params: types.DidChangeConfigurationParams) -> None:
    """Settings changed. Fetch them if the client supports that: what it sends may be empty."""
    if ls.capabilities.configuration:
        ls.fetch_settings()
    else:
        ls.change_settings(params.settings)


HANDLERS = {types.WORKSPACE_DID_CHANGE_CONFIGURATION: did_change_configuration}
