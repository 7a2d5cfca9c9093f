"""A rule that is not asked about an app would find nothing on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fal_lsp.lint.check import check
from fal_lsp.rules import ALL
from fal_lsp.toml import parse

from tests.support.corpus import cases
from tests.support.projects import APP, project
from tests.support.strategies import write_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

REST = '[project]\ndependencies = ["fal==1.60", "torch"]\nrequires-python = ">=3.9"\n'
FULL = """
import fal


class Full(fal.App, keep_alive=-1):
    machine_type = "GPU"
    num_gpus = 2
    requirements = ["torch", "torch ="]
    image = fal.ContainerImage(dockerfile="Dockerfile")
    health_check = {"path": "health"}

    @fal.endpoint("/", health_check=fal.HealthCheck(call_regularly=False))
    def run(self) -> dict:
        return {}
"""


def apps() -> Iterator[dict[str, Any]]:
    """Each app of the corpus that can be read, some of them with a class that sets a lot."""
    for case in cases():
        document = parse(case.text)
        found = document.data(("tool", "fal", "apps")) if document.error is None else None
        for number, app in enumerate(found.values() if isinstance(found, dict) else ()):
            if isinstance(app, dict):
                yield app
                if number % 2 == 0:
                    yield {**app, "ref": "app.py::Full"}


def test_rules_that_are_not_asked_would_find_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = project(
        tmp_path, {"app.py": APP.format(name="App") + FULL, "Dockerfile": "FROM a\nCOPY b c\n"}
    )
    # The cases of each rule show that it is asked where it finds something.
    table = {f"app-{number}": app for number, app in enumerate([*apps()][::5])}
    assert len(table) > 300
    document = parse(REST + write_toml({"tool": {"fal": {"apps": table}}}, lambda _: 0))
    for project_of in (around, None):
        some = check(document, project_of)
        with monkeypatch.context() as patch:
            rules = tuple(each for each in ALL if each.check_app)
            if project_of is None:
                rules = tuple(each for each in rules if not each.reads_project)
            patch.setattr("fal_lsp.lint.check.asked", lambda app, rules=rules: rules)
            assert check(document, project_of) == some
            assert len({each.rule for each in some}) > 30
