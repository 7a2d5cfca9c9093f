"""Which paths fal reads from a Dockerfile to upload them. Knows `DockerfileParser` of fal; must not
know what the instructions mean to Docker (`reader.py`) or which files exist.

fal has a reader of its own (fal/container.py:279): it joins lines whose backslash is the last
character, takes a COPY or an ADD only at the start of a line, in a here-document too, expands
nothing, and skips the whole instruction where it cannot split it.
"""

from __future__ import annotations

import json
import re
import shlex
from typing import NamedTuple

_CONTINUATION = re.compile(r"\\\n\s*")
_INSTRUCTION = re.compile(r"^(COPY|ADD)\s", re.MULTILINE | re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_FLAG = re.compile(r'--\w+(?:=[^\s\]]+|="[^"]*")?')
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MAX_ARGUMENTS = 20_000


class Upload(NamedTuple):
    """A path that fal uploads, without leading slashes, and the line of its instruction, from 0."""

    source: str
    line: int


def uploads(text: str) -> tuple[Upload, ...]:
    """The paths that fal reads from the text of a Dockerfile, in order. Never raises."""
    # As Python's `open` reads it.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    joined, starts = _joined(text)
    found: list[Upload] = []
    at = line = counted = 0
    while (instruction := _INSTRUCTION.search(joined, at)) is not None:
        start = _end_of_space(joined, instruction.end())
        end = joined.find("\n", start)
        at = len(joined) if end < 0 else end
        rest = joined[start:at]
        # Behind the last line there is no line to join.
        rest = rest[:-1].strip() if rest.endswith("\\") and len(rest) > 1 else rest.strip()
        begins = _original(starts, instruction.start())
        line, counted = line + text.count("\n", counted, begins), begins
        sources = _sources(instruction.group(1).upper(), rest)
        found.extend(Upload(source.lstrip("/"), line) for source in sources)
    return tuple(found)


def _joined(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with continued lines joined, and where each piece of it starts in both texts."""
    pieces: list[str] = []
    starts: list[tuple[int, int]] = []
    end = length = 0
    for continuation in _CONTINUATION.finditer(text):
        starts.append((length, end))
        pieces.append(text[end : continuation.start()] + " ")
        length += len(pieces[-1])
        end = continuation.end()
    starts.append((length, end))
    pieces.append(text[end:])
    return "".join(pieces), starts


def _original(starts: list[tuple[int, int]], offset: int) -> int:
    from bisect import bisect_right

    joined, original = starts[bisect_right(starts, offset, key=lambda start: start[0]) - 1]
    return original + offset - joined


def _end_of_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return at if space is None else space.end()


def _sources(keyword: str, rest: str) -> list[str]:
    if len(rest) > _MAX_ARGUMENTS:
        return []
    if keyword == "COPY" and rest[:7].lower() == "--from=":
        return []
    if keyword == "ADD" and _ADDRESS.search(rest):
        return []
    arguments = _FLAG.sub("", rest).strip()
    try:
        words = json.loads(arguments) if arguments.endswith("]") else shlex.split(arguments)
    except (ValueError, RecursionError):
        return []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words[:-1]):
        return []
    return words[:-1]
