"""The same value in TOML, in a class and in a decorator: the same finding, where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.lint.check import Checked, check_all
from fal_lsp.memo import Memo
from fal_lsp.project import open_project
from fal_lsp.rules import BY_NAME
from fal_lsp.toml import parse

from tests.support.projects import found
from tests.support.set_values import (
    MISTAKES,
    RUN,
    SET_MISTAKES,
    SET_RIGHT,
    Mistake,
    Value,
    files,
    row_id,
)

FOLLOWS = {"class-settings-conflict"}
"""`app_files_context_dir` in a class without `app_files`."""


def _raise(rule: str, error: Exception) -> None:
    raise AssertionError(rule) from error


def _checked(folder: Path, contents: dict[str, str]) -> Checked:
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return found(folder, on_crash=_raise)


def _marked(checked: Checked) -> list[tuple[str, str]]:
    return [
        (each.rule, file.text[each.span.start : each.span.end])
        for file in checked.elsewhere
        for each in file.diagnostics
    ]


@pytest.mark.parametrize(("mistake", "shape"), SET_MISTAKES, ids=row_id)
def test_a_mistake_is_found_where_it_is_written(
    mistake: Mistake, shape: str, tmp_path: Path
) -> None:
    checked = _checked(tmp_path, files(mistake.key, mistake.python, shape))
    assert _marked(checked) == [(mistake.rule, mistake.marked or mistake.python)]
    assert {each.rule for each in checked.diagnostics} <= FOLLOWS
    (file,) = checked.elsewhere
    (diagnostic,) = file.diagnostics
    assert diagnostic.fixes == ()
    assert [each.message for each in diagnostic.related] == ["App `a` uses it."]


@pytest.mark.parametrize("mistake", MISTAKES, ids=row_id)
def test_the_same_mistake_in_toml_breaks_the_same_rule(mistake: Mistake, tmp_path: Path) -> None:
    contents = files("keep_alive", "1", "body")
    line = f"{mistake.key} = {mistake.toml}\n"
    contents["pyproject.toml"] = f'[tool.fal.apps.a]\nref = "app.py::A"\n{line}'
    rules = {each.rule for each in _checked(tmp_path, contents).diagnostics}
    assert mistake.rule in rules
    assert BY_NAME[mistake.rule].judges_values


@pytest.mark.parametrize(("value", "shape"), SET_RIGHT, ids=row_id)
def test_what_is_right_is_left_alone(value: Value, shape: str, tmp_path: Path) -> None:
    checked = _checked(tmp_path, files(value.key, value.python, shape))
    assert _marked(checked) == []


def test_there_are_hundreds() -> None:
    assert len(SET_MISTAKES) > 400


def test_edits_of_both_files_change_what_a_fresh_check_would(tmp_path: Path) -> None:
    project, memo = open_project(str(tmp_path / "pyproject.toml")), Memo()
    head = '[tool.fal.apps.a]\nref = "app.py::A"\n'
    code = "import fal\nclass A(fal.App):\n{0}" + RUN
    lines = ("max_concurrency = 2", "max_concurrency = 9", 'machine_type = "M"', "x = 1")
    tomls = ("", *(f"{line}\n" for line in lines))
    settings = ("min_concurrency = 5", "num_gpus = 2", 'keep_alive = "5m"', "x = 1")
    bodies = tuple(f"    {line}\n" for line in settings)
    seen = set()
    for body in (*bodies, *reversed(bodies)):
        (tmp_path / "app.py").write_text(code.format(body), encoding="utf-8")
        project.refresh([str(tmp_path / "app.py")])
        for toml in (*tomls, *reversed(tomls)):
            document = parse(head + toml)
            (tmp_path / "pyproject.toml").write_text(head + toml, encoding="utf-8")
            cached = check_all(document, project, memo=memo)
            assert cached == found(tmp_path, document)
            seen |= {rule for rule, _ in _marked(cached)}
    assert seen == {"min-above-max", "gpu-count-without-gpu", "wrong-type"}
