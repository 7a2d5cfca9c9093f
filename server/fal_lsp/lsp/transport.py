"""Messages on a byte stream: reading frames, the order of work, the two transports.

Knows bytes and threads, neither TOML nor a request. One thread reads and decodes, the event loop
handles one message at a time in the order of arrival. pygls reads in the loop, a header line at a
time; reading ahead makes three things possible: a request that is cancelled while it waits isn't
begun, work that can wait (diagnostics) is done when no message waits, and a client that does not
read while it writes cannot block the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .protocol import Protocol

    Receive = Callable[[int], bytes]
    Send = Callable[[bytes], object]

log = logging.getLogger(__name__)

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,10})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_HTTP = re.compile(rb"[A-Z]{3,10} [^\r\n]* HTTP/")
_CHUNK = 1 << 16
_MAX_HEADER = 1 << 13
_MAX_BODY = 1 << 28
_LONGEST_SILENCE = 10.0
"""Seconds that a client of a socket has for its first byte."""
_LONGEST_RUSH = 0.1
"""Seconds of messages without a pause, after which what could wait is done all the same."""


def frames(receive: Receive) -> Iterator[list[bytes]]:
    """The bodies of the frames of a stream until it ends, those that came together in one list.

    `receive(n)` returns at most n bytes, none at the end. A header without a usable
    `Content-Length` is skipped; a frame that is cut off by the end is dropped. A request of HTTP
    ends the stream: a web page that knows the port must not drive the server.
    """
    buffer = bytearray()
    wanted = 0
    while chunk := receive(_CHUNK):
        buffer += chunk
        bodies = []
        if not wanted and _HTTP.match(buffer):
            log.error("an HTTP request is refused")
            return
        while len(buffer) >= wanted and (end := buffer.find(b"\r\n\r\n")) >= 0:
            start = end + 4
            match = _LENGTH.search(buffer, 0, end + 1)
            length = int(match[1]) if match else 0
            if not match or length > _MAX_BODY:
                log.error("a header without a usable Content-Length is skipped")
                del buffer[:start]
                continue
            wanted = start + length
            if len(buffer) < wanted:
                break
            bodies.append(bytes(buffer[start:wanted]))
            del buffer[:wanted]
            wanted = 0
        if not wanted and len(buffer) > _MAX_HEADER:
            log.error("%d bytes without a header are skipped", len(buffer))
            del buffer[:-3]
        if bodies:
            yield bodies


class Session:
    """One client's session: its messages in order, and what is done between them."""

    def __init__(
        self, protocol: Protocol, on_idle: Callable[[], None], receive: Receive, send: Send
    ) -> None:
        """`on_idle` is called when no message waits."""
        self._protocol = protocol
        self._on_idle = on_idle
        self._receive = receive
        self._waiting: deque[object] = deque()
        self._rush_ends = 0.0
        """When a row of messages without a pause has lasted long enough; 0 in a pause."""
        self._protocol.set_writer(_Writer(send))

    async def run(self) -> int:
        """Serve until the session ends; returns the exit code of the process."""
        loop = asyncio.get_running_loop()
        self._protocol.ended = loop.create_future()
        reader = threading.Thread(target=self._read, args=(loop,), name="reader", daemon=True)
        reader.start()
        return await self._protocol.ended

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read until the stream ends; the only code that runs outside the loop's thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed, the session over
            try:
                for bodies in frames(self._receive):
                    messages = [_decode(body) for body in bodies]
                    for message in messages:
                        self._mark_cancelled(message)
                    self._waiting += messages
                    for _ in messages:
                        loop.call_soon_threadsafe(self._handle_next)
            except OSError as error:
                log.info("the connection broke: %s", error)
            loop.call_soon_threadsafe(self._end_of_stream)

    def _mark_cancelled(self, message: object) -> None:
        """Note the request that a message cancels, before it has its turn."""
        if not isinstance(message, dict) or message.get("method") != "$/cancelRequest":
            return
        params = message.get("params")
        identity = params.get("id") if isinstance(params, dict) else None
        if isinstance(identity, (int, str)) and not isinstance(identity, bool):
            self._protocol.cancelled.add(identity)

    def _handle_next(self) -> None:
        message = self._waiting.popleft()
        if self._protocol.ended is None or self._protocol.ended.done():
            return
        self._protocol.receive(message)
        if self._waiting and self._rush_ends == 0.0:
            self._rush_ends = time.monotonic() + _LONGEST_RUSH
        elif not self._waiting or time.monotonic() > self._rush_ends:
            self._on_idle()
            self._rush_ends = 0.0

    def _end_of_stream(self) -> None:
        log.info("the client closed the stream")
        self._protocol.end()


class _Writer:
    """The two methods that pygls wants of a writer."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def write(self, data: bytes) -> None:
        self._send(data)

    def close(self) -> None:
        """The stream belongs to whoever opened it."""


def serve_stdio(protocol: Protocol, on_idle: Callable[[], None]) -> int:
    """Serve on standard input and output; returns the exit code.

    The file descriptors are used as they are: a buffered reader that a thread waits in cannot be
    closed when the interpreter ends. What else prints goes to standard error, not to the client.
    """
    incoming, outgoing = sys.stdin.fileno(), os.dup(sys.stdout.fileno())
    sys.stdout = sys.stderr

    def send(data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(outgoing, view) :]

    return asyncio.run(Session(protocol, on_idle, lambda size: os.read(incoming, size), send).run())


def listen(host: str, port: int) -> socket.socket:
    """A socket that waits for clients; port 0 is any free one. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def serve_tcp(protocol: Protocol, on_idle: Callable[[], None], listener: socket.socket) -> int:
    """Serve the first client that connects, and no other; returns the exit code."""
    with listener:
        connection = _first_that_speaks(listener)
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = Session(protocol, on_idle, connection.recv, connection.sendall)
        return asyncio.run(session.run())


def _first_that_speaks(listener: socket.socket) -> socket.socket:
    """The first client that sends something, or leaves, before its time is over."""
    while True:
        connection, _ = listener.accept()
        connection.settimeout(_LONGEST_SILENCE)
        try:
            connection.recv(1, socket.MSG_PEEK)
        except OSError as error:
            log.error("a client said nothing: %s", error)
            connection.close()
            continue
        connection.settimeout(None)
        return connection


def _decode(body: bytes) -> object:
    """The JSON of a frame, or the error that it is."""
    try:
        return json.loads(body)
    except RecursionError:
        return ValueError("nested too deeply")
    except ValueError as error:
        return error
