"""The snippets of the README, of docs/schema.md and of the editors that no other test runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import tomli
from fal_lsp.ide.types import ACTION_KINDS

from tests.support import docs
from tests.support.docs import DOCS
from tests.support.git import commit, git

README = docs.blocks("../README.md")
ROOT = DOCS.parent
APP = 'ref = "x.py::X"\nmachine_type = "M"\nkeep_alive = 60\nauth = "privat"\n'
LINES = '[project]\nname = "x"\nversion = "1"\n\n[tool.fal.apps.image-generator]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the mistake that the README shows, in the same line."""
    (tmp_path / "pyproject.toml").write_text(LINES + APP, encoding="utf-8")
    endpoint = '    @fal.endpoint("/")\n    def run(self) -> dict: ...\n'
    code = f"import fal\n\n\nclass X(fal.App):\n{endpoint}"
    (tmp_path / "x.py").write_text(code, encoding="utf-8")
    return tmp_path


def _block(text: str) -> docs.Block:
    return next(block for block in README if text in block.text)


def test_the_readme_shows_what_is_printed(project: Path) -> None:
    (step,) = docs.steps(_block("$ fal-lsp"))
    printed, code = docs.run(step.command, project)
    assert code == 1
    # The last line, which counts, is left out there.
    assert docs.matches(f"{step.shown}…\n", printed), printed


COMMANDS = [line.partition("#")[0].strip() for line in _block("fal-lsp explain").text.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(project: Path, command: str) -> None:
    git(project, "init", "-q")
    git(project, "update-ref", "refs/remotes/origin/main", commit(project))
    printed, code = docs.run(command, project)
    # `auth` is wrong; nothing is wrong with the command.
    assert code == (1 if " check" in command else 0), printed
    assert printed


def test_the_settings_of_the_readme_count(project: Path) -> None:
    file = project / "pyproject.toml"
    mistakes = LINES + 'ref = "x.py::X"\nmachine_type = "GPU-X9"\nkeep_alive = -1\n'
    file.write_text(mistakes, encoding="utf-8")
    before, code = docs.run("fal-lsp check", project)
    assert "[unknown-machine-type]" in before
    assert "warning[negative-value]" in before
    assert code == 0
    file.write_text(f"{mistakes}\n{_block('[tool.fal-lsp]').text}", encoding="utf-8")
    after, code = docs.run("fal-lsp check", project)
    assert "[unknown-machine-type]" not in after
    assert "error[negative-value]" in after
    assert code == 1


def test_the_guide_shows_the_same_settings() -> None:
    (guide,) = (each for each in docs.blocks("check.md") if "[tool.fal-lsp]" in each.text)
    assert tomli.loads(guide.text) == tomli.loads(_block("[tool.fal-lsp]").text)


def _of_schema(language: str, text: str) -> str:
    blocks = docs.blocks("schema.md")
    return next(each.text for each in blocks if each.language == language and text in each.text)


@pytest.mark.peers
@pytest.mark.parametrize("command", ["taplo lint --colors never", "tombi lint --offline"])
def test_the_line_in_the_file_leads_to_the_schema(project: Path, command: str) -> None:
    file = project / "pyproject.toml"
    docs.run("fal-lsp schema --flavour pyproject -o pyproject.schema.json", project)
    run = f"{command} pyproject.toml"
    without, _ = docs.run(run, project)
    assert "privat" not in without
    file.write_text(_of_schema("toml", "#:schema") + LINES + APP, encoding="utf-8")
    printed, code = docs.run(run, project)
    assert code != 0
    assert "privat" in printed


def test_the_setting_for_even_better_toml_is_for_every_pyproject() -> None:
    setting = json.loads(_of_schema("json", "evenBetterToml"))
    (pattern,) = setting["evenBetterToml.schema.associations"]
    assert re.match(pattern, "/home/me/shop/pyproject.toml")
    assert not re.match(pattern, "/home/me/shop/other.toml")


def test_the_commands_for_vs_code_are_those_that_its_tests_run() -> None:
    block, words, on_save = docs.blocks("editors/vscode.md")
    folder, made, installed = block.text.splitlines()
    script = (ROOT / "vscode-extension/scripts/test-vscode.sh").read_text(encoding="utf-8")
    package = json.loads((ROOT / "vscode-extension/package.json").read_text(encoding="utf-8"))
    assert (ROOT / folder.removeprefix("cd ") / "package.json").exists()
    assert made == "npm ci && npm run package"
    assert "package" in package["scripts"]
    assert "npm ci" in script
    assert "npm run --silent package" in script
    assert f'--install-extension "$PWD/dist/{package["name"]}-$version.vsix"' in script
    assert installed == f"code --install-extension dist/{package['name']}-*.vsix"
    (setting,) = json.loads(words.text)["[toml]"]
    assert package["contributes"]["configurationDefaults"]["[toml]"] == {setting: "off"}
    setting = json.loads(on_save.text)["[toml]"]["editor.codeActionsOnSave"]
    assert setting.keys() <= set(ACTION_KINDS)
