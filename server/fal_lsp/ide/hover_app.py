"""The card of an app: what fal would deploy, and where each setting comes from. No protocol."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from ..lint.check import subject
from ..lint.effective import Setting, effective
from .markup import code

if TYPE_CHECKING:
    from ..lint.effective import Effective
    from ..project import Project
    from ..toml import Document

_KINDS = {
    "class": "a `fal.App` class",
    "function": "an `@fal.function`",
    "entry-point": "an installed package",
    "container": "a container with its own server",
    "unknown": "an app that fal-lsp cannot resolve",
}
# Who may call it and what it costs: said before the table, as VS Code cuts a long card.
_FIRST = ("auth", "machine_type")
# What a person asks next; the rest is shown where it is set.
_ALWAYS = ("auth", "machine_type", "keep_alive", "min_concurrency", "max_concurrency")


def app_card(document: Document, name: str, project: Project | None) -> str:
    """Markdown: the command with what it does, the docs of the source, the settings by origin."""
    apps = {app.name: app for app in subject(document, project).apps}
    if name not in apps:
        return f"**{code(name)}**"
    app = apps[name]
    found = effective(app)
    root = project.root if project is not None else ""
    rows = [
        f"| `{setting.name}` | {_cell(setting)} | {setting.origin(root)} |"
        for setting in found.settings
        if setting.source != "default" or setting.name in _ALWAYS
    ]
    parts = [
        _command(name, found),
        _source(found),
        "\n".join(["| Setting | Value | From |", "| --- | --- | --- |", *rows]),
        f"{code(f'fal run {quote(name)}')} runs it without deploying.",
    ]
    return "\n\n".join(part for part in parts if part)


def _command(name: str, found: Effective) -> str:
    """One sentence."""
    command = code(f"fal deploy {quote(name)}")
    what = f"**{command}** deploys {_KINDS[found.kind]} as **{code(found.deployed_as)}**"
    first = [setting for setting in map(found.get, _FIRST) if setting and _is_short(setting)]
    with_them = ", ".join(f"`{setting.name}` {_value(setting)}" for setting in first)
    return f"{what}: {with_them}." if with_them else f"{what}."


def _source(found: Effective) -> str:
    target = found.target
    definition = target.definition if target is not None else None
    return definition.doc or "" if definition is not None else ""


def _cell(setting: Setting) -> str:
    return _value(setting).replace("|", "\\|")


def _value(setting: Setting) -> str:
    if setting.source == "default":
        return setting.value
    return code(setting.value if len(setting.value) <= 60 else f"{setting.value[:59]}…")


def _is_short(setting: Setting) -> bool:
    """Whether the value is one; a default in words goes into the table only."""
    return setting.source != "default" or setting.value.count("`") == 2
