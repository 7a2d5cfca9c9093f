"""The address on which the server of a container listens, where its command says so.

Knows the options of the usual servers; must not know what fal expects.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...project.files import Unreadable
from ..context import AppContext, memoized
from ..finding import FilePlace, Place

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Command, Stage

_SERVERS = frozenset({"uvicorn", "gunicorn", "hypercorn", "granian", "flask", "fastapi", "vllm"})
_WRAPPERS = frozenset({"exec", "tini", "dumb-init", "--", "-g"})
"""What runs the command behind it."""
_MODULES = _SERVERS | {"http.server"}
_PYTHON = re.compile(r"(?:.*/)?python(?:3(?:\.\d+)?)?")
_SHELLS = frozenset({"sh", "bash", "dash", "ash"})
_SHELL = re.compile(r"[$`|&;<>()*?\n]")
_OPTIONS = {"--host": "host", "--port": "port", "--bind": "bind", "-b": "bind"}
_ON_LOOPBACK = frozenset({"uvicorn", "hypercorn", "granian", "flask"})
"""Servers that listen on 127.0.0.1 by themselves. That of gunicorn is often in a file of its own."""
_ELSEWHERE = frozenset({"--uds", "--fd", "--config", "-c", "--host", "-h", "--bind", "-b"})
"""Options that replace the host."""
_BINDS = frozenset({"gunicorn", "hypercorn", "http.server"})
"""Servers with an option for the host and the port in one."""


class Part(NamedTuple):
    """A host or a port of a command, and where it is written."""

    text: str
    place: Place | FilePlace


class Address(NamedTuple):
    """What a command says of the address; `None` where it says nothing certain."""

    host: Part | None
    port: Part | None
    unset: Part | None = None
    """The server, where no argument says on which host it listens, and its default is loopback."""


_NOTHING = Address(None, None)


@memoized
def listening(app: AppContext) -> Address:
    """The address of the server that an image-only app starts.

    Its `entrypoint` and `cmd` decide, then those of the Dockerfile.
    """
    if not app.lacks("ref") or not app.lacks("python_entry_point"):
        return _NOTHING
    parts = _words(app)
    if parts is None:
        return _NOTHING
    parts = _without_shell(parts)
    words = [part.text for part in parts]
    start = _start(words)
    if start is None:
        return _NOTHING
    server, arguments = parts[start - 1], parts[start:]
    found = _address(server.text, arguments)
    names = {each.text.partition("=")[0] for each in arguments}
    is_default = server.text.rpartition("/")[2] in _ON_LOOPBACK and not names & _ELSEWHERE
    return found._replace(unset=server) if is_default else found


def _words(app: AppContext) -> list[Part] | None:
    """What the container runs; `None` where that is not certain."""
    own_entrypoint, own_command = app.has("image", "entrypoint"), app.has("image", "cmd")
    stage, place = _last_stage(app)
    written = stage.entrypoint if stage else None
    if not own_entrypoint and written is not None and written.words is None:
        # The shell form takes no arguments.
        return _written(written, place)
    entrypoint = _own(app, "entrypoint") if own_entrypoint else _written(written, place)
    if own_entrypoint and not own_command:
        # Whether the Dockerfile's command is still added is not known.
        return entrypoint if stage is None or stage.command is None else None
    command = _own(app, "cmd") if own_command else _written(stage.command if stage else None, place)
    return None if entrypoint is None or command is None else [*entrypoint, *command]


def _own(app: AppContext, key: str) -> list[Part] | None:
    value: Any = app.get("image", key)
    path = (*app.path, "image", key)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [Part(item, Place((*path, at), "item")) for at, item in enumerate(value)]
    return _split(value, Place(path)) if isinstance(value, str) else None


def _written(command: Command | None, place: Callable[[int], FilePlace]) -> list[Part] | None:
    if command is None:
        return []
    if command.words is None:
        return _split(command.text, place(command.line))
    return [Part(word, place(command.line)) for word in command.words]


def _split(text: str, place: Place | FilePlace) -> list[Part] | None:
    """The words of a command in one string; `None` where a shell makes something of it."""
    if _SHELL.search(text):
        return None
    try:
        import shlex

        return [Part(word, place) for word in shlex.split(text)]
    except ValueError:
        return None


def _without_shell(parts: list[Part]) -> list[Part]:
    """The command that `sh -c` runs."""
    words = [part.text for part in parts]
    if len(words) == 3 and words[0].rpartition("/")[2] in _SHELLS and words[1] in ("-c", "-lc"):
        return _split(words[2], parts[2].place) or []
    return parts


def _last_stage(app: AppContext) -> tuple[Stage | None, Callable[[int], FilePlace]]:
    """The stage of the Dockerfile that becomes the image, and where a line of the file is."""
    path, project = app.string("image", "dockerfile"), app.project
    if path and project is not None:
        found = project.dockerfile(path)
        if not isinstance(found, Unreadable) and found.is_standard and found.stages:
            return found.stages[-1], lambda line: FilePlace(project.absolute(path), line)
    return None, lambda line: FilePlace("", line)


def _start(words: list[str]) -> int | None:
    """Where the arguments of a server that is known start."""
    if words and words[0].rpartition("/")[2] in _WRAPPERS:
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
