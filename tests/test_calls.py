"""How many functions of Python a check, a keystroke and a completion call: times that don't vary.

`make calls` writes the counts of now into `calls.json`, for a change that is worth its calls, or
that saves many.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.commands.check_file import Options, check_path
from fal_lsp.ide.completion import completion
from fal_lsp.lint.check import check
from fal_lsp.memo import Memo
from fal_lsp.toml import parse

from tests.support.projects import APP, project, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

COUNTS = Path(__file__).with_name("calls.json")
MOST = 1.15
"""How many times the recorded calls are accepted."""

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
MANIFEST = """\
[project]
name = "project"
version = "0.1.0"
dependencies = ["fal", "numpy>=1.26"]
"""
SETTINGS = """
[tool.fal.apps.app-{number}]
ref = "src/apps.py::App{number}"
auth = "private"
machine_type = "GPU-H100"
num_gpus = 1
keep_alive = 300
max_concurrency = 4
"""


def counted(run: Callable[[], object]) -> int:
    """How many functions of Python a call calls, once everything is cached that stays cached."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    run()
    run()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return calls


def files(apps: int) -> dict[str, str]:
    """A project in which all is right. The search for a repository ends in it."""
    names = [f"App{number}" for number in range(apps)]
    return {
        ".git/HEAD": "",
        "pyproject.toml": MANIFEST + "".join(SETTINGS.format(number=at) for at in range(apps)),
        "src/apps.py": "".join(APP.format(name=name) for name in names),
    }


def of_a_check(folder: Path) -> int:
    write(folder, files(3))
    return counted(lambda: check_path(str(folder / "pyproject.toml"), Options()))


def of_a_keystroke(folder: Path) -> int:
    around = project(folder, files(100))
    text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    memo, document, number = Memo(), parse(text), 300

    def press() -> None:
        nonlocal document, number
        number += 1
        document = parse(text.replace("keep_alive = 300", f"keep_alive = {number}", 1), document)
        assert not check(document, around, memo=memo)

    check(document, around, memo=memo)
    return counted(press)


def of_a_completion(folder: Path) -> int:
    around = project(folder, files(100))
    document = parse((folder / "pyproject.toml").read_text(encoding="utf-8") + "start")
    memo = Memo()
    check(document, around, memo=memo)

    def complete() -> None:
        assert completion(document, len(document.text), project=around, memo=memo)

    return counted(complete)


@pytest.mark.parametrize("what", [of_a_check, of_a_keystroke, of_a_completion])
def test_calls(what: Callable[[Path], int], tmp_path: Path) -> None:
    recorded = json.loads(COUNTS.read_text(encoding="utf-8"))
    name = what.__name__.removeprefix("of_a_")
    calls = what(tmp_path)
    if os.environ.get("UPDATE_CALLS"):
        counts = recorded["calls"] if recorded["python"] == PYTHON else {}
        recorded = {"python": PYTHON, "calls": {**counts, name: calls}}
        COUNTS.write_text(json.dumps(recorded, indent=2) + "\n", encoding="utf-8")
    elif recorded["python"] != PYTHON:
        pytest.skip(f"recorded with Python {recorded['python']}")
    assert calls <= recorded["calls"][name] * MOST, "save calls, or run `make calls` and say why"
