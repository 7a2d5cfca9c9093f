"""The value that fal sends for a setting, as JSON has it.

Knows what fal makes of values from pyproject.toml and from Python; must not know which of the two
counts (`effective.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..project.files import Text

if TYPE_CHECKING:
    from ..project import Project
    from ..project.python.settings import ArgumentData, Data

AUTH_MODES = frozenset({"private", "public", "shared"})
"""What `_to_auth_mode_proto` (fal/sdk.py) sends; it leaves out any other value."""

_IMAGE_FIELDS = ("dockerfile_str", "build_args", "registries", "builder", "compression")
_IMAGE_DEFAULTS: dict[str, Any] = {
    "build_args": {},
    "registries": {},
    "builder": None,
    "compression": "gzip",
    "force_compression": False,
    "secrets": {},
}
_OPTIONAL = ("entrypoint", "cmd", "use_isolate")
_CONTEXT = frozenset({"context_dir", "dockerignore", "dockerignore_path"})
_HEALTH_CHECK = ("start_period_seconds", "timeout_seconds", "failure_threshold", "call_regularly")


class Unknown(NamedTuple):
    """A value that cannot be known by reading: the expression, or why where there is none."""

    expression: str
    words: str = ""
    """What to show where the expression says nothing of the value (Markdown)."""


def of_toml(name: str, value: Any, project: Project | None, *, is_container: bool) -> Any:
    """What fal sends for the value of a key of an app; `Unknown` for a file that can't be read.

    `is_container` is for an app that is only an image.
    """
    if name == "image" and isinstance(value, dict):
        return _image_of_toml(value, project, is_container)
    if name == "health_check" and isinstance(value, dict):
        method = value.get("method") or ("GET" if is_container else None)
        return plain(_health_check({**value, "method": method}))
    return _sent(name, value)


def of_python(name: str, value: Data, project: Project | None, route: str | None = None) -> Any:
    """What fal sends for a value in Python; `route` is that of the endpoint with a health check."""
    given = value.arguments
    if value.known:
        return _sent(name, value.data)
    if given is not None and value.made_by == "fal.HealthCheck":
        fields = _keywords(given, ())
        if fields is not None and route is not None and name == "health_check":
            check = {"path": route, **fields, "method": fields.get("method") or "POST"}
            return plain(_health_check(check))
    elif given is not None and name == "retry_config":
        fields = _keywords(given, ("timeout", "server_error", "connection_error"))
        if fields is not None and value.made_by.endswith("RetryConfig"):
            counts = {key: {"retries": each} for key, each in fields.items() if each is not None}
            return _sent(name, counts)
    elif given is not None and value.made_by.startswith("fal.ContainerImage"):
        image = _image_of_python(value.made_by, given, project)
        if image is not None:
            return plain(image)
    return Unknown(value.source or "an expression")


def hidden_secrets(value: Any) -> Any:
    """An image without the credentials and the build secrets that it holds in plain text."""
    if not isinstance(value, dict):
        return value
    shown = dict(value)
    registries = shown.get("registries")
    if isinstance(registries, dict):
        shown["registries"] = {
            address: {**each, "password": _hidden(each["password"])}
            if isinstance(each, dict) and "password" in each
            else each
            for address, each in registries.items()
        }
    if isinstance(shown.get("secrets"), dict):
        shown["secrets"] = {key: _hidden(each) for key, each in shown["secrets"].items()}
    return shown


def summary(value: Any) -> Any:
    """An image in the few words that a line has room for: what is set, files by their path."""
    if not isinstance(value, dict) or "dockerfile_str" not in value:
        return hidden_secrets(value)
    is_file = "dockerfile" in value
    return {
        key: each
        for key, each in hidden_secrets(value).items()
        if not (key == "dockerfile_str" and is_file)
        and not (key in _IMAGE_DEFAULTS and each == _IMAGE_DEFAULTS[key])
    }


def plain(value: Any) -> Any:
    """A value of TOML or Python as JSON has it; `Unknown` for what JSON can't hold."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, (str, bool, int, float, Unknown)):
        return value
    return str(value.isoformat()) if hasattr(value, "isoformat") else repr(value)


def _sent(name: str, value: Any) -> Any:
    if name == "auth":
        return value if isinstance(value, str) and value in AUTH_MODES else None
    if name == "retry_config" and isinstance(value, dict):
        return plain({key: _retries(each) for key, each in value.items()})
    return plain(value)


def _retries(entry: Any) -> Any:
    count = entry.get("retries") if isinstance(entry, dict) else None
    return {"retries": max(count, 0)} if isinstance(count, int) else entry


def _health_check(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are set; the server sees the method in capitals."""
    found = {key: fields[key] for key in ("path", *_HEALTH_CHECK) if fields.get(key) is not None}
    method = fields.get("method")
    if method:
        found["method"] = method.upper() if isinstance(method, str) else method
    return found


def _image_of_toml(value: Mapping[str, Any], project: Project | None, is_container: bool) -> Any:
    path = value.get("dockerfile")
    own = {"use_isolate": False} if is_container else {}
    if not isinstance(path, str):
        return plain({**value, **own})
    text = _dockerfile(path, project)
    if text is None:
        return Unknown(path)
    rest = {key: each for key, each in value.items() if key != "dockerfile"}
    return plain({"dockerfile": path, "dockerfile_str": text, **_IMAGE_DEFAULTS, **rest, **own})


def _image_of_python(
    made_by: str, given: ArgumentData, project: Project | None
) -> dict[str, Any] | None:
    """`ContainerImage.to_dict` without what it finds out from files; `None` where not known."""
    method = made_by.rpartition(".")[2]
    first = {"from_dockerfile": ("path",), "from_dockerfile_str": ("text",)}.get(method)
    if first is None and method != "ContainerImage":
        return None
    fields = _keywords(given, _IMAGE_FIELDS if first is None else first)
    if fields is None:
        return None
    text = fields.pop("text", fields.get("dockerfile_str"))
    image: dict[str, Any] = {}
    if "path" in fields:
        path = fields.pop("path")
        text = _dockerfile(path, project) if isinstance(path, str) else None
        image["dockerfile"] = path if project is None else project.shown(path)
    if not isinstance(text, str):
        return None
    image |= {"dockerfile_str": text, **_IMAGE_DEFAULTS}
    for key, value in fields.items():
        if key not in _CONTEXT and not (key in _OPTIONAL and value is None):
            image[key] = value
    return image


def _keywords(given: ArgumentData, names: tuple[str, ...]) -> dict[str, Any] | None:
    """The arguments of a call by name, `None` where one is not known."""
    if len(given.positional) > len(names):
        return None
    fields = [*zip(names, given.positional, strict=False), *given.keywords]
    # Where the build context is doesn't change what is shown of an image.
    known = [(key, each) for key, each in fields if key not in _CONTEXT]
    if not all(each.known for _, each in known):
        return None
    return {key: each.data for key, each in known}


def _dockerfile(path: str, project: Project | None) -> str | None:
    found = project.read_text(path) if project is not None else None
    return found.text if isinstance(found, Text) else None


def _hidden(secret: Any) -> Any:
    return secret if isinstance(secret, str) and secret.startswith("$") else "***"
