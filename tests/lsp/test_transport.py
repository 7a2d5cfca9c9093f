"""Frames as they come off a stream."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterable

import pytest
from fal_lsp.lsp import transport
from fal_lsp.lsp.frames import LONG_PAUSE, StreamError, frames
from fal_lsp.lsp.main import create_server
from fal_lsp.lsp.transport import Session
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lsp_client import Process


def stream(chunks: Iterable[bytes]) -> Callable[[int], bytes]:
    left = [chunk for chunk in chunks if chunk]
    return lambda _: left.pop(0) if left else b""


def read(chunks: Iterable[bytes]) -> list[bytes]:
    return [body for bodies in frames(stream(chunks)) for body in bodies]


def frame(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


# What comes, and the bodies that are in it.
STREAMS = [
    (b"", []),
    (frame(b"a") + frame(b"bc"), [b"a", b"bc"]),
    (b"content-length:2\r\n\r\nab", [b"ab"]),
    (b"CONTENT-LENGTH:   2  \r\nContent-Type: x; charset=utf-8\r\n\r\nab", [b"ab"]),
    (b"Content-Type: x\r\nContent-Length: 2\r\n\r\nab", [b"ab"]),
    (b"X-Content-Length: 9\r\nContent-Length: 2\r\n\r\nab", [b"ab"]),
    (b"Content-Length: x\r\n\r\n" + frame(b"a"), [b"a"]),
    (b"Content-Length: -1\r\n\r\n" + frame(b"a"), [b"a"]),
    (b"Content-Length: 99999999999\r\n\r\n" + frame(b"a"), [b"a"]),
    (b"Content-Length: 999999999\r\n\r\n" + frame(b"a"), [b"a"]),
    (b"\r\n\r\n" + frame(b"a"), [b"a"]),
    (b"Content-Length: 0\r\n\r\n" + frame(b"a"), [b"", b"a"]),
    (frame(b"a\r\n\r\nb") + frame(b"c"), [b"a\r\n\r\nb", b"c"]),
    (b"x" * 20_000 + b"\r\n\r\n" + frame(b"a"), [b"a"]),
    (b"Content-Length: 5\r\n\r\nab", []),
    (b"Content-Length: 5", []),
    (frame("é😀".encode()), ["é😀".encode()]),
    # A length that is too large, and one that is too small.
    (b"Content-Length: 99999\r\n\r\n{}" + frame(b"{ }"), [b"{}", b"{ }"]),
    (b"Content-Length: 1\r\n\r\n{}" + frame(b"[]") + frame(b"{ }"), [b"{", b"[]", b"{ }"]),
]


# A body that runs into a header which is there as a whole.
RUNNING_ON = [
    (b"Content-Length: 9\r\n\r\n{}" + frame(b"{ }"), [b"{}", b"{ }"]),
    (
        b"Content-Length: 30\r\n\r\n{}Content-Type: x; charset=utf-8\r\n" + frame(b"{ }"),
        [b"{}", b"{ }"],
    ),
]


@pytest.mark.parametrize(("data", "bodies"), STREAMS + RUNNING_ON)
def test_frames_are_read_whatever_stands_between_them(data: bytes, bodies: list[bytes]) -> None:
    assert read([data]) == bodies


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize(("data", "bodies"), STREAMS)
def test_bytes_that_come_one_after_the_other(data: bytes, bodies: list[bytes], size: int) -> None:
    cut = [data[at : at + size] for at in range(0, len(data), size)]
    assert read(cut) == bodies


def test_a_message_that_is_whole_is_handled_although_its_length_promises_more() -> None:
    pauses: list[float] = []
    chunks = [b'Content-Length: 99\r\n\r\n{"a": ', b"1}", frame(b"{ }"), b""]

    def is_silent(seconds: float) -> bool:
        pauses.append(seconds)
        return len(chunks) == 2

    assert list(frames(lambda _: chunks.pop(0), is_silent)) == [[b'{"a": 1}'], [b"{ }"]]
    assert len(pauses) == 2


@pytest.mark.parametrize(
    ("begun", "reason"),
    [(frame(b"{}")[:-1], "1 bytes are missing"), (b"Content-Length: 2\n\n{}", "no header")],
)
def test_a_client_that_stops_in_the_middle_ends_the_session(begun: bytes, reason: str) -> None:
    chunks = [begun]
    with pytest.raises(StreamError, match=reason):
        list(frames(lambda _: chunks.pop(0), lambda seconds: not chunks))
    assert LONG_PAUSE < 10


@given(st.lists(st.binary(max_size=40)), st.lists(st.integers(1, 9), min_size=1))
def test_frames_do_not_depend_on_how_the_stream_is_cut(
    bodies: list[bytes], sizes: list[int]
) -> None:
    data = b"".join(map(frame, bodies))
    chunks: list[bytes] = []
    while data:
        size = sizes[len(chunks) % len(sizes)]
        chunks.append(data[:size])
        data = data[size:]
    assert read(chunks) == bodies


@pytest.mark.parametrize("path", [b"/", b"/" + b"a" * 5000, b"/" + b"a" * 200_000])
@pytest.mark.parametrize("size", [7, 1000, 1 << 16])
def test_a_request_of_http_ends_the_stream(path: bytes, size: int) -> None:
    """Also one whose path is longer than what is read at once."""
    body = b'{"jsonrpc":"2.0","method":"exit"}'
    header = b"Host: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
    stream = io.BytesIO(b"POST " + path + b" HTTP/1.1\r\n" + header + body)
    assert list(frames(lambda _: stream.read(size))) == []


def test_a_client_that_says_nothing_loses_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_LONGEST_SILENCE", 0.05)
    with transport.listen("127.0.0.1", 0) as listener:
        address = listener.getsockname()
        with (
            socket.create_connection(address) as silent,
            socket.create_connection(address) as other,
        ):
            other.sendall(b"x")
            with transport._first_that_speaks(listener) as connection:
                assert connection.getpeername() == other.getsockname()
                assert silent.recv(1) == b""


def test_a_wrong_length_is_no_end_of_the_session() -> None:
    """The server does what a message says whose length is wrong, or ends with a sentence."""
    with Process(stderr=subprocess.PIPE) as client:
        client.initialize()
        body = b'{"jsonrpc":"2.0","id":7,"method":"shutdown"}'
        client.raw(b"Content-Length: 999\r\n\r\n" + body)
        assert client.result(7) is None


def test_a_session_that_cannot_go_on_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(transport, "_GRACE", 0.1)
    server = create_server()
    chunks = [b"Content-Length: 99\r\n\r\n{"]
    session = Session(
        server.protocol, server.on_idle, lambda _: chunks.pop(), lambda _: None, lambda _: True
    )
    chunks.insert(0, b"")
    assert asyncio.run(session.run()) == 1
    assert capfd.readouterr().err.endswith(
        "fal-lsp: The client stopped in the middle of a message (98 bytes are missing): "
        "is its Content-Length right?\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot wait for a byte of a pipe")
def test_a_client_that_neither_ends_a_message_nor_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is told is an exit code and a sentence, and what it sends doesn't fill the memory."""
    monkeypatch.setattr(transport, "_MOST_WAITING", 1 << 16)
    monkeypatch.setattr(transport, "_LONGEST_JAM", 0.2)
    monkeypatch.setattr(transport, "_GRACE", 0.1)
    ours, theirs = socket.socketpair()
    for each in (ours, theirs):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 14)
    server = create_server()
    aborted = threading.Event()

    def abort() -> None:
        aborted.set()
        theirs.shutdown(socket.SHUT_RDWR)

    session = Session(
        server.protocol, server.on_idle, theirs.recv, theirs.sendall, lambda _: False, abort
    )
    codes: list[int] = []
    running = threading.Thread(target=lambda: codes.append(asyncio.run(session.run())))
    running.start()
    request = frame(b'{"jsonrpc":"2.0","id":"' + b"x" * 5_000 + b'","method":"unknown"}')
    with contextlib.suppress(OSError):
        for _ in range(10_000):
            ours.sendall(request)
    running.join(30)
    assert (codes, aborted.is_set()) == ([1], True)
    assert session._came - session._handled < 1 << 18
    ours.close()
    theirs.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot wait for a pipe")
def test_a_client_that_reads_nothing_ends_the_session(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Although it sends so little that nothing fills up."""
    monkeypatch.setattr(transport, "_LONGEST_JAM", 0.05)
    incoming, outgoing = os.pipe()
    request = frame(b'{"jsonrpc":"2.0","id":"' + b"x" * 5_000 + b'","method":"unknown"}')
    waiting = [request] * 100
    never = threading.Event()

    def receive(_: int) -> bytes:
        if not waiting:
            never.wait()
        return waiting.pop() if waiting else b""

    server = create_server()
    send = transport._Sender(outgoing, lambda piece: os.write(outgoing, piece))
    assert asyncio.run(Session(server.protocol, server.on_idle, receive, send).run()) == 1
    assert capfd.readouterr().err == "fal-lsp: The client does not read what it is sent.\n"
    never.set()
    os.close(incoming)
    os.close(outgoing)
