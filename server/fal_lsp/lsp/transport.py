"""Messages on a byte stream: the order of work, the two transports.

Knows bytes and threads, neither TOML nor a request. One thread reads and decodes, the event loop
handles one message at a time in the order of arrival. pygls reads in the loop, a header line at a
time; reading ahead makes three things possible: a request that is cancelled while it waits isn't
begun, work that can wait (diagnostics) is done when no message waits, and a client that does not
read while it writes cannot block the server, as long as it does not go on for ever: what is read
ahead is limited.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import select
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from .frames import StreamError, frames

if TYPE_CHECKING:
    from .frames import IsSilent, Receive
    from .protocol import Protocol

    Send = Callable[[bytes], object]

log = logging.getLogger(__name__)

_LONGEST_SILENCE = 10.0
"""Seconds that a client of a socket has for its first byte."""
_LONGEST_RUSH = 0.1
"""Seconds of messages without a pause, after which what could wait is done all the same."""
_MOST_WAITING = 64 << 20
"""Bytes of messages that are read ahead while the client doesn't read what it is sent."""
_GRACE = 1.0
"""Seconds that the event loop has to end a session that was given up."""
_LONGEST_JAM = 20.0
"""Seconds that nothing moves in a direction, after which the session ends."""
_PIECE = 4096
"""Bytes that a pipe or a socket takes without waiting where it takes any (`PIPE_BUF` of Linux)."""


class Session:
    """One client's session: its messages in order, and what is done between them."""

    def __init__(
        self,
        protocol: Protocol,
        on_idle: Callable[[], None],
        receive: Receive,
        send: Send,
        is_silent: IsSilent = lambda _: False,
        abort: Callable[[], object] = lambda: None,
    ) -> None:
        """`on_idle` is called when no message waits, `abort` if a session given up does not end."""
        self._protocol = protocol
        self._on_idle = on_idle
        self._receive = receive
        self._is_silent = is_silent
        self._abort = abort
        self._waiting: deque[tuple[object, int]] = deque()
        self._came = self._handled = 0
        """The bytes of all messages that came, and of those that had their turn. Each is only
        written by one thread."""
        self._moved = threading.Event()
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
                for bodies in frames(self._receive, self._is_silent):
                    messages = [(_decode(body), len(body)) for body in bodies]
                    for message, _ in messages:
                        self._mark_cancelled(message)
                    self._came += sum(map(len, bodies))
                    self._waiting += messages
                    for _ in messages:
                        loop.call_soon_threadsafe(self._handle_next)
                    self._wait_for_the_loop()
            except OSError as error:
                log.info("the connection broke: %s", error)
            except StreamError as error:
                _complain(str(error))
                self._protocol.finish_from_thread(1)
                time.sleep(_GRACE)
                # Whoever still waits for the client to read would wait for ever.
                self._abort()
                return
            loop.call_soon_threadsafe(self._end_of_stream)

    def _wait_for_the_loop(self) -> None:
        """Read no further while too much waits; end the session where nothing moves at all."""
        while self._came - self._handled > _MOST_WAITING:
            self._moved.clear()
            if self._moved.wait(_LONGEST_JAM):
                continue
            raise StreamError("The client sends messages but does not read what it is sent.")

    def _mark_cancelled(self, message: object) -> None:
        """Note the request that a message cancels, before it has its turn."""
        if not isinstance(message, dict) or message.get("method") != "$/cancelRequest":
            return
        params = message.get("params")
        identity = params.get("id") if isinstance(params, dict) else None
        if isinstance(identity, (int, str)) and not isinstance(identity, bool):
            self._protocol.cancelled.add(identity)

    def _handle_next(self) -> None:
        message, size = self._waiting.popleft()
        self._handled += size
        self._moved.set()
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

    def receive(size: int) -> bytes:
        return os.read(incoming, size)

    send = _Sender(outgoing, lambda piece: os.write(outgoing, piece))
    session = Session(protocol, on_idle, receive, send, _silence_of(incoming), lambda: os._exit(1))
    return asyncio.run(session.run())


class _Sender:
    """Writes what the client reads, and gives up a client that reads nothing.

    Nothing is queued: while the client does not read, nothing is handled, so that answers do not
    fill the memory. Diagnostics are computed when that is over, for what the text is by then.
    """

    def __init__(
        self, descriptor: int, write: Callable[[memoryview], int], *, is_socket: bool = False
    ) -> None:
        self._descriptor = descriptor
        self._write = write
        # Windows can't wait so for a pipe.
        self._waits = is_socket or os.name != "nt"
        self._is_given_up = False

    def __call__(self, data: bytes) -> None:
        """Write all of it; raises `OSError` where the client is gone or reads nothing."""
        view = memoryview(data)
        while view:
            self._wait()
            view = view[self._write(view[:_PIECE] if self._waits else view) :]

    def _wait(self) -> None:
        if not self._waits:
            return
        if not self._is_given_up and select.select([], [self._descriptor], [], _LONGEST_JAM)[1]:
            return
        sentence = "The client does not read what it is sent."
        if not self._is_given_up:
            _complain(sentence)
        self._is_given_up = True
        raise TimeoutError(sentence)


def _silence_of(descriptor: int, *, is_socket: bool = False) -> IsSilent:
    """Waits for a byte. Windows can't wait so for a pipe: there it is never said to be silent."""

    def is_silent(seconds: float) -> bool:
        return not select.select([descriptor], [], [], seconds)[0]

    return is_silent if is_socket or os.name != "nt" else lambda _: False


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _complain(sentence: str) -> None:
    """Say in the log and on standard error why the session ends."""
    log.error(sentence)
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"fal-lsp: {sentence}", file=sys.stderr, flush=True)


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
        session = Session(
            protocol,
            on_idle,
            connection.recv,
            _Sender(connection.fileno(), connection.send, is_socket=True),
            _silence_of(connection.fileno(), is_socket=True),
            lambda: _shut(connection),
        )
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
