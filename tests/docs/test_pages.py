"""What the pages show is what happens: their files and commands, run in a scratch project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from ruamel.yaml import YAML

from tests.support import docs
from tests.support.docs import DOCS
from tests.support.git import git
from tests.support.projects import write

CI = "ci.md"
ROOT = Path(__file__).parents[2]
APP = 'import fal\n\n\nclass X(fal.App):\n    @fal.endpoint("/")\n    def run(self): ...\n'


@pytest.mark.peers
@pytest.mark.parametrize(("page", "least"), [("check.md", 14), (CI, 8), ("show.md", 5)])
def test_the_commands_of_a_page_print_what_it_shows(page: str, least: int, tmp_path: Path) -> None:
    assert docs.play(page, tmp_path) >= least


FRONT_PAGE = {
    "pyproject.toml": """\
[tool.fal.apps.painter]
ref = "src/app.py::Painter"
auth = "privat"
keep_alive = 300
""",
    "src/app.py": """\
import fal


class Painter(fal.App):
    keep_alive = 60

    @fal.endpoint("/")
    def run(self): ...
""",
}


@pytest.mark.peers
def test_the_commands_for_agents_print_what_the_page_shows(tmp_path: Path) -> None:
    assert docs.play("agents.md", tmp_path) > 4


def test_the_front_page_shows_what_is_printed(tmp_path: Path) -> None:
    write(tmp_path, FRONT_PAGE)
    assert docs.play("index.md", tmp_path) == 1


def test_the_front_page_names_the_rule_of_each_mistake(tmp_path: Path) -> None:
    cards = re.findall(
        r"```toml\n(.*?)```.*?\[`([\w-]+)`\]",
        (DOCS / "index.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert len(cards) == 3
    for text, rule in cards:
        write(tmp_path, FRONT_PAGE | {"pyproject.toml": text})
        printed, _ = docs.run("fal-lsp check --output-format json", tmp_path)
        assert [finding["rule"] for finding in json.loads(printed)] == [rule]


def _commands(value: Any) -> Iterator[str]:
    """The commands of ours in a workflow."""
    if isinstance(value, str) and value.startswith("fal-lsp "):
        yield value
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _commands(item)


WORKFLOWS = [block for block in docs.blocks(CI) if block.title.endswith(".yml")]
WITH_COMMANDS = [block for block in WORKFLOWS if "fal-lsp check" in block.text]


@pytest.mark.parametrize("block", WITH_COMMANDS, ids=lambda block: block.title)
def test_the_commands_in_a_workflow_run(block: docs.Block, tmp_path: Path) -> None:
    """They find what is wrong and leave the report that the next step takes."""
    (tmp_path / "pyproject.toml").write_text('[tool.fal.apps.x]\nref = "x.py"\nauth = "nobody"\n')
    commands = list(_commands(YAML(typ="safe").load(block.text)))
    assert commands
    for command in commands:
        printed, code = docs.run(command, tmp_path)
        assert code == (0 if "--exit-zero" in command else 1), printed
        _, _, report = command.partition(" --output-file ")
        if report:
            assert "invalid-value" in (tmp_path / report).read_text(encoding="utf-8")
            assert block.text.count(report) > 1, f"no step takes {report}"


COMMENTS = [block for block in docs.blocks("show.md") if block.title.endswith(".yml")]


@pytest.mark.peers
@pytest.mark.parametrize("block", [*WORKFLOWS, *COMMENTS], ids=lambda block: block.title)
def test_a_workflow_is_one(block: docs.Block, tmp_path: Path) -> None:
    file = tmp_path / "workflow.yml"
    file.write_text(block.text, encoding="utf-8")
    kind = "gitlab-ci" if "gitlab" in block.title else "github-workflows"
    printed, code = docs.run(
        f"check-jsonschema --builtin-schema vendor.{kind} {file.name}", tmp_path
    )
    assert code == 0, printed


@pytest.mark.peers
def test_pre_commit_runs_the_hooks(tmp_path: Path) -> None:
    """The real pre-commit, with the lines of the page; the hooks are those of the last commit."""
    tree = docs.run("git rev-parse --show-toplevel", ROOT)[0].strip()
    if Path(tree or "/") != ROOT:
        pytest.skip("fal-lsp is no git repository here")
    (page,) = (block.text for block in docs.blocks(CI) if block.title.startswith(".pre"))
    config = page.replace("https://github.com/fal-lsp/fal-lsp", ROOT.as_uri())
    config = config.replace("v0.1.0", git(ROOT, "rev-parse", "HEAD"))
    assert config.count(str(ROOT)) == 1
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(config, encoding="utf-8")
    app = 'ref = "x.py"\nauth = "Private"\n'
    (tmp_path / "pyproject.toml").write_text(f"[tool.fal.apps.x]\n{app}", encoding="utf-8")
    (tmp_path / "x.py").write_text(APP, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "pyproject.toml", "x.py", file.name)

    refused, code = docs.run("pre-commit run", tmp_path)
    assert code == 1, refused
    assert "fal-lsp check" in refused
    assert "pyproject.toml:3:8: error[invalid-value]" in refused

    file.write_text(config.replace("- id: fal-lsp", "- id: fal-lsp-fix"), encoding="utf-8")
    git(tmp_path, "add", file.name)
    repaired, code = docs.run("pre-commit run", tmp_path)
    assert code == 1, repaired
    assert "files were modified by this hook" in repaired
    git(tmp_path, "add", "pyproject.toml")
    taken, code = docs.run("pre-commit run", tmp_path)
    assert code == 0, taken
    assert 'auth = "private"' in (tmp_path / "pyproject.toml").read_text(encoding="utf-8")

    # A commit of a Python file is enough: it stands for its project.
    file.write_text(config, encoding="utf-8")
    git(tmp_path, "add", file.name)
    git(tmp_path, "commit", "--quiet", "-m", "x")
    (tmp_path / "x.py").write_text("import fal\n", encoding="utf-8")
    git(tmp_path, "add", "x.py")
    told, code = docs.run("pre-commit run", tmp_path)
    assert code == 1, told
    assert "pyproject.toml:2:" in told


@pytest.mark.peers
def test_the_commands_in_schema_print_what_the_page_shows(tmp_path: Path) -> None:
    assert docs.play("schema.md", tmp_path) > 5


EDITORS = sorted((DOCS / "editors").glob("*.md"))


@pytest.mark.parametrize("page", EDITORS, ids=lambda page: page.stem)
def test_the_configuration_of_an_editor_can_be_read(page: Path) -> None:
    for block in docs.blocks(f"editors/{page.name}"):
        if block.language == "json":
            json.loads(block.text)
        elif block.language == "toml":
            tomli.loads(block.text)


def test_the_index_of_the_editors_names_each() -> None:
    index = (DOCS / "editors" / "README.md").read_text(encoding="utf-8")
    for page in EDITORS:
        assert page.name == "README.md" or f"]({page.name})" in index
