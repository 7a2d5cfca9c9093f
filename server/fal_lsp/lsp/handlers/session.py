"""initialize, initialized and workspace/didChangeConfiguration. pygls handles `shutdown`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ..parent_process import end_with_process
from .registry import of_session

if TYPE_CHECKING:
    from ..server import FalServer


def initialize(ls: FalServer, params: types.InitializeParams) -> None:
    """Read what the client says of itself, before pygls responds."""
    ls.state.initialize(params)
    if params.process_id is not None:
        end_with_process(params.process_id, ls.protocol.finish_from_thread)


def initialized(ls: FalServer, _: types.InitializedParams) -> None:
    """The client accepts requests now."""
    ls.on_initialized()


def did_change_configuration(ls: FalServer, params: types.DidChangeConfigurationParams) -> None:
    """Settings changed. Fetch them if the client supports that: what it sends may be empty."""
    if ls.capabilities.configuration:
        ls.fetch_settings()
    else:
        ls.change_settings(params.settings)


REQUESTS = (
    of_session(types.INITIALIZE, initialize),
    of_session(types.INITIALIZED, initialized),
    of_session(types.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration),
)
