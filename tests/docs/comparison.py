"""One project with one mistake at a time, shown to several tools. Knows no page.

`ROWS` are the mistakes, each a change of the files of `BASE`, in which no tool sees anything.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support import peers, projects
from tests.support.docs import run

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Path(__file__).resolve().parents[2] / "schema" / "pyproject.schema.json"
_PAINTER = """\
import fal


class Painter(fal.App):
    @fal.endpoint("/")
    def run(self) -> dict:
        return {}
"""
BASE = {
    "pyproject.toml": """\
[project]
name = "studio"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["fal>=1.80"]

[tool.fal.apps.painter]
ref = "src/painter.py::Painter"
auth = "private"
keep_alive = 300
machine_type = "M"

[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
""",
    "src/painter.py": _PAINTER,
    "Dockerfile": 'FROM python:3.12-slim\nEXPOSE 8000\nCMD ["serve"]\n',
}


class Row(NamedTuple):
    """A mistake: its name in the tables, how it gets into BASE, the rule that reports it."""

    name: str
    old: str
    new: str
    rule: str
    app: str = "painter"
    """The app that fal is asked to deploy."""
    file: str = "pyproject.toml"

    @property
    def files(self) -> dict[str, str]:
        """The files of the project with the mistake in them."""
        assert BASE[self.file].count(self.old) == 1, self
        return BASE | {self.file: BASE[self.file].replace(self.old, self.new)}


_REF = 'ref = "src/painter.py::Painter"\n'
_AUTH = 'auth = "private"\n'
ROWS = (
    Row("a misspelled key", "keep_alive", "keep_alve", "unknown-key"),
    Row("a value that is not allowed", "private", "privat", "invalid-value"),
    Row("a string instead of a number", "= 300", '= "300"', "wrong-type"),
    Row("`300.0` instead of `300`", "= 300", "= 300.0", "wrong-type"),
    Row("a port above 65535", "8000\n", "80800\n", "out-of-range", "server"),
    Row(
        "two mutually exclusive keys",
        _REF,
        _REF + 'python_entry_point = "studio.painter:Painter"\n',
        "ref-conflict",
    ),
    Row("an app without a source", _REF, "", "app-source-missing"),
    Row("a deprecated key", _AUTH, _AUTH + "no_scale = true\n", "deprecated-key"),
    Row("a duplicate key", _AUTH, _AUTH + _AUTH, "duplicate-key"),
    Row(
        "a multi-line inline table (TOML 1.1), which build tools cannot parse",
        "[tool.fal.apps.server]\n",
        '[tool.fal.apps]\nother = {\n  ref = "src/painter.py::Painter"\n}\n\n'
        "[tool.fal.apps.server]\n",
        "toml-1-1-syntax",
        "other",
    ),
    Row(
        "a minimum above the maximum",
        _AUTH,
        _AUTH + "min_concurrency = 4\nmax_concurrency = 2\n",
        "min-above-max",
    ),
    Row(
        "a glob instead of a regular expression",
        _AUTH,
        _AUTH + 'app_files = ["painter.py"]\napp_files_ignore = ["*.pyc"]\n',
        "invalid-regex",
    ),
    Row(
        "a password in plain text",
        'dockerfile = "Dockerfile"\n',
        'dockerfile = "Dockerfile"\n'
        'registries = { "ghcr.io" = { username = "me", password = "hunter2" } }\n',
        "plain-text-secret",
        "server",
    ),
    Row(
        "two apps deployed under the same name",
        "exposed_port",
        'name = "painter"\nexposed_port',
        "duplicate-deploy-name",
        "server",
    ),
    Row("a missing file", "src/painter.py", "src/paint.py", "ref-file-missing"),
    Row("a class that is not in the file", "::Painter", "::Paint", "ref-symbol-missing"),
    Row(
        "a class that is not a `fal.App`", "(fal.App)", "", "ref-not-an-app", file="src/painter.py"
    ),
    Row(
        "a missing Dockerfile",
        '"Dockerfile"',
        '"docker/Dockerfile"',
        "dockerfile-missing",
        "server",
    ),
    Row(
        "a setting that the class overrides",
        "(fal.App):\n",
        "(fal.App):\n    keep_alive = 60\n\n",
        "overridden-by-class",
        file="src/painter.py",
    ),
    Row(
        "requirements that fal ignores, because the class is a `fal.App`",
        _AUTH,
        _AUTH + 'requirements = ["torch"]\n',
        "requirements-ignored",
    ),
    Row(
        "a key that requires a newer fal than the project does",
        "fal>=1.80",
        "fal==1.70.0",
        "key-newer-than-fal",
    ),
)

TWO = """\
[project]
name = "studio"
version = "0.1.0"

[tool.fal.apps.painter]
ref = "src/painter.py::Painter"
keep_alive = "300"
machin_type = "M"
"""
"""Two mistakes at once; fal's loader sees both."""

Seen = dict[str, bool]
Projects = dict[str, dict[str, str]]


def _texts(cases: Projects) -> dict[str, str]:
    return {f"{name}.toml": files["pyproject.toml"] for name, files in cases.items()}


def _taplo(cases: Projects, folder: Path) -> Seen:
    return _seen(peers.taplo(SCHEMA, _texts(cases), folder))


def _tombi(cases: Projects, folder: Path) -> Seen:
    return _seen(peers.tombi(SCHEMA, _texts(cases), folder))


def _validate_pyproject(cases: Projects, folder: Path) -> Seen:
    """The program, which finds our schema by itself, as a plugin."""
    names = _written(cases, folder)
    printed, _ = run(f"validate-pyproject {names}", folder)
    return {name: f"Invalid file: {name}.toml\n" in printed for name in cases}


def _check_jsonschema(cases: Projects, folder: Path) -> Seen:
    names = _written(cases, folder)
    printed, _ = run(f"check-jsonschema --output-format json --schemafile {SCHEMA} {names}", folder)
    answer = json.loads(printed)
    files = {item["filename"] for item in answer["errors"] + answer["parse_errors"]}
    return {name: f"{name}.toml" in files for name in cases}


def _written(cases: Projects, folder: Path) -> str:
    texts = _texts(cases)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return " ".join(texts)


def _fal(cases: Projects, folder: Path) -> Seen:
    """All that `fal deploy` says before it asks fal's servers; a warning that it prints counts."""
    from tests.support.real_fal import deploy

    apps = {row.name: row.app for row in ROWS}
    seen = {}
    for number, (name, files) in enumerate(cases.items()):
        project = folder / str(number)
        projects.write(project, files)
        done = deploy(project, apps.get(name, "painter"))
        seen[name] = bool(done.refused) or "deprecated" in done.printed.lower()
    return seen


def _fal_lsp(cases: Projects, folder: Path) -> Seen:
    """The finding has to be the one of the row, and no other."""
    rules = {row.name: row.rule for row in ROWS}
    for number, files in enumerate(cases.values()):
        projects.write(folder / str(number), files)
    command = [sys.executable, "-m", "fal_lsp", "check", "--output-format", "json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
    found = [(Path(item["filename"]).parts, item["rule"]) for item in json.loads(done.stdout)]
    seen = {}
    for number, name in enumerate(cases):
        rules_reported = {rule for parts, rule in found if str(number) in parts}
        assert rules_reported <= {rules.get(name)}, (name, rules_reported)
        seen[name] = bool(rules_reported)
    return seen


def _seen(messages: peers.Messages) -> Seen:
    return {name.removesuffix(".toml"): bool(words) for name, words in messages.items()}


TOOLS: dict[str, Callable[[Projects, Path], Seen]] = {
    "fal-lsp": _fal_lsp,
    "Tombi": _tombi,
    "Taplo": _taplo,
    "validate-pyproject": _validate_pyproject,
    "check-jsonschema": _check_jsonschema,
    "fal": _fal,
}


@cache
def look(tool: str) -> Seen:
    """Which mistakes a tool sees, by the names of the rows; "" is the project without any."""
    with tempfile.TemporaryDirectory() as folder:
        return _look(tool, Path(folder).resolve())


def _look(tool: str, folder: Path) -> Seen:
    ids = {f"m{number}": row for number, row in enumerate(ROWS)}
    if tool.startswith("fal"):
        return TOOLS[tool]({"": BASE} | {row.name: row.files for row in ROWS}, folder)
    cases = {"base": BASE} | {name: row.files for name, row in ids.items()}
    messages = TOOLS[tool](cases, folder)
    return {"": messages["base"]} | {row.name: messages[name] for name, row in ids.items()}


def words(tool: str, folder: Path) -> str:
    """All that a tool says about `TWO`."""
    projects.write(folder, BASE | {"pyproject.toml": TWO})
    if tool == "fal":
        from tests.support.real_fal import deploy

        return deploy(folder, "painter").refused
    config = f'[[schemas]]\npath = "{SCHEMA}"\ninclude = ["pyproject.toml"]\n'
    (folder / "tombi.toml").write_text(config, encoding="utf-8")
    commands = {
        "fal-lsp": "fal-lsp check --output-format concise",
        "Tombi": "tombi lint --offline pyproject.toml",
        "Taplo": f"taplo lint --colors never --schema {SCHEMA.as_uri()} pyproject.toml",
        "validate-pyproject": "validate-pyproject pyproject.toml",
        "check-jsonschema": f"check-jsonschema --schemafile {SCHEMA} pyproject.toml",
    }
    return run(commands[tool], folder)[0]


def table(text: str, heading: str) -> dict[str, dict[str, str]]:
    """The first table below a heading: its rows by their first cell, the cells by their column."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.M | re.S)
    assert section, f"no heading {heading!r}"
    lines = [line.strip()[1:-1] for line in section[1].splitlines() if line.startswith("|")]
    head, _, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {cells[0]: dict(zip(head[1:], cells[1:], strict=True)) for cells in rows}
