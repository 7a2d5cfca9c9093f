"""An app among many gets what it gets alone, although not every rule is asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fal_lsp.lint.check import check
from fal_lsp.memo import Memo
from fal_lsp.toml import parse

from tests.support.corpus import cases
from tests.support.examples import THOROUGH
from tests.support.projects import APP, project
from tests.support.strategies import write_toml

if TYPE_CHECKING:
    from pathlib import Path

    from fal_lsp.project import Project

REST = '[project]\ndependencies = ["fal==1.60", "torch"]\nrequires-python = ">=3.9"\n'


def apps_of_the_corpus() -> list[str]:
    """The text of each app of the corpus that can be read, under a name of its own."""
    texts: list[str] = []
    for case in cases():
        document = parse(case.text)
        apps = document.data(("tool", "fal", "apps")) if document.error is None else None
        for app in apps.values() if isinstance(apps, dict) else ():
            if isinstance(app, dict):
                path = {"tool": {"fal": {"apps": {f"app-{len(texts)}": app}}}}
                texts.append(write_toml(path, lambda _: 0).partition("[tool.fal.apps]\n")[2])
    return texts


def found(text: str, around: Project, memo: Memo | None = None) -> list[tuple[int, str, str]]:
    """Where the findings are and what they say, without what comes of comparing apps."""
    return [
        (item.span.start, item.rule, item.message)
        for item in check(parse(text), around, memo=memo)
        if item.rule != "duplicate-deploy-name"
    ]


def test_an_app_among_many_gets_what_it_gets_alone(tmp_path: Path) -> None:
    around = project(tmp_path, {"app.py": APP.format(name="App"), "Dockerfile": "FROM a\n"})
    apps = apps_of_the_corpus()
    assert len(apps) > 500
    apps = apps if THOROUGH else apps[::4]
    expected: list[tuple[int, str, str]] = []
    text = REST
    for app in apps:
        moved = len(text) - len(REST)
        alone = found(REST + app, around)
        expected += [(start + moved, rule, message) for start, rule, message in alone]
        text += app
    expected = [each for each in expected if each[0] >= len(REST)]
    for memo in (None, Memo()):
        among = [each for each in found(text, around, memo) if each[0] >= len(REST)]
        assert sorted(among) == sorted(expected)
