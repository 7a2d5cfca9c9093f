"""initialize and initialized. pygls answers `initialize`; `shutdown` and `exit` are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ..parent_process import end_with_process

if TYPE_CHECKING:
    from ..server import FalServer


def initialize(ls: FalServer, params: types.InitializeParams) -> None:
    """Take up what the client says of itself, before the answer is made."""
    ls.begin(params)
    if params.process_id is not None:
        end_with_process(params.process_id, ls.protocol.finish_from_thread)


def initialized(ls: FalServer, _: types.InitializedParams) -> None:
    """The client can be asked now."""
    ls.ready()


HANDLERS = {types.INITIALIZE: initialize, types.INITIALIZED: initialized}
