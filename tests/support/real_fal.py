"""Asks the loader of the installed fal about a file. Knows fal's internals and nothing of ours.

Runs in this process, in a folder of its own, without a network. fal remembers the files that it
has read by path, so its memory is cleared before each.
"""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import Any, NamedTuple

import tomli


class Verdict(NamedTuple):
    """What fal says of a file: the apps that it refuses, each with fal's own words."""

    refused: dict[str, str]

    @property
    def accepted(self) -> bool:
        """Whether every app of the file can be loaded."""
        return not self.refused


WHOLE_FILE = "(the file)"


def load(text: str, folder: Path) -> Verdict:
    """What fal's loader says of each app of a pyproject.toml; the folder is left as it was."""
    from fal import project
    from fal.cli._utils import get_app_data_from_toml

    written = _write(text, folder)
    refused: dict[str, str] = {}
    before = Path.cwd()
    os.chdir(folder)
    try:
        for app in _apps(text):
            project._load_toml.cache_clear()
            project.find_project_root.cache_clear()
            project._cached_resolve.cache_clear()
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    get_app_data_from_toml(app, emit_deprecation_warnings=False)
            except Exception as error:
                refused[app] = f"{type(error).__name__}: {error}"
    finally:
        os.chdir(before)
        for path in written:
            path.unlink()
    return Verdict(refused)


def _write(text: str, folder: Path) -> list[Path]:
    """Writes the file and a Dockerfile at each place that it names inside the folder."""
    manifest = folder / "pyproject.toml"
    manifest.write_bytes(text.encode("utf-8"))
    written = [manifest]
    for name in _dockerfiles(text):
        path = (folder / name).resolve()
        if name and path.is_relative_to(folder.resolve()) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("FROM python:3.12-slim\n", encoding="utf-8")
            written.append(path)
    return written


def _table(text: str) -> Any:
    try:
        return tomli.loads(text).get("tool", {}).get("fal", {})
    except (tomli.TOMLDecodeError, RecursionError, AttributeError):
        return None


def _apps(text: str) -> list[str]:
    """The apps to ask for; where there is nothing like a table of apps, any name shows it."""
    table = _table(text)
    if not isinstance(table, dict):
        return [WHOLE_FILE]
    apps = table.get("apps", {})
    return list(apps) if isinstance(apps, dict) else [WHOLE_FILE]


def _dockerfiles(text: str) -> list[str]:
    table = _table(text)
    apps = table.get("apps") if isinstance(table, dict) else None
    found = []
    for app in apps.values() if isinstance(apps, dict) else ():
        image = app.get("image") if isinstance(app, dict) else None
        name = image.get("dockerfile") if isinstance(image, dict) else None
        if isinstance(name, str):
            found.append(name)
    return found
