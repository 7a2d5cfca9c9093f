"""The servers that are compared, and the project that each of them gets.

All get the same files and know the same schema: Tombi and Taplo by their own configuration.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "schema" / "pyproject.schema.json"
BIN = Path(sys.executable).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fal-lsp"

OURS, EMPTY, TOMBI, TAPLO = "fal-lsp", "empty pygls", "Tombi", "Taplo (olpat)"

HEAD = """\
[project]
name = "benchmark"
version = "0.1.0"
dependencies = ["fal", "numpy>=1.26"]

"""
APP = """\
[tool.fal.apps.app-{number}]
ref = "src/app_{number}.py::App"
auth = "{auth}"
machine_type = "GPU-H100"
num_gpus = 1
keep_alive = 300
min_concurrency = 0
max_concurrency = 4

"""
MODULE = """\
import fal


class App(fal.App):
    @fal.endpoint("/")
    def run(self) -> dict:
        return {}
"""
LINES_OF_HEAD = HEAD.count("\n")
LINES_OF_APP = APP.count("\n")


class Project(NamedTuple):
    """A folder with a pyproject.toml of so many apps; edits are made in the one in the middle."""

    folder: Path
    apps: int

    def text(self, auth: str) -> str:
        """The text where the app in the middle has this `auth`."""
        return HEAD + "".join(
            APP.format(number=number, auth=auth if number == self.apps // 2 else "private")
            for number in range(self.apps)
        )

    @property
    def line(self) -> int:
        """The line of the middle app's header."""
        return LINES_OF_HEAD + self.apps // 2 * LINES_OF_APP


def commands() -> dict[str, list[str]]:
    """The command of each server that is installed."""
    found = {
        OURS: [str(BIN / "fal-lsp"), "--stdio"],
        EMPTY: [sys.executable, str(ROOT / "benchmarks" / "empty_server.py")],
    }
    tombi, olpat = BIN / "tombi", shutil.which("olpat", path=f"{CACHE / 'olpat' / 'bin'}:{BIN}")
    if tombi.exists():
        found[TOMBI] = [str(tombi), "lsp", "--offline"]
    if olpat:
        found[TAPLO] = [olpat, "lsp", "stdio"]
    return found


def write_project(folder: Path, apps: int) -> Project:
    """Write the files of a project."""
    project = Project(folder, apps)
    (folder / "src").mkdir(parents=True)
    for number in range(apps):
        (folder / "src" / f"app_{number}.py").write_text(MODULE, encoding="utf-8")
    (folder / "pyproject.toml").write_text(project.text("private"), encoding="utf-8")
    (folder / "tombi.toml").write_text(
        f'[[schemas]]\npath = "{SCHEMA}"\ninclude = ["pyproject.toml"]\n', encoding="utf-8"
    )
    (folder / ".taplo.toml").write_text(
        f'[[rule]]\ninclude = ["**/pyproject.toml"]\n'
        f'[rule.schema]\nenabled = true\npath = "{SCHEMA.as_uri()}"\n',
        encoding="utf-8",
    )
    return project
