"""What can be done at the cursor with the apps of the code; the text before has `$0` there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fal_lsp.ide.code_action import code_action
from fal_lsp.project import open_project
from fal_lsp.rules.finding import Severity
from fal_lsp.text import Span
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply

from tests.support.corpus import Case, cases_of
from tests.support.projects import files as contents
from tests.support.projects import found, write, write_text

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic

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
        # fal takes the requirements of a class alone.
        (
            '[tool.fal.apps.x]\nref = "src/pkg/a.py$0"\nrequirements = ["jax"]\n',
            '[tool.fal.apps.x]\npython_entry_point = "pkg.a:Painter"\n'
            'requirements = [".", "torch"]\nauth = "public"\nkeep_alive = 300\n',
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


SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
HATCH = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
POETRY = '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n'
WHEEL = "[tool.hatch.build.targets.wheel]\n"

# The settings of the build, the packages, the file of the app, and its name in what is built.
LAYOUTS = [
    ("", [], "src/app.py", "app"),
    ("", ["src/pkg"], "src/pkg/app.py", "pkg.app"),
    ("", ["src/pkg"], "src/app.py", "app"),
    ("", ["src"], "src/app.py", "app"),
    ("", ["pkg"], "pkg/app.py", "pkg.app"),
    ("", ["pkg", "other"], "pkg/app.py", None),  # setuptools refuses to choose.
    ("", ["pkg"], "tools/app.py", None),
    (SETUPTOOLS, ["src/pkg"], "pkg/app.py", None),
    (f'{SETUPTOOLS}[tool.setuptools]\npackages = ["pkg"]\n', ["pkg", "web"], "web/app.py", None),
    (
        f'{SETUPTOOLS}[tool.setuptools.packages.find]\nwhere = ["lib"]\n',
        ["lib/pkg"],
        "lib/pkg/app.py",
        "pkg.app",
    ),
    (
        f'{SETUPTOOLS}[tool.setuptools.packages.find]\nexclude = ["pkg.web*"]\n',
        ["pkg", "pkg/web"],
        "pkg/web/app.py",
        None,
    ),
    (HATCH, ["pkg"], "pkg/app.py", "pkg.app"),
    (HATCH, ["pkg"], "src/app.py", None),
    (HATCH, ["pkg", "tools"], "tools/app.py", None),
    (f'{HATCH}{WHEEL}packages = ["src/pkg"]\n', ["src/pkg"], "src/pkg/app.py", "pkg.app"),
    (f'{HATCH}{WHEEL}packages = ["src"]\n', ["src"], "src/app.py", "src.app"),
    (
        f'{POETRY}[tool.poetry]\npackages = [{{ include = "pkg", from = "lib" }}]\n',
        ["lib/pkg"],
        "lib/pkg/app.py",
        "pkg.app",
    ),
]


@pytest.mark.parametrize(("build", "packages", "path", "module"), LAYOUTS)
def test_an_app_moves_to_the_module_that_the_build_has(
    tmp_path: Path, build: str, packages: list[str], path: str, module: str | None
) -> None:
    files = {f"{each}/__init__.py": "" for each in packages}
    files[path] = APP.format("Painter")
    before = f'[project]\nname = "pkg"\nversion = "1"\n{build}[tool.fal.apps.x]\n'
    actions = _actions(tmp_path, files, f'{before}ref = "{path}$0::Painter"\n')
    after = actions.get("Run `Painter` from its package, with its current settings")
    assert (after is not None) == (module is not None)
    if after is not None:
        assert f'python_entry_point = "{module}:Painter"\n' in after
        write(tmp_path, {"pyproject.toml": after})
        assert not errors(found(tmp_path).diagnostics)


CASES = cases_of(Path(__file__).parents[1] / "rules/projects.cases")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_app_that_moves_gets_no_new_error(tmp_path: Path, case: Case) -> None:
    """Whatever its class sets: the files beside pyproject.toml are put into a package."""
    folder, python = tmp_path / "project", contents(case.text)
    text = python.pop("pyproject.toml")
    write_text(folder, case.text)
    write(folder, {"src/acme/__init__.py": ""})
    for name, source in python.items():
        if re.fullmatch(r"\w+\.py", name):
            write(folder, {f"src/acme/{name}": source})
            text = text.replace(f'"{name}', f'"src/acme/{name}')
    if "[project]" not in text:
        text = f'[project]\nname = "acme"\nversion = "1"\n{text}'
    manifest = folder / "pyproject.toml"
    manifest.write_text(text, encoding="utf-8")
    document, before = parse(text), found(folder).diagnostics
    project = open_project(str(manifest))
    for match in re.finditer(r'(?m)^ref = "', text):
        at = Span(match.end(), match.end())
        for action in code_action(
            document, at, before, kinds=["refactor.rewrite"], project=project
        ):
            after = apply(text, action.edits)
            manifest.write_text(after, encoding="utf-8")
            assert not errors(found(folder).diagnostics) - errors(before), after


def errors(diagnostics: Sequence[Diagnostic]) -> Counter[str]:
    """The rules of the errors, and of what the build leaves out."""
    return Counter(
        each.rule
        for each in diagnostics
        if each.severity is Severity.ERROR or each.rule == "entry-point-missing"
    )
