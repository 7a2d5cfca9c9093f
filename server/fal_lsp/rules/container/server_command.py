"""The address on which the server of a container listens, where its command says so.

Knows the options of the usual servers; must not know what fal expects.
"""

from __future__ import annotations

import re
import shlex
from typing import Any, NamedTuple

from ..context import AppContext, memoized
from ..finding import Place

_SERVERS = frozenset({"uvicorn", "gunicorn", "hypercorn", "granian", "flask", "fastapi", "vllm"})
_MODULES = _SERVERS | {"http.server"}
_PYTHON = re.compile(r"(?:.*/)?python(?:3(?:\.\d+)?)?")
_SHELL = re.compile(r"[$`|&;<>()*?\n]")
_OPTIONS = {"--host": "host", "--port": "port", "--bind": "bind", "-b": "bind"}
_BINDS = frozenset({"gunicorn", "hypercorn", "http.server"})
"""Servers with an option for the host and the port in one."""


class Part(NamedTuple):
    """A host or a port of a command, and where it is written."""

    text: str
    place: Place


class Address(NamedTuple):
    """What a command says of the address; `None` where it says nothing certain."""

    host: Part | None
    port: Part | None


_NOTHING = Address(None, None)


@memoized
def listening(app: AppContext) -> Address:
    """The address of the server that an image-only app starts with its `cmd` or `entrypoint`."""
    if not app.lacks("ref") or not app.lacks("python_entry_point"):
        return _NOTHING
    entrypoint, command = _parts(app, "entrypoint"), _parts(app, "cmd")
    if entrypoint is None or command is None:
        return _NOTHING
    parts = [*entrypoint, *command]
    words = [part.text for part in parts]
    start = _start(words)
    return _NOTHING if start is None else _address(words[start - 1], parts[start:])


def _parts(app: AppContext, key: str) -> list[Part] | None:
    """The words of a command, none where it is not set, `None` where they are not certain."""
    if not app.has("image", key):
        return []
    value: Any = app.get("image", key)
    path = (*app.path, "image", key)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [Part(item, Place((*path, at), "item")) for at, item in enumerate(value)]
    if not isinstance(value, str) or _SHELL.search(value):
        return None
    try:
        return [Part(word, Place(path)) for word in shlex.split(value)]
    except ValueError:
        return None


def _start(words: list[str]) -> int | None:
    """Where the arguments of a server that is known start."""
    if words[:1] == ["exec"]:
        found = _start(words[1:])
        return None if found is None else found + 1
    if words and words[0].rpartition("/")[2] in _SERVERS:
        return 1
    is_module = len(words) > 2 and words[1] == "-m" and words[2] in _MODULES
    return 3 if is_module and _PYTHON.fullmatch(words[0]) else None


def _address(server: str, parts: list[Part]) -> Address:
    found: dict[str, list[Part]] = {"host": [], "port": [], "bind": []}
    server = server.rpartition("/")[2]
    at = 0
    while at < len(parts):
        name, equals, value = parts[at].text.partition("=")
        kind = _OPTIONS.get(name, "")
        if kind and not equals and at + 1 < len(parts):
            at += 1
            found[kind].append(parts[at])
        elif kind and equals:
            found[kind].append(Part(value, parts[at].place))
        elif server == "http.server" and parts[at].text.isdigit():
            found["port"].append(parts[at])
        at += 1
    if any(len(each) > 1 for each in found.values()):
        # Several addresses, or options that replace each other.
        return _NOTHING
    host, port = found["host"][:1], found["port"][:1]
    if server in _BINDS and found["bind"]:
        bind = found["bind"][0]
        name, colon, number = bind.text.rpartition(":")
        if server == "http.server":
            name, colon, number = bind.text, "", ""
        host = [Part(name, bind.place)] if name or not colon else []
        port = [Part(number, bind.place)] if colon else port
    known = [
        part for part in port if part.text.isascii() and part.text.isdigit() and len(part.text) < 6
    ]
    return Address(host[0] if host else None, known[0] if known else None)
