"""Starting the server from the command line: transport, log, exit code. Knows no request."""

from __future__ import annotations

import gc
import logging
import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from .server import FalServer

LogLevel = Literal["debug", "info", "warning", "error"]

LOOPBACK = "127.0.0.1"
PORT = 0


def serve(
    *,
    tcp: bool = False,
    host: str = LOOPBACK,
    port: int = PORT,
    log_file: Path | str | None = None,
    log_level: LogLevel = "info",
) -> int:
    """Serve one client on standard input and output, or on TCP; returns the exit code.

    0 after `shutdown` and `exit`, 1 if the session ended otherwise, 2 if the log or the address
    cannot be opened (reported on standard error). Port 0 is any free one; the address is printed
    on standard error. Without a file, the log goes to standard error.
    """
    try:
        _start_log(log_file, log_level)
    except OSError as error:
        return _fail(f"Could not open the log file {log_file}: {error.strerror}.")
    server = _create_server_without_gc()
    from .transport import listen, serve_stdio, serve_tcp

    try:
        if not tcp:
            return serve_stdio(server.protocol, server.on_idle)
        if not _is_loopback(host):
            _say(
                f"Warning: other machines may be able to reach {host}. There is no "
                "authentication: anyone who connects can read the projects on this machine."
            )
        try:
            listener = listen(host, port)
        except (OSError, OverflowError) as error:
            return _fail(f"Could not listen on {host}:{port}: {error}.")
        address, number = listener.getsockname()[:2]
        _say(f"Listening on {f'[{address}]' if ':' in address else address}:{number}")
        return serve_tcp(server.protocol, server.on_idle, listener)
    except KeyboardInterrupt:
        return 1


def create_server() -> FalServer:
    """A server with every handler."""
    from .handlers import register
    from .server import FalServer

    server = FalServer()
    register(server)
    return server


def _create_server_without_gc() -> FalServer:
    """A server, created without collecting garbage.

    The protocol's thousand classes all stay, so looking for garbage among them is a tenth of the
    start for nothing; `freeze` exempts them afterwards.
    """
    gc.disable()
    server = create_server()
    gc.freeze()
    gc.enable()
    return server


def _start_log(log_file: Path | str | None, level: str) -> None:
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if log_file is not None:
        handler = logging.FileHandler(log_file, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level.upper())
    if level != "debug":
        # At this level pygls writes down whole messages.
        logging.getLogger("pygls").setLevel(logging.WARNING)


def _is_loopback(host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _fail(sentence: str) -> int:
    _say(f"fal-lsp: {sentence}")
    return 2
