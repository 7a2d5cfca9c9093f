"""workspace/didChangeConfiguration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from ..server import FalServer


def did_change_configuration(ls: FalServer, params: types.DidChangeConfigurationParams) -> None:
    """Settings changed. A client that can be asked is: what it sends along may be empty."""
    if ls.abilities.configuration:
        ls.fetch_settings()
    else:
        ls.configure(params.settings)


HANDLERS = {types.WORKSPACE_DID_CHANGE_CONFIGURATION: did_change_configuration}
