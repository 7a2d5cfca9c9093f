"""`fal-lsp show`: what fal would deploy for an app, as a table or as JSON.

Knows which apps are asked for; must not know how their settings come about (`lint/effective.py`)
or look (`report/app_settings.py`).
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from ..lint.check import subject
from ..lint.effective import effective
from ..report import app_settings
from ..report.escape import file_name
from ..toml import parse
from .arguments import UsageError, no_app
from .console import note, write
from .owners import default_manifest
from .project_here import project_here
from .read import FileProblem, decode, read_file

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print one app or all of them; 1 for an unreadable file, `UsageError` for a wrong name."""
    if arguments.diff is not None:
        from .show_diff import show_diff

        return show_diff(arguments)
    if arguments.output_format == "github":
        raise UsageError("the format `github` needs --diff")
    path = arguments.file or default_manifest()
    if arguments.file is None and not os.path.exists(path):
        note(f"no {path} in this directory or above", "error")
        return 1
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
    if not apps and document.error is None:
        advice = "run `fal-lsp init` to add those that your code defines"
        note(f"no apps in {file_name(path)}; {advice}", "warning")
    shown = [effective(app) for app in chosen]
    root = os.path.dirname(os.path.abspath(path))
    if arguments.output_format == "json":
        objects = [app_settings.as_object(each, root) for each in shown]
        output = objects if arguments.app is None else objects[0]
        write([json.dumps(output, indent=2) + "\n"], sys.stdout)
    else:
        write(["\n".join("".join(app_settings.table(each, root)) for each in shown)], sys.stdout)
    return 0
