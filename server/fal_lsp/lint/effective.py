"""What fal would deploy for an app: every setting, its value and where that comes from.

Knows neither output formats nor the protocol; precedence is decided in `rules/precedence.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fal_schema.literals import literal

from ..rules.app_source import ref_target
from ..rules.precedence import drops_requirements, options, overridden

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ..project.python.app_options import Option
    from ..project.python.apps import Target
    from ..rules.context import AppContext

Source = Literal["toml", "class", "function", "default"]
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
        return f"{self.source} {self.class_name} ({file}:{self.line + 1})"


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


def effective(app: AppContext) -> Effective:
    """The settings of an app in the order of the reference. Never raises.

    For a `ref` what the class or the function sets wins over the TOML, but for what
    `rules/precedence.py` says otherwise of; what an entry point leads to is not read at all.
    """
    from fal_schema.lookup import node_at

    target = ref_target(app) if app.project is not None else None
    kind = _kind(app, target)
    in_code = options(app) if kind in ("class", "function") else {}
    node = node_at(("apps", app.name))
    suggested = node.suggested if node is not None else {}
    settings = tuple(
        setting
        for name, schema in suggested.items()
        if not schema.is_table
        for setting in _setting(app, name, schema, in_code.get(name), kind)
    )
    return Effective(app.name, kind, app.string("name") or app.name, target, settings)


def _kind(app: AppContext, target: Target | None) -> Kind:
    if app.has("python_entry_point"):
        return "entry-point"
    if not app.has("ref"):
        return "container" if app.has("image") else "unknown"
    if target is None:
        return "unknown"
    return _TARGET_KINDS.get(target.kind, "unknown")


def _setting(
    app: AppContext, name: str, schema: SchemaNode, option: Option | None, kind: Kind
) -> Iterator[Setting]:
    dropped = name in overridden(app) or (name == "requirements" and drops_requirements(app))
    if app.has(name) and not dropped:
        yield Setting(name, _toml(app.get(name)), "toml", app.project.path if app.project else "")
    elif option is not None and option.name == name and not _is_none(option):
        origin = option.origin
        value = origin.setting.value
        text = literal(value.data) if value.known and _is_plain(value.data) else value.source
        source: Source = "function" if kind == "function" else "class"
        yield Setting(name, text, source, origin.path, origin.setting.line, origin.class_name)
    elif schema.default_text and schema.default_text != "Required":
        yield Setting(name, schema.default_text, "default")


def _is_none(option: Option) -> bool:
    value = option.origin.setting.value
    return value.known and value.data is None


def _toml(value: Any) -> str:
    return "..." if value is None else literal(value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    return isinstance(value, (str, int, float, bool))
