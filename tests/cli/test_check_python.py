"""What `fal-lsp check` reports in Python files: it follows from the files that it checks."""

from __future__ import annotations

import json

import pytest

from tests.support.cli import Cli

APP = """
import fal


class A(fal.App):
    machine_type = "GPU-T4"

    @fal.endpoint("/")
    def run(self) -> dict: ...
"""
TOML = '[tool.fal.apps.{0}]\nref = "{1}::A"\n'
FOUND = "app.py:6:20 unknown-machine-type"


ONLY = ("--select", "unknown-machine-type")


def _found(cli: Cli, *arguments: str) -> list[str]:
    out = cli.run("check", "--output-format", "concise", "-q", *arguments).out
    lines = [line.partition(": information[") for line in out.splitlines()]
    return [f"{place} {rest.partition(']')[0]}" for place, _, rest in lines]


@pytest.fixture
def project(cli: Cli) -> Cli:
    """Two pyproject.toml files of one repository that lead to one file, and to one of another."""
    cli.write(
        {
            "repository/.git/HEAD": "",
            "repository/app.py": APP,
            "repository/one/pyproject.toml": TOML.format("a", "../app.py"),
            "repository/two/pyproject.toml": TOML.format("b", "../app.py")
            + TOML.format("c", "../../other.py"),
            "other.py": APP,
        }
    )
    return cli


def test_each_once_whichever_files_lead_there(project: Cli) -> None:
    assert _found(project, "repository", *ONLY) == [f"repository/{FOUND}"]
    run = project.run("check", "repository", *ONLY)
    assert "  note: repository/one/pyproject.toml:1: App `a` uses it.\n" in run.out
    assert "  note: repository/two/pyproject.toml:1: App `b` uses it.\n" in run.out
    assert run.code == 0


def test_several_processes_find_the_same(cli: Cli) -> None:
    names = [f"project{number:03}" for number in range(130)]
    cli.write({"app.py": APP, ".git/HEAD": ""})
    cli.write({f"{name}/pyproject.toml": TOML.format(name, "../app.py") for name in names})
    run = cli.run("check", *ONLY)
    assert run.out.count("unknown-machine-type") == 1
    assert run.out.count(" uses it.") == len(names)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], [FOUND]),
        (["--no-project"], []),
        (["--ignore", "unknown-machine-type"], []),
        (["--select", "wrong-type"], []),
        (["--select", "unknown-machine-type"], [FOUND]),
        (["--severity-threshold", "warning"], []),
    ],
)
def test_the_options_hold_there_too(cli: Cli, options: list[str], found: list[str]) -> None:
    cli.write({"app.py": APP, "pyproject.toml": TOML.format("a", "app.py")})
    assert _found(cli, *options) == found


def test_the_configuration_of_the_project_holds_there_too(cli: Cli) -> None:
    text = TOML.format("a", "app.py") + "[tool.fal-lsp]\n"
    cli.write({"app.py": APP, "pyproject.toml": text + 'ignore = ["unknown-machine-type"]\n'})
    assert _found(cli) == []
    severity = 'severity = { unknown-machine-type = "error" }\n'
    cli.write({"pyproject.toml": text + severity})
    run = cli.run("check", "--output-format", "concise")
    assert run.code == 1
    assert "app.py:6:20: error[unknown-machine-type]" in run.out


@pytest.mark.parametrize("style", ["full", "concise", "json", "json-lines", "github", "gitlab"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_format_names_the_file_and_the_line(cli: Cli, style: str, end: str) -> None:
    source = APP.replace("\n", end)
    cli.write({"app.py": source, "pyproject.toml": TOML.format("a", "app.py")})
    run = cli.run("check", "--output-format", style)
    path = cli.directory / "app.py"
    expected = {
        "full": '6 |     machine_type = "GPU-T4"\n  |                    ^^^^^^^^\n',
        "concise": "app.py:6:20: information[unknown-machine-type]",
        "json": '"end_location": {\n      "row": 6,\n      "column": 28',
        "json-lines": '"end_location":{"row":6,"column":28}',
        "github": f"file={path},line=6,col=20,endLine=6,endColumn=28::app.py:6:20",
        "gitlab": '"path": "app.py",',
    }
    assert expected[style] in run.out


def test_sarif_and_junit(cli: Cli) -> None:
    cli.write({"app.py": APP, "pyproject.toml": TOML.format("a", "app.py")})
    (result,) = json.loads(cli.run("check", "--output-format", "sarif").out)["runs"][0]["results"]
    artifact, region = result["locations"][0]["physicalLocation"].values()
    assert (artifact["uri"], region["startLine"], region["startColumn"]) == ("app.py", 6, 20)
    related = result["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "pyproject.toml"
    junit = cli.run("check", "--output-format", "junit").out
    assert 'classname="app.py"' in junit
    assert ">line 6, column 20: " in junit


def test_a_fix_of_the_pyproject_never_changes_them(cli: Cli) -> None:
    text = TOML.format("a", "app.py")
    cli.write({"app.py": APP, "pyproject.toml": f"{text}machine_type = 'GPU-H100'\n"})
    run = cli.run("check", "--fix", "--unsafe-fixes", "--output-format", "concise")
    assert FOUND.split()[0] in run.out
    assert cli.read("pyproject.toml").decode() == text
    assert cli.read("app.py").decode() == APP


def test_standard_input_leads_there_too(cli: Cli) -> None:
    cli.write({"app.py": APP})
    text = TOML.format("a", "app.py")
    options = ("--stdin-filename", "pyproject.toml", "--output-format", "concise")
    run = cli.run("check", "-", *options, stdin=text)
    assert "app.py:6:20" in run.out
    fixed = cli.run("check", "-", "--fix", *options, stdin=text)
    assert fixed.out == text
    assert "app.py:6:20" in fixed.err
