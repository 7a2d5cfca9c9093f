"""Frames as they come off a stream."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable

import pytest
from fal_lsp.lsp import transport
from fal_lsp.lsp.transport import frames
from hypothesis import given
from hypothesis import strategies as st


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
]


@pytest.mark.parametrize(("data", "bodies"), STREAMS)
def test_frames_are_read_whatever_stands_between_them(data: bytes, bodies: list[bytes]) -> None:
    assert read([data]) == bodies


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


def test_a_request_of_http_ends_the_stream() -> None:
    body = b'{"jsonrpc":"2.0","method":"exit"}'
    chunks = [
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body),
        b"",
    ]
    assert list(transport.frames(lambda size: chunks.pop(0))) == []


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
