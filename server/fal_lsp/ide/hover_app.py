"""The card of an app: what fal would deploy, and where each setting comes from. No protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..check import subject
from ..effective import Setting, effective

if TYPE_CHECKING:
    from ..effective import Effective
    from ..project import Project
    from ..rules._subject import App
    from ..toml import Document

_KINDS = {
    "class": "a `fal.App` class",
    "function": "a `fal.function`",
    "entry-point": "an installed package",
    "container": "a container with its own server",
    "unknown": "not known from here",
}
# What a person asks first; the rest is shown where it is set.
_ALWAYS = ("auth", "machine_type", "keep_alive", "min_concurrency", "max_concurrency")


def app_card(document: Document, name: str, project: Project | None) -> str:
    """Markdown: source, name, auth, machine and scaling with their origins, and the commands."""
    apps = {app.name: app for app in subject(document, project).apps}
    if name not in apps:
        return f"**`{name}`**"
    app = apps[name]
    found = effective(app)
    root = project.root if project is not None else ""
    rows = [
        f"| `{setting.name}` | {_cell(setting)} | {setting.origin(root)} |"
        for setting in found.settings
        if setting.source != "default" or setting.name in _ALWAYS
    ]
    parts = [
        f"**`{name}`** · {_KINDS[found.kind]}",
        _source(app, found),
        "\n".join(["| Setting | Value | From |", "| --- | --- | --- |", *rows]),
        f"Deployed as `{found.deployed_as}`: `fal deploy {name}` · Tried out: `fal run {name}`",
    ]
    return "\n\n".join(part for part in parts if part)


def _source(app: App, found: Effective) -> str:
    target = found.target
    definition = target.definition if target is not None else None
    return definition.doc or "" if definition is not None else ""


def _cell(setting: Setting) -> str:
    if setting.source == "default":
        return setting.value.replace("|", "\\|")
    text = setting.value if len(setting.value) <= 60 else f"{setting.value[:59]}…"
    # A cell of a table takes no line end, no bar and no backtick of its own.
    return f"`{text}`".replace("\n", " ").replace("|", "\\|")
