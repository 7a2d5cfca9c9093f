"""`fal-lsp check` on a project that was made to do harm: clear findings, and nothing else is read.

The program runs in a process of its own, whose audit hook sees every file that Python opens or
lists, whoever asks for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.projects import hostile_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fifos and links of POSIX")

PROGRAM = """
import json, os, sys
opened, executed = [], []

def hook(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and not isinstance(arguments[0], int):
        opened.append(os.path.join(os.getcwd(), os.fsdecode(arguments[0])))
    if event == "exec":
        executed.append(arguments[0].co_filename)
    if event.startswith(("subprocess", "socket", "os.system", "os.exec", "os.posix_spawn")):
        executed.append(event)

from fal_lsp.cli import main
sys.addaudithook(hook)
code = main(["check", "--output-format", "json", *sys.argv[1:]])
print(json.dumps({"code": code, "opened": opened, "executed": executed}), file=sys.stderr)
"""

APPS = {
    "huge": ('ref = "huge.py::App"', []),
    "nested": ('ref = "nested.py::App"', []),
    "minus": ('ref = "minus.py"', []),
    "fifo": ('ref = "app.py::App"', ["ref-file-missing"]),
    "zero": ('ref = "zero.py::App"', ["ref-file-missing"]),
    "passwd": ('ref = "passwd.py::x"', []),
    "passwd-outside": ('ref = "../../../etc/passwd::x"', ["ref-file-missing"]),
    "python-outside": ('ref = "../../../etc/passwd.py::x"', ["ref-file-missing"]),
    "loop": ('ref = "loop/app.py::App"', ["ref-file-missing"]),
    "root": ('ref = "slash/etc/hostname.py"', ["ref-file-missing"]),
    "newline": ('ref = "with\\nnewline.py::App"', []),
    "newline-symbol": ('ref = "with\\nnewline.py::Ap"', ["ref-symbol-missing"]),
    "long": (f'ref = "{"a" * 10_000}.py::App"', ["ref-file-missing"]),
    "nul": ('ref = "nul\\u0000.py::App"', ["ref-file-missing"]),
    "syntax": ('ref = "syntax.py::App"', ["python-syntax"]),
    "imports": ('ref = "imports.py::App"', ["ref-relative-import"]),
    "above": ('ref = "here/here/here/good.py::Ap"', ["ref-symbol-missing"]),
    "dockerfile-fifo": ('exposed_port = 1\nimage = { dockerfile = "app.py" }', []),
    "dockerfile-zero": ('exposed_port = 1\nimage = { dockerfile = "/dev/zero" }', []),
    "dockerfile-root": (
        'exposed_port = 1\nimage = { dockerfile = "slash" }',
        ["dockerfile-is-directory"],
    ),
    "files": (
        'ref = "good.py"\napp_files = ["/etc", "up", "loop", "slash", "zero.py", "../outside"]',
        ["app-files-outside"] * 4 + ["app-files-outside", "app-files-missing"],
    ),
    "requirements": (
        'python_entry_point = "pkg:App"\nrequirements = ["/etc", "up", "slash", "~", "loop"]',
        None,
    ),
    "entry": (
        f'python_entry_point = "{".".join(["a"] * 1000)}:App"\nrequirements = ["acme"]',
        [],
    ),
}
"""The keys of an app, and the rules about it; `None` where the machine decides."""


class Ran(NamedTuple):
    """The folder of the project, the rules by app, and what was opened and executed."""

    root: Path
    found: dict[str, list[str]]
    opened: list[str]
    executed: list[str]


_REPOSITORY = Path(__file__).parents[2]
_PROGRAM = (_REPOSITORY / "server", _REPOSITORY / "schema", sys.prefix, sys.base_prefix)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The check, run once."""
    root = hostile_project(tmp_path_factory.mktemp("hostile"))
    tables = "".join(f"[tool.fal.apps.{name}]\n{keys}\n" for name, (keys, _) in APPS.items())
    with (root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(tables)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = json.loads(done.stderr.strip().splitlines()[-1])
    assert told["code"] == 1, done.stderr
    found: dict[str, list[str]] = {name: [] for name in APPS}
    lines = (root / "pyproject.toml").read_text(encoding="utf-8").split("\n")
    for entry in json.loads(done.stdout):
        above = lines[: entry["location"]["row"]]
        header = next(line for line in reversed(above) if line.startswith("[tool.fal.apps."))
        found[header[15:-1]].append(entry["rule"])
    return Ran(root, found, told["opened"], told["executed"])


@pytest.mark.parametrize("app", APPS)
def test_findings_are_clear(app: str, ran: Ran) -> None:
    expected = APPS[app][1]
    if expected is not None:
        assert sorted(ran.found[app]) == sorted(expected)


def test_nothing_outside_of_the_project_is_read(ran: Ran) -> None:
    assert str(ran.root / "good.py") in ran.opened
    # What Python itself reads of its modules is not of the project's asking.
    own = (ran.root, *_PROGRAM)
    assert [path for path in ran.opened if not _is_below(path, own)] == []
    assert [path for path in ran.opened if not _is_below(os.path.realpath(path), own)] == []


def test_nothing_of_the_project_is_executed(ran: Ran) -> None:
    own = [path for path in ran.executed if not path.startswith("<")]
    assert [path for path in own if not _is_below(path, _PROGRAM)] == []


def _is_below(path: str, directories: tuple[Path | str, ...]) -> bool:
    return any(
        path == str(each) or path.startswith(f"{each}{os.sep}")
        for directory in directories
        for each in (directory, os.path.realpath(directory))
    )
