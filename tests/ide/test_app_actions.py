"""What can be done at the cursor with the apps of the code; the text before has `$0` there."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.ide.code_action import code_action
from fal_lsp.project import open_project
from fal_lsp.text import Span
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply

from tests.support.projects import write

APP = """
import fal


class {0}(fal.App, keep_alive=300):
    app_auth = "public"
    requirements = ["torch"]

    @fal.endpoint("/")
    def run(self) -> dict: ...
"""
BUILD = '[project]\nname = "pkg"\nversion = "1"\n\n'


def _actions(folder: Path, files: dict[str, str], marked: str) -> dict[str, str]:
    """The titles on offer, each with the text after it."""
    text = marked.replace("$0", "")
    write(folder, {**files, "pyproject.toml": text})
    project = open_project(str(folder / "pyproject.toml"), [str(folder)])
    document, offset = parse(text), marked.index("$0")
    found = code_action(document, Span(offset, offset), (), project=project)
    return {each.title: apply(text, each.edits) for each in found}


PAINTER = '[tool.fal.apps.painter]\nref = "a.py::Painter"\n'
WRITER = '[tool.fal.apps.writer]\nref = "b.py::Writer"\n'


@pytest.mark.parametrize(
    "marked", ["[tool.fal.apps]$0\n", "[tool.fal]\n\n# here\n$0", "[tool.$0fal.apps]\n"]
)
def test_an_empty_table_of_apps_is_filled_as_by_init(tmp_path: Path, marked: str) -> None:
    files = {"a.py": APP.format("Painter"), "b.py": APP.format("Writer")}
    found = _actions(tmp_path, files, marked)
    assert [each for each in found if each.startswith("Add")] == [
        "Add the 2 apps of this project",
        "Add `painter`: class Painter in a.py:5",
        "Add `writer`: class Writer in b.py:5",
    ]
    both = found["Add the 2 apps of this project"]
    assert both.endswith(f"{PAINTER}\n{WRITER}")


@pytest.mark.parametrize(
    "marked",
    [
        '$0\n[tool.fal.apps]\nx = { image = { image = "x" } }\n',
        "$0[project]\n\n[tool.fal.apps]\n",
        "[tool.fal.apps]\n\n[project]\n$0",
        "[tool.fal.apps]\nx$0",
    ],
)
def test_nothing_is_added_elsewhere(tmp_path: Path, marked: str) -> None:
    assert not [
        each
        for each in _actions(tmp_path, {"a.py": APP.format("Painter")}, marked)
        if each.startswith("Add")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '[tool.fal.apps.x]\nref = "src/pkg/a.py::Pai$0nter"\n',
            '[tool.fal.apps.x]\npython_entry_point = "pkg.a:Painter"\n'
            'requirements = [".", "torch"]\nauth = "public"\nkeep_alive = 300\n',
        ),
        # What the class sets counts with a `ref`, but for `auth`.
        (
            '[tool.fal.apps]\nx = { r$0ef = "src/pkg/a.py", auth = "shared", keep_alive = 3 }\n',
            '[tool.fal.apps]\nx = { python_entry_point = "pkg.a:Painter", auth = "shared", '
            'keep_alive = 300, requirements = [".", "torch"] }\n',
        ),
    ],
)
def test_an_app_that_moves_to_its_package_keeps_the_settings_of_its_class(
    tmp_path: Path, before: str, after: str
) -> None:
    files = {"src/pkg/__init__.py": "", "src/pkg/a.py": APP.format("Painter")}
    found = _actions(tmp_path, files, BUILD + before)
    assert found["Run `Painter` from its package, with its current settings"] == BUILD + after


@pytest.mark.parametrize(
    "at", ['ref = "a.py::Pai$0nter"', 'ref = "a.py::Painter"\nauth$0 = "public"']
)
def test_only_a_ref_into_a_package_can_move(tmp_path: Path, at: str) -> None:
    found = _actions(tmp_path, {"a.py": APP.format("Painter")}, f"{BUILD}[tool.fal.apps.x]\n{at}\n")
    assert not [each for each in found if each.startswith("Run")]


@pytest.mark.parametrize("name", ["Gone", "Plain"])
def test_what_is_no_app_does_not_move(tmp_path: Path, name: str) -> None:
    plain = APP.format("Painter") + "\n\nclass Plain: ...\n"
    files = {"src/pkg/__init__.py": "", "src/pkg/a.py": plain}
    marked = f'{BUILD}[tool.fal.apps.x]\nref = "src/pkg/a.py::{name}$0"\n'
    assert not [each for each in _actions(tmp_path, files, marked) if each.startswith("Run")]
