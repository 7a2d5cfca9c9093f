"""Where a report goes, in which encoding, and what is said beside it."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from tests.support.cli import ELSEWHERE, ERROR, GOOD, WARNING, Cli
from tests.support.git import git


def test_the_report_goes_to_a_file(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR})
    run = cli.run("check", "--no-project", "--output-format", "json", "-o", "report.json")
    assert run == (1, "", "")
    (entry,) = json.loads(cli.read("report.json"))
    assert entry["rule"] == "wrong-type"


def test_a_file_has_no_colours_and_the_summary(cli: Cli) -> None:
    cli.write({"pyproject.toml": WARNING})
    cli.run("check", "--no-project", "--output-file", "report.txt", terminal=True)
    report = cli.read("report.txt").decode()
    assert "\x1b" not in report
    assert report.endswith("Found 1 warning in 1 file.\n")


def test_a_diff_goes_to_the_file_too(cli: Cli) -> None:
    cli.write({"pyproject.toml": GOOD + 'keep_alive = "1"\n'})
    run = cli.run("check", "--no-project", "--diff", "-o", "fix.patch")
    assert (run.code, run.out) == (1, "")
    assert b'\n-keep_alive = "1"\n+keep_alive = 1\n' in cli.read("fix.patch")


def test_a_file_that_cannot_be_written(cli: Cli) -> None:
    cli.write({"pyproject.toml": GOOD})
    run = cli.run("check", "-o", "missing/report.txt")
    assert (run.code, run.out) == (2, "")
    assert run.err == "error: No such file or directory: missing/report.txt\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
@pytest.mark.parametrize("style", ["github", "azure", "json", "gitlab", "sarif", "junit"])
def test_what_programs_read_is_utf_8_whatever_the_console_has(
    cli: Cli, style: str, encoding: str
) -> None:
    cli.write({"größe/pyproject.toml": GOOD + 'auth = "日本"\n'})
    arguments = ("check", "--no-project", "--output-format", style)
    assert cli.run(*arguments, encoding=encoding) == cli.run(*arguments)


def test_a_deprecation_that_is_repeated_is_one_finding(cli: Cli) -> None:
    app = '[tool.fal.apps.{}]\nref = "app.py::A"\nno_scale = {}\n'
    text = app.format("a", "true") + app.format("b", "false") + app.format("c", "true")
    cli.write({"pyproject.toml": text})
    run = cli.run("check", "--no-project", "--output-format", "json")
    (entry,) = json.loads(run.out)
    rows = {edit["location"]["row"] for edit in entry["fix"]["edits"]}
    assert rows == {3, 6, 9}
    assert "Fixed 1 problem." in cli.run("check", "--no-project", "--fix").out
    assert b"no_scale" not in cli.read("pyproject.toml").replace(b"app_scale_settings", b"")


def test_a_mistake_in_a_file_of_several_apps_is_one_finding(cli: Cli) -> None:
    app = '[tool.fal.apps.{}]\nref = "app.py::A"\n'
    code = (
        "import fal\nclass A(fal.App):\n    def __init__(self): ...\n"
        '    @fal.endpoint("/")\n    def run(self): ...\n'
    )
    cli.write({"pyproject.toml": "".join(map(app.format, "abc")), "app.py": code})
    report = cli.run("check").out
    assert report.count("error[class-defines-init]") == 1
    assert report.count("Also used here.") == 2
    assert "Found 1 error in 1 file." in report
    # A report without related places must still say which apps fail.
    run = cli.run("check", "--output-format", "json")
    assert [entry["location"]["row"] for entry in json.loads(run.out)] == [2, 4, 6]


def test_the_files_are_shown_and_not_checked(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR, "a/pyproject.toml": ELSEWHERE, ".b/pyproject.toml": ERROR})
    assert cli.run("check", "--show-files") == (0, "a/pyproject.toml\npyproject.toml\n", "")
    assert cli.run("check", "--show-files", "--exclude", "a").out == "pyproject.toml\n"


def test_isolated_reads_no_configuration(cli: Cli) -> None:
    own = '[tool.fal-lsp]\nignore = ["negative-value", "nonsense"]\nextend-exclude = ["a"]\n'
    cli.write({".git/x": "", "pyproject.toml": WARNING + own, "a/pyproject.toml": WARNING})
    assert cli.run("check", "--no-project").code == 2
    run = cli.run("check", "--no-project", "--isolated", "--output-format", "json")
    assert [entry["rule"] for entry in json.loads(run.out)] == ["negative-value"] * 2


def test_a_check_that_finds_nothing_about_fal_says_so(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": ELSEWHERE})
    none = "It does not mention fal; `fal-lsp init` adds the apps that your code defines.\n"
    assert cli.run("check").out == f"No problems in 1 file.\n{none}"
    cli.write({"b/pyproject.toml": GOOD})
    assert cli.run("check", "--no-project").out == "No problems in 2 files.\n"


def test_verbose_says_what_was_done_with_each_file(cli: Cli) -> None:
    cli.write(
        {
            "a/pyproject.toml": ELSEWHERE,
            "b/pyproject.toml": GOOD + '[project]\nname = "b"\ndependencies = ["fal==1.83.0"]\n',
            "c/pyproject.toml": GOOD.replace("app.py", "{{ file }}"),
            "d.toml": GOOD,
        }
    )
    version, *lines = cli.run("check", "-v", ".", "d.toml").err.splitlines()
    assert version.startswith("info: fal-lsp ")
    words = [line.removeprefix(f"info: {cli.directory}/") for line in lines]
    assert words == [
        "a/pyproject.toml: skipped, since it does not mention fal",
        "b/pyproject.toml: checked with its project, 1 app, fal 1.83.0 (required in "
        f"{cli.directory}/b/pyproject.toml)",
        "c/pyproject.toml: skipped, since it is a template",
        "d.toml: checked alone, 1 app",
    ]


# --- links ---


@pytest.mark.parametrize(
    ("environment", "arguments", "terminal", "links"),
    [
        ({"TERM_PROGRAM": "vscode"}, [], True, True),
        ({"VTE_VERSION": "7006"}, [], True, True),
        ({"VTE_VERSION": "4900"}, [], True, False),
        ({"TERM": "xterm-kitty"}, [], True, True),
        ({"TERM": "xterm"}, [], True, False),
        ({"FORCE_HYPERLINK": "1"}, [], True, True),
        ({"FORCE_HYPERLINK": "0", "TERM_PROGRAM": "vscode"}, [], True, False),
        ({"TERM_PROGRAM": "vscode", "NO_COLOR": "1"}, [], True, False),
        ({"TERM_PROGRAM": "vscode"}, [], False, False),
        ({"TERM_PROGRAM": "vscode"}, ["--output-format", "json"], True, False),
    ],
)
def test_rules_are_links_where_the_terminal_shows_them(
    cli: Cli, environment: dict[str, str], arguments: list[str], terminal: bool, links: bool
) -> None:
    cli.write({"pyproject.toml": ERROR})
    run = cli.run("check", *arguments, terminal=terminal, environment=environment)
    assert ("\x1b]8;;https://" in run.out) is links


# --- a repository with several projects ---


FINGERPRINTS = ["1a0fe9cb", "d7a25c04"]
"""What services track findings by: a change of these makes all findings new."""


@pytest.mark.parametrize("directory", [".", "services", "services/b"])
def test_a_diff_is_applied_and_a_finding_is_the_same_from_every_directory(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, directory: str
) -> None:
    cli.write({f"services/{name}/pyproject.toml": GOOD + 'keep_alive = "1"\n' for name in "ab"})
    git(cli.directory, "init", "--quiet")
    monkeypatch.chdir(cli.directory / directory)
    projects = [os.path.relpath(cli.directory / "services" / name) for name in "ab"]
    arguments = ("check", "--no-project", *projects)
    found = json.loads(cli.run(*arguments, "--output-format", "sarif").out)["runs"][0]["results"]
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in found]
    assert places == ["services/a/pyproject.toml", "services/b/pyproject.toml"]
    assert [each["partialFingerprints"]["falLsp/v1"][:8] for each in found] == FINGERPRINTS
    if directory == "services/b":
        return  # Its neighbour is outside of it, where `git apply` does not write.
    patch = cli.run(*arguments, "--diff").out
    subprocess.run(["git", "apply"], input=patch.encode(), check=True)
    for name in "ab":
        assert cli.read(f"services/{name}/pyproject.toml").endswith(b"keep_alive = 1\n")
