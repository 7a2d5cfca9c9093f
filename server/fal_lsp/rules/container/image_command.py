"""The words of the command that a container runs.

Knows the forms of a command and the shell; must not know any server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ...project.files import Unreadable
from ..context import AppContext, memoized
from ..finding import FilePlace, Place
from .written_dockerfile import build_args

if TYPE_CHECKING:
    from ...project.docker.dockerfile import Command, Stage

_SHELLS = frozenset({"sh", "bash", "dash", "ash"})
_SHELL = re.compile(r"[$`|&;<>()*?\n]")
_REFERENCE = re.compile(r"\$(?:\{(\w+)(?::?-[^{}$'\"`\\]*)?\}|([A-Za-z_]\w*))")
"""A variable in the text of a shell, also with a default."""
_PLAIN_VALUE = re.compile(r"[\w.:/@%+,=-]+")
"""A value that a shell neither splits nor expands."""
_SET_BY_RUNNER = frozenset({"HOME", "HOSTNAME", "PATH", "PWD"})


class Part(NamedTuple):
    """A word of a command or a part of it, and where it is written."""

    text: str
    place: Place | FilePlace


class _Image(NamedTuple):
    """The stage of the Dockerfile that becomes the image, where a line of the file is, and the
    variables that it sets."""

    stage: Stage | None
    place: Callable[[int], FilePlace]
    environment: Mapping[str, str]


@memoized
def image_command(app: AppContext) -> list[Part] | None:
    """The words that the container runs, without the shell; `None` where they are not certain.

    `entrypoint` and `cmd` of the app decide, then those of the Dockerfile.
    """
    image = _image(app)
    parts = _words(app, image)
    return None if parts is None else _without_shell(parts, image.environment)


def secret_names(app: AppContext) -> frozenset[str]:
    """The variables whose values are secrets, which nothing here knows."""
    secrets: Any = app.get("secrets")
    names = secrets if isinstance(secrets, list) else []
    return frozenset(each for each in names if isinstance(each, str))


def _words(app: AppContext, image: _Image) -> list[Part] | None:
    own_entrypoint, own_command = app.has("image", "entrypoint"), app.has("image", "cmd")
    stage = image.stage
    written = stage.entrypoint if stage else None
    if not own_entrypoint and written is not None and written.words is None:
        # The shell form takes no arguments.
        return _written(written, image)
    entrypoint = _own(app, "entrypoint") if own_entrypoint else _written(written, image)
    if own_entrypoint and not own_command:
        # Whether the Dockerfile's command is still added is not known.
        return entrypoint if stage is None or stage.command is None else None
    command = _own(app, "cmd") if own_command else _written(stage.command if stage else None, image)
    return None if entrypoint is None or command is None else [*entrypoint, *command]


def _own(app: AppContext, key: str) -> list[Part] | None:
    value: Any = app.get("image", key)
    path = (*app.path, "image", key)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [Part(item, Place((*path, at), "item")) for at, item in enumerate(value)]
    return _split(value, Place(path)) if isinstance(value, str) else None


def _written(command: Command | None, image: _Image) -> list[Part] | None:
    if command is None:
        return []
    if command.words is None:
        return _split(command.text, image.place(command.line), image.environment)
    return [Part(word, image.place(command.line)) for word in command.words]


def _split(
    text: str, place: Place | FilePlace, environment: Mapping[str, str] = MappingProxyType({})
) -> list[Part] | None:
    """The words of a command in one string; `None` where a shell makes something of it."""
    # Between single quotes and after a backslash nothing is replaced.
    if "'" not in text and "\\" not in text:
        text = _REFERENCE.sub(lambda found: _value(found, environment), text)
    if _SHELL.search(text):
        return None
    try:
        import shlex

        return [Part(word, place) for word in shlex.split(text)]
    except ValueError:
        return None


def _value(reference: re.Match[str], environment: Mapping[str, str]) -> str:
    value = environment.get(reference[1] or reference[2], "")
    return value if _PLAIN_VALUE.fullmatch(value) else reference[0]


def _without_shell(parts: list[Part], environment: Mapping[str, str]) -> list[Part]:
    """The command that `sh -c` runs."""
    words = [part.text for part in parts]
    if len(words) == 3 and words[0].rpartition("/")[2] in _SHELLS and words[1] in ("-c", "-lc"):
        return _split(words[2], parts[2].place, environment) or []
    return parts


def _image(app: AppContext) -> _Image:
    path, project = app.string("image", "dockerfile"), app.project
    if path and project is not None:
        found = project.dockerfile(path, build_args(app))
        if not isinstance(found, Unreadable) and found.is_standard and found.stages:
            stage = found.stages[-1]
            replaced = _SET_BY_RUNNER | secret_names(app)
            environment = {name: value for name, value in stage.environment if name not in replaced}
            return _Image(stage, lambda line: FilePlace(project.absolute(path), line), environment)
    return _Image(None, lambda line: FilePlace("", line), {})
