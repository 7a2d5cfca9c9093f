"""`fal-lsp show`: what fal would deploy for an app, as a table or as JSON.

Knows how to print the effective settings, not how they come about (`effective.py`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..lint.check import subject
from ..lint.effective import Default, Effective, Setting, effective
from ..lint.sent_values import Unknown, hidden_secrets
from ..paths import relative_path
from ..report.escape import file_name, printable
from ..toml import parse
from .arguments import UsageError, no_app
from .console import note, write
from .project_here import project_here
from .read import FileProblem, decode, read_file

if TYPE_CHECKING:
    import argparse

    from ..rules.context import AppContext

_WIDEST = 60


def run(arguments: argparse.Namespace) -> int:
    """Print one app or all of them; 1 for an unreadable file, `UsageError` for a wrong name."""
    if arguments.diff is not None:
        from .show_diff import show_diff

        return show_diff(arguments)
    if arguments.output_format == "github":
        raise UsageError("the format `github` needs --diff")
    path = arguments.file
    content = read_file(path)
    text = decode(content) if isinstance(content, bytes) else content
    if isinstance(text, FileProblem):
        note(f"{file_name(path)}: {text.message}", "error")
        return 1
    document = parse(text)
    project = project_here(path)
    apps = {app.name: app for app in subject(document, project).apps}
    if arguments.app is not None and arguments.app not in apps:
        raise UsageError(no_app(arguments.app, path, list(apps)))
    if document.error is not None:
        note(f"{file_name(path)} is not valid TOML, so settings may be missing", "warning")
    chosen = list(apps.values()) if arguments.app is None else [apps[arguments.app]]
    root = os.path.dirname(os.path.abspath(path))
    if arguments.output_format == "json":
        objects = [_object(app, root) for app in chosen]
        output: Any = objects if arguments.app is None else objects[0]
        write([json.dumps(output, indent=2) + "\n"], sys.stdout)
    else:
        write(["\n".join("".join(_table(app, root)) for app in chosen)], sys.stdout)
    return 0


def _object(app: AppContext, root: str) -> dict[str, Any]:
    """The app as JSON; `line` counts from 1."""
    shown = effective(app)
    target = shown.target
    return {
        "name": shown.name,
        "kind": shown.kind,
        "deployed_as": shown.deployed_as,
        "target": None
        if target is None
        else {
            "name": target.name,
            "file": relative_path(target.path, root),
            "line": target.line + 1,
        },
        "settings": [
            {
                "name": setting.name,
                "value": as_json(setting.value),
                "source": setting.source,
                "file": relative_path(setting.file, root) if setting.file else None,
                "line": setting.line + 1 if setting.file else None,
                "default": _default(setting.default),
                "kept_by_redeploy": setting.is_kept,
            }
            for setting in shown.settings
        ],
    }


def as_json(value: Any) -> Any:
    """The value of a setting: `{"unknown": "<expression>"}` for one that can't be known."""
    if isinstance(value, Unknown):
        return {"unknown": value.expression}
    return hidden_secrets(value)


def _default(default: Default | None) -> dict[str, Any] | None:
    if default is None:
        return None
    words = default.words.replace("`", "")
    return {"value": default.value, "from": default.origin, "description": words}


def _table(app: AppContext, root: str) -> Iterator[str]:
    shown = effective(app)
    names = printable(shown.name), printable(shown.deployed_as)
    yield f"{names[0]} ({_kind(shown, root)}), deployed as {names[1]}\n"
    rows = [
        # The words for a default are Markdown; a terminal has no use for its backticks.
        (setting.name, _cut(printable(_text(setting))), printable(setting.origin(root)))
        for setting in shown.settings
        if setting.text
    ]
    name_width = max((len(name) for name, _, _ in rows), default=0)
    value_width = max((len(value) for _, value, _ in rows), default=0)
    for name, value, origin in rows:
        yield f"  {name:<{name_width}}  {value:<{value_width}}  {origin}\n"

    if shown.kept:
        yield f"  A redeploy keeps the running app's {', '.join(shown.kept)}: \
app_scale_settings is false.\n"


def _text(setting: Setting) -> str:
    if isinstance(setting.value, Unknown) and not setting.is_words:
        return f"unknown: {setting.text}"
    return setting.text.replace("`", "") if setting.is_words else setting.text


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."


def _kind(shown: Effective, root: str) -> str:
    if shown.target is None:
        return shown.kind
    place = f"{relative_path(shown.target.path, root)}:{shown.target.line + 1}"
    return f"{shown.kind} {shown.target.name} in {printable(place)}"
