"""A project that was made to do harm: nothing hangs, nothing outside is opened, all is said.

The questions are asked in a process of their own, whose audit hook sees every file that Python
opens or lists, whoever asks for it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import hostile_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fifos and links of POSIX")

QUESTIONS = """
import json, os, sys
opened = []
answers = {}

# What is asked is imported first: the hook then sees what the questions open, not the imports.
import ast, gc, tomli, warnings, fal_lsp.project
from fal_lsp.project import listing, open_project
from fal_lsp.project.docker import reader
from fal_lsp.project.packages import fal_version, package_roots, requirements
from fal_lsp.project.python import app_class, apps, entry_points, interpreter, modules

b"x".decode("utf-8-sig")

def hook(event, arguments):
    # A number is a descriptor, of a file that was opened by its name before.
    if event in ("open", "os.listdir", "os.scandir") and not isinstance(arguments[0], int):
        opened.append(os.fsdecode(arguments[0]))
    if event in ("exec", "import"):
        opened.append(f"{event}:{arguments[0]}")

sys.addaudithook(hook)
project = open_project("pyproject.toml")
view = project
for path in json.loads(sys.argv[1]):
    for name in ("read_text", "module", "targets", "dockerfile", "list_dir", "tables"):
        found = getattr(view, name)(path)
        answers[f"{name} {path}"] = getattr(found, "reason", "seen")
    found = view.target(path, "App")
    answers[f"target {path}"] = getattr(found, "kind", None) or found.reason
    requirement = view.local_requirement(path)
    answers[f"requirement {path}"] = repr(requirement and (requirement.name, requirement.problem))
for name in ("app", "app.x", "loop.x", "up.x", "..x", "a" + ".a" * 1000, "", "with\\nnewline"):
    answers[f"entry {name[:13]}"] = type(view.find_module(name)).__name__
view.python_files(), view.modules(), view.dockerfiles(), view.local_projects(), view.fal_versions()
view.local_python(), view.requires_python()
print(json.dumps({"opened": opened, "answers": answers}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]]]:
    """The folder of the project, and what was opened and answered."""
    root = hostile_project(tmp_path_factory.mktemp("hostile"))
    paths = [
        *sorted(path.name for path in root.iterdir()),
        "../../../etc/passwd",
        "/etc/passwd",
        "slash/etc/passwd",
        "up/secret.py",
        "here/here/here/here/good.py",
        "../outside",
        "gone.py",
        "a" * 10_000,
        "nul\0.py",
    ]
    done = subprocess.run(
        [sys.executable, "-c", QUESTIONS, json.dumps([path for path in paths if "\0" not in path])],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return root, json.loads(done.stdout)


def test_nothing_outside_is_opened(found: tuple[Path, dict[str, list[str]]]) -> None:
    root, seen = found
    # CPython looks for the file of the text that it parses, which has no name.
    opened = [path for path in seen["opened"] if path and not path.startswith("import:")]
    assert str(root / "good.py") in opened
    strange = [path for path in opened if path != str(root) and not path.startswith(f"{root}/")]
    assert strange == []


def test_nothing_of_the_project_is_imported_or_executed(
    found: tuple[Path, dict[str, list[str]]],
) -> None:
    _, seen = found
    assert [path for path in seen["opened"] if path.startswith("exec:")] == []
    own = ("import:up", "import:pkg", "import:good", "import:imports", "import:fal")
    assert [path for path in seen["opened"] if path.startswith(own)] == []


ANSWERS = {
    "module good.py": "seen",
    "target good.py": "app",
    "target with\nnewline.py": "app",
    "target here/here/here/here/good.py": "app",
    "target imports.py": "unknown",
    "module huge.py": "too-large",
    "module nested.py": "too-large",
    "module minus.py": "too-large",
    "module chain.py": "too-large",
    "module dots.py": "too-large",
    "module nul.py": "syntax",
    "module syntax.py": "syntax",
    "module text.py": "undecodable",
    "module app.py": "not-a-file",
    "module slash": "outside",
    "module loop": "missing",
    "module zero.py": "outside",
    "module passwd.py": "outside",
    "module ../../../etc/passwd": "missing",
    "module /etc/passwd": "outside",
    "module slash/etc/passwd": "outside",
    "module up/secret.py": "outside",
    "module gone.py": "missing",
    "dockerfile app.py": "not-a-file",
    "dockerfile huge.py": "too-large",
    "list_dir up": "outside",
    "list_dir ../outside": "outside",
    "list_dir slash": "outside",
    "requirement up": "(None, None)",
    "requirement ../outside": "(None, None)",
    "requirement slash": "(None, 'no-pyproject')",
    "requirement pkg": "(None, 'no-pyproject')",
    "requirement good.py": "None",
    "entry app": "Unknown",
    "entry up.x": "MissingIn",
    "entry ..x": "Unknown",
    "entry a.a.a.a.a.a.a": "Unknown",
}


@pytest.mark.parametrize("question", ANSWERS, ids=ascii)
def test_every_question_is_answered(
    question: str, found: tuple[Path, dict[str, dict[str, str]]]
) -> None:
    _, seen = found
    assert seen["answers"][question] == ANSWERS[question]
