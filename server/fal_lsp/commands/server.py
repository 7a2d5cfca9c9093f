"""`fal-lsp server`: starts the language server. The only command that imports pygls."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Serve until the client ends the session; returns the exit code."""
    import gc

    from ..lsp.main import serve

    gc.enable()
    return serve(
        tcp=arguments.tcp,
        host=arguments.host,
        port=arguments.port,
        log_file=arguments.log_file,
        log_level=arguments.log_level,
    )
