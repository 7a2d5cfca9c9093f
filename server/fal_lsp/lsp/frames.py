"""Frames on a byte stream: which bytes belong to which message, also where a length is wrong.

Knows headers and the bytes of JSON; must not know threads, sockets or messages. A client with a
wrong `Content-Length` must not make the server deaf: the next header says where its message ends,
since JSON has no line end in a string. Where no header comes, the time decides.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator

Receive = Callable[[int], bytes]
"""Waits for at most so many bytes; returns none at the end of the stream."""

IsSilent = Callable[[float], bool]
"""Waits for as many seconds at most; returns whether nothing came."""

log = logging.getLogger(__name__)

# The end of a message whose length was too small comes before the name without a line end.
_LENGTH = re.compile(rb"(?<![\w-])content-length:[ \t]*(\d{1,10})[ \t]*\r$", re.I | re.M)
_HEADER = re.compile(
    rb"(?:content-type:[^\r\n]{1,200}\r\n)?content-length:[ \t]*\d{1,10}[ \t]*\r\n", re.I
)
_LONGEST_HEADER_LINE = 256
# A path may be longer than what is kept of bytes without a header.
_HTTP = re.compile(rb"[A-Z]{3,10} (?:[^\r\n]* HTTP/|[^\s]{4096})")
_CHUNK = 1 << 16
_MAX_HEADER = 1 << 13
_MAX_BODY = 1 << 28

SHORT_PAUSE, LONG_PAUSE = 1.0, 9.0
"""Seconds without a byte in the middle of a frame, after which its length is doubted, and more
after which the session ends."""


class StreamError(Exception):
    """The stream cannot be read on; the sentence says why."""


def frames(receive: Receive, is_silent: IsSilent = lambda _: False) -> Iterator[list[bytes]]:
    """The bodies of the frames of a stream until it ends, those that came together in one list.

    A header without a usable `Content-Length` is skipped; a frame that is cut off by the end is
    dropped. A request of HTTP ends the stream: a web page that knows the port must not drive the
    server. Raises `StreamError` where a frame is begun and nothing more comes.
    """
    buffer = bytearray()
    start = wanted = looked = 0
    while True:
        if buffer and is_silent(SHORT_PAUSE):
            body = bytes(buffer[start:]) if wanted else b""
            if _is_json(body):
                log.error("a message is shorter than its Content-Length: %d bytes", len(body))
                buffer.clear()
                start = wanted = looked = 0
                yield [body]
                continue
            if is_silent(LONG_PAUSE):
                missing = f"{wanted - len(buffer):,} bytes are missing" if wanted else "no header"
                raise StreamError(
                    "The client stopped in the middle of a message "
                    f"({missing}): is its Content-Length right?"
                )
        chunk = receive(_CHUNK)
        if not chunk:
            return
        buffer += chunk
        bodies = []
        if not wanted and _HTTP.match(buffer):
            log.error("an HTTP request is refused")
            return
        while True:
            if not wanted:
                end = buffer.find(b"\r\n\r\n")
                if end < 0:
                    break
                start = looked = end + 4
                length = _length(buffer, end)
                if length is None:
                    log.error("a header without a usable Content-Length is skipped")
                    del buffer[:start]
                    continue
                wanted = start + length
            # A header inside of a body: the body ends there. Most bodies have no line end at all.
            has_line = buffer.find(b"\r\n", looked, wanted) >= 0
            header = _HEADER.search(buffer, looked, wanted) if has_line else None
            if header:
                log.error("a message is shorter than its Content-Length")
                wanted = header.start()
            if len(buffer) < wanted:
                looked = max(start, len(buffer) - _LONGEST_HEADER_LINE)
                break
            wanted = _end_before_header(buffer, start, wanted)
            bodies.append(bytes(buffer[start:wanted]))
            del buffer[:wanted]
            start = wanted = looked = 0
        if not wanted and len(buffer) > _MAX_HEADER:
            log.error("%d bytes without a header are skipped", len(buffer))
            del buffer[:-_LONGEST_HEADER_LINE]
        if bodies:
            yield bodies


def _end_before_header(buffer: bytearray, start: int, end: int) -> int:
    """Where a body ends that runs into the next header, as far as that is there already."""
    if end == start or buffer[end - 1] in b"}]\n":
        return end
    near = max(start, end - _LONGEST_HEADER_LINE)
    header = _HEADER.search(buffer, near, end + _LONGEST_HEADER_LINE)
    return header.start() if header and header.start() < end else end


def _length(buffer: bytearray, end: int) -> int | None:
    match = _LENGTH.search(buffer, 0, end + 1)
    length = int(match[1]) if match else 0
    return length if match and length <= _MAX_BODY else None


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
