"""The hover of an app: what fal would deploy, and the origin of each setting. No protocol."""

from __future__ import annotations

import re
from collections.abc import Iterable
from shlex import quote
from typing import TYPE_CHECKING

from ..lint.check import subject
from ..lint.effective import Setting, effective
from ..markup import code, file_link, plain

if TYPE_CHECKING:
    from ..lint.effective import Effective
    from ..project import Project
    from ..toml import Document

_KINDS = {
    "class": "a `fal.App` class",
    "function": "an `@fal.function`",
    "entry-point": "an installed package",
    "container": "a container with its own server",
    "unknown": "an unresolved app",
}
_OTHERS = "The other settings are unknown, because `ref` cannot be resolved."
# Who can call it and what it costs: before the table, since VS Code cuts a long hover.
_FIRST = ("auth", "machine_type")
# What a person asks next; the rest is shown where it is set.
_ALWAYS = ("auth", "machine_type", "keep_alive", "min_concurrency", "max_concurrency")


def app_docs(document: Document, name: str, project: Project | None) -> str:
    """Markdown: the command with what it does, the docs of the source, the settings by origin."""
    apps = {app.name: app for app in subject(document, project).apps}
    if name not in apps:
        return f"**{code(name)}**"
    app = apps[name]
    app_settings = effective(app)
    root = project.root if project is not None else ""
    rows = [
        (setting.name, setting, root)
        for setting in app_settings.settings
        if (setting.source != "default" or setting.name in _ALWAYS) and not setting.is_unknown
    ]
    parts = [
        _command(name, app_settings),
        _source(app_settings),
        settings_table("Setting", rows),
        _unresolved(app_settings),
        _kept(app_settings),
        f"{code(f'fal run {quote(name)}')} runs it without deploying.",
    ]
    return "\n\n".join(part for part in parts if part)


def settings_table(title: str, rows: Iterable[tuple[str, Setting, str]]) -> str:
    """A table of settings: the text of the first column, the setting, the root for its origin."""
    lines = [
        f"| {_cell(code(name))} | {_cell(_value(setting))} | {_cell(_origin(setting, root))} |"
        for name, setting, root in rows
    ]
    return "\n".join([f"| {title} | Value | From |", "| --- | --- | --- |", *lines])


def _command(name: str, app_settings: Effective) -> str:
    """One sentence."""
    command = code(f"fal deploy {quote(name)}")
    what = (
        f"**{command}** deploys {_KINDS[app_settings.kind]} as **{code(app_settings.deployed_as)}**"
    )
    first = [setting for setting in map(app_settings.get, _FIRST) if setting and _is_short(setting)]
    with_them = ", ".join(f"`{setting.name}` {_value(setting)}" for setting in first)
    return f"{what}: {with_them}." if with_them else f"{what}."


def _source(app_settings: Effective) -> str:
    target = app_settings.target
    definition = target.definition if target is not None else None
    return plain(definition.doc or "") if definition is not None else ""


def _unresolved(app_settings: Effective) -> str:
    unknown = any(setting.is_unknown for setting in app_settings.settings)
    resolved = app_settings.kind != "unknown"
    return "" if resolved or not unknown else _OTHERS


def _kept(app_settings: Effective) -> str:
    names = ", ".join(f"`{name}`" for name in app_settings.kept)
    return f"A redeploy keeps the running app's {names}: `app_scale_settings` is false." * bool(
        names
    )


def _origin(setting: Setting, root: str) -> str:
    if setting.source in ("toml", "default"):
        return setting.origin(root)
    place = file_link(setting.file, setting.line, root)
    return f"{setting.source} {plain(setting.class_name)} ({place})"


def _cell(markdown: str) -> str:
    return markdown.replace("|", "\\|")


def _value(setting: Setting) -> str:
    text = setting.text
    if setting.is_words:
        return text or "not set"
    return code(text if len(text) <= 60 else f"{text[:59]}…")


def _is_short(setting: Setting) -> bool:
    """Whether the value is one; a default in words goes into the table only."""
    return not setting.is_words or re.fullmatch("`[^`]*`", setting.text) is not None
