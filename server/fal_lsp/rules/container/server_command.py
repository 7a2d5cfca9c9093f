"""The address on which the server of a container listens, where its command says so.

Knows the options of the usual servers; must not know what fal expects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ...project.files import Unreadable
from ..context import AppContext, memoized
from ..finding import FilePlace, Place
from .image_command import Part, image_command, secret_names

_SERVERS = frozenset({"uvicorn", "gunicorn", "hypercorn", "granian", "flask", "fastapi", "vllm"})
_WRAPPERS = frozenset({"exec", "tini", "dumb-init", "--", "-g"})
"""What runs the command after it."""
_MODULES = _SERVERS | {"http.server"}
_PYTHON = re.compile(r"(?:.*/)?python(?:3(?:\.\d+)?)?")
_PYTHON_FLAGS = frozenset({"-B", "-E", "-I", "-O", "-OO", "-P", "-s", "-S", "-u"})
_OPTIONS = {"--host": "host", "--port": "port", "--bind": "bind", "-b": "bind"}
_FLASK_OPTIONS = {"-h": "host", "-p": "port"}
_OTHERS = frozenset({"--workers", "-w"})
"""Options that take a number, too."""
_VARIABLE = re.compile(r"\$(?:\{\w|[A-Za-z_])")
_ELSEWHERE = frozenset({"--uds", "--fd", "--config", "-c", "--bind", "-b", "--insecure-bind"})
"""Options that replace the host and the port."""
_RUNNERS = frozenset({"uv", "poetry", "pdm"})
"""What runs the command after its `run`."""
_RUN_FLAGS = frozenset(
    {
        *("--frozen", "--locked", "--no-dev", "--no-sync", "--no-project", "--no-cache", "-n"),
        *("--offline", "--all-extras", "--all-groups", "--no-editable", "--isolated", "--active"),
        *("--exact", "--quiet", "-q", "--verbose", "-v", "--no-progress", "--no-default-groups"),
        *("--dev", "--", "-m", "--module"),
    }
)
_RUN_OPTIONS = frozenset(
    {
        *("--extra", "--group", "--no-group", "--only-group", "--project", "--directory"),
        *("--package", "--python", "-p", "--with"),
    }
)
"""The options of `uv run`, and those of them with a value; another one may set variables."""


class _Default(NamedTuple):
    """Where a server listens by itself, and the variables that change that."""

    is_loopback: bool
    port: str
    host_variable: str = ""
    port_variable: str = ""


_DEFAULTS: Mapping[str, _Default] = {
    "uvicorn": _Default(True, "8000", "UVICORN_HOST", "UVICORN_PORT"),
    "hypercorn": _Default(True, "8000"),
    "granian": _Default(True, "8000", "GRANIAN_HOST", "GRANIAN_PORT"),
    "flask run": _Default(True, "5000", "FLASK_RUN_HOST", "FLASK_RUN_PORT"),
    "fastapi dev": _Default(True, "8000", "", "PORT"),
    "fastapi run": _Default(False, "8000", "", "PORT"),
    "vllm serve": _Default(False, "8000"),
    "http.server": _Default(False, "8000"),
}
"""Without gunicorn: its own is often in a file, `gunicorn.conf.py`."""
_BINDS = frozenset({"gunicorn", "hypercorn", "http.server"})
"""Servers with an option for the host and the port in one."""


class Default(NamedTuple):
    """A server for which no argument says where it listens, and its default."""

    server: str
    value: str
    place: Place | FilePlace


class Address(NamedTuple):
    """What a command says of the address; `None` where it says nothing certain."""

    host: Part | None
    port: Part | None
    default_host: Default | None = None
    """Only where the default is loopback."""
    default_port: Default | None = None
    unexpanded: Part | None = None
    """The value of an option of the server in which no shell replaces a variable."""


_NOTHING = Address(None, None)


@memoized
def listening(app: AppContext) -> Address:
    """The address of the server that an image-only app starts.

    Its `entrypoint` and `cmd` decide, then those of the Dockerfile.
    """
    if not app.lacks("ref") or not app.lacks("python_entry_point"):
        return _NOTHING
    parts = image_command(app)
    if parts is None:
        return _NOTHING
    words = [part.text for part in parts]
    start = _start(words)
    if start is None:
        script = _start_of_script(words)
        exposed = app.integer("exposed_port")
        return _NOTHING if script is None else _address_of_script(parts[script:], exposed)
    server, arguments = parts[start - 1], parts[start:]
    found = _address(server.text, arguments)
    default = _default(app, words, start)
    if default is not None:
        names = {each.text.partition("=")[0] for each in arguments}
        name = server.text.rpartition("/")[2]
        if default.is_loopback and not names & {"--host", "-h"}:
            found = found._replace(default_host=Default(name, "127.0.0.1", server.place))
        is_given = name == "http.server" and any(each.text.isdigit() for each in arguments)
        if default.port and not names & {"--port", "-p"} and not is_given:
            found = found._replace(default_port=Default(name, default.port, server.place))
    return found


def _default(app: AppContext, words: list[str], start: int) -> _Default | None:
    """Where the server listens without an argument, as far as nothing else may say that."""
    path, project = app.string("image", "dockerfile"), app.project
    text = project.read_text(path) if path and project is not None else None
    # What the build of another image sets is not known.
    if text is None or isinstance(text, Unreadable) or project is None:
        return None
    name, rest = words[start - 1].rpartition("/")[2], words[start:]
    command = next((each for each in rest if f"{name} {each}" in _DEFAULTS), None)
    default = _DEFAULTS.get(name if command is None else f"{name} {command}")
    if default is None or _ELSEWHERE & {each.partition("=")[0] for each in rest}:
        return None
    may_load = name == "flask" or not _RUNNERS.isdisjoint(words[:start])
    if may_load and (
        "pdm" in words[:start]
        or "ENV_FILE" in text.text
        or any(project.is_file(each) for each in (".env", ".flaskenv"))
    ):
        return None
    secrets = secret_names(app)
    is_set = [
        bool(each) and (each in text.text or each in secrets)
        for each in (default.host_variable, default.port_variable)
    ]
    return default._replace(
        is_loopback=default.is_loopback and not is_set[0], port="" if is_set[1] else default.port
    )


def _start(words: list[str]) -> int | None:
    """Where the arguments of a server that is known start."""
    if words and words[0].rpartition("/")[2] in _WRAPPERS:
        found = _start(words[1:])
        return None if found is None else found + 1
    if words and words[0].rpartition("/")[2] in _SERVERS:
        return 1
    if len(words) > 1 and words[0].rpartition("/")[2] in _RUNNERS and words[1] == "run":
        return _start_of_run(words)
    is_module = len(words) > 2 and words[1] == "-m" and words[2] in _MODULES
    return 3 if is_module and _PYTHON.fullmatch(words[0]) else None


def _start_of_run(words: list[str]) -> int | None:
    """The same after `uv run`, whose options come first."""
    at = 2
    while at < len(words) and words[at].startswith("-"):
        name, equals, _ = words[at].partition("=")
        if name not in _RUN_FLAGS and name not in _RUN_OPTIONS:
            return None
        at += 2 if name in _RUN_OPTIONS and not equals else 1
        if name in ("-m", "--module"):
            return at + 1 if at < len(words) and words[at] in _MODULES else None
    found = _start(words[at:])
    return None if found is None else found + at


def _start_of_script(words: list[str]) -> int | None:
    """Where the arguments of a script or a module that Python runs start."""
    at = 0
    while at < len(words) and words[at].rpartition("/")[2] in _WRAPPERS:
        at += 1
    if at == len(words) or not _PYTHON.fullmatch(words[at]):
        return None
    at += 1
    while at < len(words) and words[at] in _PYTHON_FLAGS:
        at += 1
    if at + 1 < len(words) and words[at] == "-m":
        return at + 2
    return at + 1 if at < len(words) and words[at].endswith(".py") else None


def _address_of_script(parts: list[Part], exposed: int | None) -> Address:
    """What the arguments of any program certainly say of the address.

    `--listen` is about nothing else; `--host` may be that of a database, unless the port beside it
    is the one that the app exposes.
    """
    found: dict[str, list[Part]] = {"--listen": [], "--host": [], "--port": []}
    for at, part in enumerate(parts):
        name, equals, value = part.text.partition("=")
        if name not in found:
            continue
        if equals:
            found[name].append(Part(value, part.place))
        elif at + 1 < len(parts) and not parts[at + 1].text.startswith("-"):
            found[name].append(parts[at + 1])
    if any(len(each) > 1 for each in found.values()):
        return _NOTHING
    ports = [each for each in found["--port"] if each.text.isascii() and each.text.isdigit()]
    port = ports[0] if ports and len(ports[0].text) < 6 else None
    if found["--listen"]:
        listen = found["--listen"][0]
        name, colon, number = listen.text.rpartition(":")
        if colon and ":" not in name and number.isascii() and number.isdigit():
            # `--listen 127.0.0.1:8080`
            inner = Part(number, listen.place) if len(number) < 6 else None
            return Address(Part(name, listen.place) if name else None, inner)
        return Address(listen, port)
    if found["--host"] and port is not None and int(port.text) == exposed:
        return Address(found["--host"][0], port)
    return _NOTHING


def _address(server: str, parts: list[Part]) -> Address:
    found: dict[str, list[Part]] = {"host": [], "port": [], "bind": []}
    others: list[Part] = []
    server = server.rpartition("/")[2]
    options = {**_OPTIONS, **_FLASK_OPTIONS} if server == "flask" else _OPTIONS
    at = 0
    while at < len(parts):
        name, equals, value = parts[at].text.partition("=")
        kind = options.get(name, "")
        if (kind or name in _OTHERS) and not equals and at + 1 < len(parts):
            at += 1
            found.get(kind, others).append(parts[at])
        elif (kind or name in _OTHERS) and equals:
            found.get(kind, others).append(Part(value, parts[at].place))
        elif server == "http.server" and parts[at].text.isdigit():
            found["port"].append(parts[at])
        at += 1
    values = [*found["port"], *found["host"], *found["bind"], *others]
    unexpanded = next((each for each in values if _is_unexpanded(each)), None)
    if any(len(each) > 1 for each in found.values()):
        # Several addresses, or options that replace each other.
        return _NOTHING._replace(unexpanded=unexpanded)
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
    return Address(host[0] if host else None, known[0] if known else None, unexpanded=unexpanded)


def _is_unexpanded(part: Part) -> bool:
    # Of `cmd` in pyproject.toml it is not known who replaces what.
    return isinstance(part.place, FilePlace) and _VARIABLE.search(part.text) is not None
