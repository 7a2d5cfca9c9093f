"""Values of Python as TOML has them, and messages about them in Python's words.

Knows what fal accepts in Python instead of a TOML value (fal 1.83.0); must not know classes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fal_schema.lookup import app_node

if TYPE_CHECKING:
    from fal_schema.lookup import NodePython

    from ..project.python.settings import ArgumentData, Data
    from .finding import Finding

_IMAGE = frozenset({"build_args", "secrets", "registries", "entrypoint", "cmd"})
"""The keywords of `fal.ContainerImage` that are keys of `image`, too."""

_HEALTH_CHECK = frozenset(
    {"start_period_seconds", "timeout_seconds", "failure_threshold", "call_regularly", "method"}
)

_CONDITIONS = ("timeout", "server_error", "connection_error")

_OF_FAL = frozenset({"auth", "health_check", "image"})
"""Keys whose values in Python have rules of their own."""

_WORDS = (
    ("TOML comment", "Python comment"),
    ("remove the key", "remove it"),
    ("not a table", "not a dict"),
    ("must be a table", "must be a dict"),
    ("boolean true", "boolean True"),
    ("boolean false", "boolean False"),
)


class _Named:
    """Something that is no value of TOML, by its name in Python."""

    def __init__(self, name: str, words: str = "") -> None:
        self._name = name
        self.words = words
        """What it is, where that is no code of Python."""

    def __repr__(self) -> str:
        return self._name


FROM_TOML = _Named("what pyproject.toml says")
"""What pyproject.toml says of a key, which may be nothing."""

NONE = _Named("None")
"""Python's `None` where fal refuses it."""

TIMEDELTA = _Named("timedelta(...)")
"""A duration, where fal wants the number of its seconds."""

_KINDS = {
    "str": _Named("str", "a string"),
    "float": _Named("float", "a float"),
    "Enum": _Named("Enum", "a member of an enumeration"),
    "method": _Named("method", "a method"),
}
"""Values of which only the type is known."""

_SET = _Named("set", "a set")

_TYPES = {"str": "string", "float": "number"}
"""The types of JSON Schema that accept them."""

UNSET = _Named("unset")
"""Python's `None` where it means that a key is not set."""


def in_toml(key: str, value: Data, names: NodePython) -> Any:
    """The value of a key in TOML's types; `None` where it is unknown, or has no such type.

    What fal takes in Python though TOML has nothing like it, such as a tuple for a list, is
    turned into what it stands for.
    """
    if value.known:
        if value.data is None:
            return NONE if names.needs_value else UNSET
        if key == "health_check":
            # fal takes no plain data there, which `app-file-not-loadable` says.
            return None
        return _plain(value.data, names)
    if value.made_by == "datetime.timedelta":
        return TIMEDELTA
    if value.kind in _KINDS and key not in _OF_FAL:
        is_accepted = _TYPES.get(value.kind) in app_node().children[key].types
        return None if is_accepted else _KINDS[value.kind]
    if value.arguments is None:
        return UNSET if value.is_none else None
    if key == "retry_config" and value.made_by == "fal.sdk.RetryConfig":
        return _retries(value.arguments)
    if key == "health_check" and value.made_by == "fal.HealthCheck":
        # The endpoint has the path.
        return {"path": None, **_keywords(value.arguments, _HEALTH_CHECK)}
    if key == "image" and value.made_by.startswith("fal.ContainerImage"):
        return {"dockerfile": None, **_keywords(value.arguments, _IMAGE)}
    return None


def of_one_kind(values: list[Any]) -> list[Any]:
    """The values that something may have; one where only their type matters to a message."""
    for kind, name in ((str, "str"), (float, "float")):
        named = _KINDS[name]
        if named in values and all(each is named or isinstance(each, kind) for each in values):
            return [named]
    return values


def _retries(given: ArgumentData) -> dict[str, Any]:
    """`RetryConfig.to_dict`, which makes integers of the numbers."""
    named = (*zip(_CONDITIONS, given.positional, strict=False), *given.keywords)
    found: dict[str, Any] = {}
    for name, each in named:
        if each.is_none is True:
            continue
        try:
            count = int(each.data) if each.known else None
        except (TypeError, ValueError, OverflowError):
            count = _plain(each.data)
        found[name] = None if count is None else {"retries": count}
    return found


def _keywords(given: ArgumentData, names: frozenset[str]) -> dict[str, Any]:
    found = {name: each for name, each in given.keywords if name in names}
    return {
        name: _plain(each.data) if each.known else None
        for name, each in found.items()
        if each.is_none is not True
    }


def _plain(data: Any, names: NodePython | None = None) -> Any:
    if isinstance(data, str):
        return data.lower() if names is not None and names.any_case else data
    if isinstance(data, (int, float)):
        return data
    if isinstance(data, (set, frozenset, tuple)):
        if names is not None and names.sequences:
            return [_plain(each, names) for each in data]
        if isinstance(data, tuple):
            return tuple(_plain(each) for each in data)
        return _SET if names is not None else None
    if isinstance(data, list):
        return [NONE if each is None else _plain(each, names) for each in data]
    if isinstance(data, dict) and all(isinstance(key, str) for key in data):
        return {key: NONE if each is None else _plain(each) for key, each in data.items()}
    return None


def in_python_words(finding: Finding, key: str, name: str) -> Finding:
    """A finding about the value of a key, in the words of a Python file.

    It has no fix, so its help says what the fix would do; `name` is that of the key in Python.
    """
    message, advice = finding.message, finding.help
    fix = next((each for each in finding.fixes if each.preferred), None)
    if not advice and fix is not None and "Did you mean" not in message:
        advice = f"{fix.title}."
    if key == "image" and message.startswith("`image` must be a table"):
        message = message.replace("a table", "a `ContainerImage`", 1)
        advice = "Use `ContainerImage.from_dockerfile_str`."
    if "Expected comma" in message and not advice:
        advice = "Add a comma if these are two strings: Python joins them."
    return finding._replace(
        message=_translated(message, key, name), help=_translated(advice, key, name), fixes=()
    )


def _translated(text: str, key: str, name: str) -> str:
    for toml, python in _WORDS:
        text = text.replace(toml, python)
    text = re.sub(r"`(true|false)`", lambda found: f"`{found[1].title()}`", text)
    text = re.sub(r"`\[tool\.fal[^`]*\]`", "a dict", text)
    text = re.sub(r"`(?:\w+ = )?(\{ .* \})`", lambda found: f"`{_dict(found[1])}`", text)
    return text if key == name else text.replace(f"`{key}`", f"`{name}`")


def _dict(inline: str) -> str:
    """An inline table as Python writes it."""
    return (
        re.sub(r"([{,]) ?([A-Za-z_]+) = ", r'\1"\2": ', inline)
        .replace(",", ", ")
        .replace(" }", "}")
    )
