"""What fal would deploy for an app: every setting, its value and where that comes from.

Knows who wins over whom (facts about fal 1.83.0 in `wins` of the schema); neither output formats
nor the protocol.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .rules._conversion import literal
from .rules._target import ref_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fal_schema.lookup import SchemaNode

    from .project.apps import Target
    from .project.class_settings import Origin
    from .rules._subject import App

Source = Literal["toml", "class", "default"]
Kind = Literal["class", "function", "entry-point", "container", "unknown"]

_TARGET_KINDS: dict[str, Kind] = {"app": "class", "function": "function"}


class Setting(NamedTuple):
    """One setting: `value` as TOML or Python source; `file` and `line` (from 0) where it is set.

    For a default `value` is in words, and empty where fal states none.
    """

    name: str
    value: str
    source: Source
    file: str = ""
    line: int = 0
    class_name: str = ""

    def origin(self, root: str = "") -> str:
        """Where the value comes from, in a few words; paths from `root` on where that is given."""
        if self.source == "toml":
            return "pyproject.toml"
        if self.source == "default":
            return "default"
        file = os.path.relpath(self.file, root) if root else self.file
        return f"class {self.class_name} ({file}:{self.line + 1})"


class Effective(NamedTuple):
    """An app as fal would deploy it; `deployed_as` is its name on fal."""

    name: str
    kind: Kind
    deployed_as: str
    target: Target | None
    settings: tuple[Setting, ...]

    def get(self, name: str) -> Setting | None:
        """One setting by its key."""
        return next((each for each in self.settings if each.name == name), None)


def effective(app: App) -> Effective:
    """The settings of an app in the order of the reference. Never raises.

    For a `ref` to a class, what the class sets wins over the TOML, but for the keys that the
    schema says otherwise of; an entry point's class is not read at all, nor is a container's.
    """
    from fal_schema.lookup import node_at

    target = ref_target(app) if app.project is not None else None
    kind = _kind(app, target)
    in_class = _class_values(app, target) if kind == "class" else {}
    node = node_at(("apps", app.name))
    suggested = node.suggested if node is not None else {}
    settings = tuple(
        setting
        for name, schema in suggested.items()
        if not schema.is_table
        for setting in _setting(app, name, schema, in_class.get(name), kind)
    )
    return Effective(app.name, kind, app.string("name") or app.name, target, settings)


def _kind(app: App, target: Target | None) -> Kind:
    if app.has("python_entry_point"):
        return "entry-point"
    if not app.has("ref"):
        return "container" if app.has("image") else "unknown"
    if target is None:
        return "unknown"
    return _TARGET_KINDS.get(target.kind, "unknown")


def _class_values(app: App, target: Target | None) -> Mapping[str, Origin]:
    if app.project is None or target is None:
        return {}
    found = app.project.class_settings(target)
    if found is None:
        return {}
    # fal reads class keywords into the options first, and class attributes over them.
    return {**found.keywords, **found.attributes}


def _setting(
    app: App, name: str, schema: SchemaNode, origin: Origin | None, kind: Kind
) -> Iterator[Setting]:
    in_toml = name in app.table
    dropped = name == "requirements" and kind == "class"
    if in_toml and not dropped and (origin is None or schema.wins != "class"):
        yield Setting(name, _toml(app.table[name]), "toml", app.project.path if app.project else "")
    elif origin is not None:
        value = origin.setting.value
        text = literal(value.data) if value.known and _is_plain(value.data) else value.source
        yield Setting(name, text, "class", origin.path, origin.setting.line, origin.class_name)
    elif schema.default_text and schema.default_text != "Required":
        yield Setting(name, schema.default_text, "default")


def _toml(value: Any) -> str:
    return "..." if value is None else literal(value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    return isinstance(value, (str, int, float, bool))
