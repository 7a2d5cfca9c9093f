"""Runs programs that nobody here wrote on many files at once. Knows their command lines, no rule.

Each function takes the schema that the peer reads and the cases by a name that is a file name,
and returns the peer's messages by case: an empty list if the peer reports nothing.
"""

from __future__ import annotations

import fcntl
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NODE = Path(__file__).resolve().parent.parent / "conformance" / "node"
_BIN = Path(sys.executable).parent

Messages = dict[str, list[str]]


def as_json(value: Any) -> Any:
    """TOML's values as a JSON reader gets them: dates are strings, nan and inf don't exist."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def jsonschema(schema: dict[str, Any], cases: dict[str, Any]) -> Messages:
    """jsonschema as it comes, with JSON's types."""
    from jsonschema import Draft7Validator

    validator = Draft7Validator(schema)
    return {
        name: [error.message for error in validator.iter_errors(value)]
        for name, value in cases.items()
    }


def fastjsonschema(schema: dict[str, Any], cases: dict[str, Any]) -> Messages:
    """fastjsonschema compiles the schema to Python."""
    import fastjsonschema as library

    run = library.compile(schema)
    return {
        name: _words(run, value, library.JsonSchemaValueException) for name, value in cases.items()
    }


def validate_pyproject(cases: dict[str, Any]) -> Messages:
    """validate-pyproject with the plugins that are installed; the cases are whole files."""
    from validate_pyproject import api, errors

    run = api.Validator()
    return {name: _words(run, value, errors.ValidationError) for name, value in cases.items()}


def _words(run: Any, value: Any, refusal: type[Exception]) -> list[str]:
    try:
        run(value)
    except refusal as error:
        return [str(error)]
    return []


def ajv(schema: dict[str, Any], cases: dict[str, Any], folder: Path) -> Messages:
    """Ajv in strict mode. Raises RuntimeError with Ajv's words where the schema doesn't compile."""
    request = folder / "ajv.json"
    request.write_text(json.dumps({"schema": schema, "cases": cases}), encoding="utf-8")
    done = subprocess.run(
        ["node", str(NODE / "validate.js"), str(request)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    messages: Messages = json.loads(done.stdout)
    return messages


def install_packages() -> str:
    """Installs the packages of npm where they aren't yet; returns why that is impossible, or ""."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node is not installed"
    with _alone("fal-lsp-npm"):
        if _is_installed():
            return ""
        run = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=NODE,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    return f"npm cannot install Ajv: {run.stderr.strip()}" if run.returncode else ""


def prettier(text: str, name: str, options: dict[str, Any], folder: Path) -> str:
    """The text of a file as Prettier writes it, with the plugin that sorts keys of JSON."""
    module = NODE / "node_modules"
    plugin = module / "prettier-plugin-sort-json" / "dist" / "index.js"
    config = folder / "prettier.json"
    config.write_text(json.dumps({**options, "plugins": [str(plugin)]}), encoding="utf-8")
    run = subprocess.run(
        [
            "node",
            module / "prettier/bin/prettier.cjs",
            "--config",
            config,
            "--stdin-filepath",
            name,
        ],
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def _is_installed() -> bool:
    """Whether each package is there in the version that is asked for."""
    wanted = json.loads((NODE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    installed = {name: NODE / "node_modules" / name / "package.json" for name in wanted}
    return all(
        path.is_file() and json.loads(path.read_text(encoding="utf-8"))["version"] == wanted[name]
        for name, path in installed.items()
    )


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process of the tests at a time: `npm ci` begins by removing what is there."""
    with (Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def taplo(schema: Path, texts: dict[str, str], folder: Path) -> Messages:
    """`taplo lint` on all files in one process; its words are cut by the file that they name."""
    _write(texts, folder)
    done = subprocess.run(
        [
            str(_BIN / "taplo"),
            *("lint", "--no-auto-config", "--colors", "never"),
            *("--schema", schema.as_uri(), *texts),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    messages: Messages = {name: [] for name in texts}
    for block in done.stderr.split("error: ")[1:]:
        for name in texts:
            if f"{folder}/{name}:" in block or f"┌─ {name}:" in block:
                messages[name].append(block.strip())
    return messages


def tombi(schema: Path, texts: dict[str, str], folder: Path) -> Messages:
    """`tombi lint --offline` on all files in one process; a warning is marked as one."""
    _write(texts, folder)
    report = folder / "report.json"
    (folder / "tombi.toml").write_text(
        f'[[schemas]]\npath = "{schema}"\ninclude = ["*.toml"]\n', encoding="utf-8"
    )
    subprocess.run(
        [
            str(_BIN / "tombi"),
            *("lint", "--offline", "--quiet", "--diagnostics-format", "json"),
            *("--diagnostics-file", str(report), *texts),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    messages: Messages = {name: [] for name in texts}
    for item in json.loads(report.read_text(encoding="utf-8")):
        mark = "" if item["level"] == "error" else f"{item['level']}: "
        messages[Path(item["path"]).name].append(f"{mark}{item['code']}: {item['message']}")
    return messages


def _write(texts: dict[str, str], folder: Path) -> None:
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
