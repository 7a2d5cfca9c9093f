"""initialize and initialized. pygls responds to `initialize` and handles `shutdown`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ..parent_process import end_with_process

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


HANDLERS = {types.INITIALIZE: initialize, types.INITIALIZED: initialized}
