"""`fal-lsp check`: arguments and files in, report and exit code out."""

from __future__ import annotations

import json
import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from fal_lsp.lint.check import check
from fal_lsp.toml import parse

if TYPE_CHECKING:
    from tests.support.cli import Cli

from tests.support.cli import (
    BOTH,
    CONFIGURED,
    ELSEWHERE,
    ERROR,
    FIXABLE,
    GOOD,
    INFORMATION,
    MALFORMED,
    MALFORMED_ELSEWHERE,
    MISCONFIGURED,
    WARNING,
)


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        pytest.param(GOOD, [], 0, id="clean"),
        pytest.param(ELSEWHERE, [], 0, id="not about fal"),
        pytest.param("", [], 0, id="empty"),
        pytest.param(WARNING, [], 0, id="a warning"),
        pytest.param(INFORMATION, [], 0, id="an information"),
        pytest.param(ERROR, [], 1, id="an error"),
        pytest.param(BOTH, [], 1, id="error and warning"),
        pytest.param(MALFORMED, [], 1, id="syntax"),
        pytest.param(MALFORMED_ELSEWHERE, [], 0, id="syntax, and no word of fal"),
        pytest.param(WARNING, ["--error-on-warning"], 1, id="warning counts"),
        pytest.param(INFORMATION, ["--error-on-warning"], 0, id="information never counts"),
        pytest.param(ERROR, ["--exit-zero"], 0, id="exit zero"),
        pytest.param(ERROR, ["--ignore", "wrong-type"], 0, id="ignored"),
        pytest.param(ERROR, ["--select", "negative-value"], 0, id="not selected"),
        pytest.param(ERROR, ["--select", "wrong-type"], 1, id="selected"),
        pytest.param(MALFORMED, ["--select", "negative-value"], 1, id="syntax is always selected"),
        pytest.param(MALFORMED, ["--ignore", "toml-syntax"], 0, id="syntax can be ignored"),
        pytest.param(
            WARNING,
            ["--error-on-warning", "--severity-threshold", "error"],
            0,
            id="what is hidden does not count",
        ),
        pytest.param(CONFIGURED, ["--error-on-warning"], 0, id="off in the file"),
        pytest.param(MISCONFIGURED, [], 2, id="wrong configuration"),
        pytest.param(MISCONFIGURED, ["--exit-zero"], 2, id="wrong configuration all the same"),
    ],
)
def test_exit_code(cli: Cli, text: str, arguments: list[str], code: int) -> None:
    cli.write({"pyproject.toml": text})
    run = cli.run("check", "--no-project", *arguments)
    assert run.code == code
    assert run.err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["check", "--select", "unknown-kye"], "Did you mean `unknown-key`?", id="rule"
        ),
        pytest.param(["check", "--ignore", "x,wrong-type"], "unknown rule `x`", id="of a list"),
        pytest.param(["check", "--select", ","], "expected a rule", id="empty list"),
        pytest.param(
            ["check", "--output-format", "jsn"],
            "unknown value `jsn`. Did you mean `json`?",
            id="format",
        ),
        pytest.param(
            ["check", "--severity-threshold", "fatal"], "Choose from error, warning", id="severity"
        ),
        pytest.param(["check", "--fixx"], "Did you mean `--fix`?", id="option"),
        pytest.param(["check", "--unsafe"], "Did you mean `--unsafe-fixes`?", id="no abbreviation"),
        pytest.param(["check", "--unsafe-fixes"], "requires --fix or --diff", id="unsafe alone"),
        pytest.param(["check", ""], "argument PATH: must not be empty", id="empty path"),
        pytest.param(["check", "-", "x.toml"], "cannot be combined", id="stdin and a file"),
        pytest.param(
            ["check", ".", "--stdin-filename", "x"],
            "requires the path `-`",
            id="name without stdin",
        ),
        pytest.param(
            ["check", "--statistics", "--output-format", "sarif"],
            "requires the output format",
            id="statistics",
        ),
        pytest.param(["chekc"], "Did you mean `fal-lsp check`?", id="command"),
        pytest.param(["pyproject.toml"], "Did you mean `fal-lsp check pyproject.toml`?", id="file"),
        pytest.param(
            ["--fix"], "Did you mean `fal-lsp check --fix`?", id="option without a command"
        ),
        pytest.param(["explain"], "give one RULE", id="explain what"),
        pytest.param(["explain", "--all", "unknown-key"], "give one RULE", id="explain both"),
        pytest.param(["explain", "unknown-kye"], "Did you mean `unknown-key`?", id="explain"),
        pytest.param(["server"], "--stdio", id="server without a transport"),
        pytest.param(["schema", "--flavour", "x"], "Choose from tool, ", id="flavour"),
        pytest.param(["explain", "a", "b"], "unexpected argument `b`", id="argument"),
        pytest.param(["check", "--wat=1"], "unknown option `--wat`. See `fal-lsp check", id="see"),
        pytest.param(["lint"], "Did you mean `fal-lsp check`?", id="name of other programs"),
        pytest.param(["help"], "Did you mean `fal-lsp --help`?", id="help"),
        pytest.param(["completion"], "completion: give a SHELL: bash, zsh", id="no shell"),
    ],
)
def test_wrong_usage(cli: Cli, arguments: list[str], message: str) -> None:
    cli.write({"pyproject.toml": GOOD})
    run = cli.run(*arguments)
    assert run.code == 2
    assert run.out == ""
    assert message in run.err
    assert run.err.startswith("error: ")
    assert run.err.count("\n") == 1


def test_no_arguments_print_the_help(cli: Cli) -> None:
    run = cli.run()
    assert run.code == 2
    assert "fal-lsp check" in run.err


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["server", "-h"]])
def test_help(cli: Cli, arguments: list[str]) -> None:
    run = cli.run(*arguments)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("usage: fal-lsp")


def test_whole_output(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": FIXABLE, "b/pyproject.toml": WARNING, "c/pyproject.toml": GOOD})
    error, warning = (check(parse(text))[0] for text in (FIXABLE, WARNING))
    assert cli.run("check", "--no-project").out == (
        f"a/pyproject.toml:3:14: error[wrong-type] [*] {error.message}\n"
        "  |\n"
        '3 | keep_alive = "1"\n'
        "  |              ^^^\n"
        f"  help: {error.fixes[0].title} (--fix)\n"
        "\n"
        f"b/pyproject.toml:3:14: warning[negative-value] {warning.message}\n"
        "  |\n"
        "3 | keep_alive = -1\n"
        "  |              ^^\n"
        f"  help: {warning.help}\n"
        "\n"
        "Found 1 error, 1 warning in 3 files; [*] 1 fixable with --fix.\n"
    )


def test_clean_output(cli: Cli) -> None:
    cli.write({"pyproject.toml": GOOD})
    assert cli.run("check", "--no-project").out == "No problems in 1 file.\n"
    assert cli.run("check", "--no-project", "-q").out == ""
    assert cli.run("check", "--no-project", "--output-format", "json").out == "[]\n"


def test_statistics(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": BOTH, "b/pyproject.toml": WARNING})
    run = cli.run("check", "--no-project", "--statistics")
    assert run.out == (
        "2  [ ] negative-value\n"
        "1  [*] wrong-type\n"
        "Found 1 error, 2 warnings in 2 files; [*] 1 fixable with --fix.\n"
    )
    run = cli.run("check", "--no-project", "--statistics", "--output-format", "json")
    assert json.loads(run.out)[0] == {
        "rule": "negative-value",
        "count": 2,
        "fixable": False,
        "fixable_count": 0,
    }


# --- which files ---


def test_stdin(cli: Cli) -> None:
    run = cli.run("check", "-", "--no-project", "--output-format", "concise", stdin=ERROR)
    assert run.code == 1
    assert run.out.startswith("-:3:14: error[wrong-type]")


@pytest.mark.parametrize("paths", [["-"], []])
def test_stdin_has_the_name_that_it_is_given(cli: Cli, paths: list[str]) -> None:
    run = cli.run(
        "check", *paths, "--stdin-filename", "a/b.toml", "--output-format", "json", stdin=ERROR
    )
    assert json.loads(run.out)[0]["filename"] == str(cli.directory / "a" / "b.toml")


# --- the files around ---


def test_the_project_is_read_unless_that_is_unwanted(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": GOOD, "b/pyproject.toml": GOOD, "b/app.py": "class X: ...\n"})
    (entry,) = json.loads(cli.run("check", "a", "--output-format", "json").out)
    assert entry["rule"] == "ref-file-missing"
    assert cli.run("check", "a", "--no-project").code == 0
    arguments = ["check", "-", "--output-format", "json"]
    assert cli.run(*arguments, stdin=GOOD).code == 0
    (entry,) = json.loads(
        cli.run(*arguments, "--stdin-filename", "b/pyproject.toml", stdin=GOOD).out
    )
    assert entry["rule"] == "ref-not-an-app"


# --- the screen ---


def test_colours_are_for_terminals(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR})
    assert "\x1b[" not in cli.run("check").out
    assert "\x1b[1;31merror[wrong-type]\x1b[0m" in cli.run("check", terminal=True).out


@pytest.mark.parametrize(
    ("environment", "arguments", "terminal", "colours"),
    [
        ({"NO_COLOR": "1"}, [], True, False),
        ({"NO_COLOR": ""}, [], True, True),
        ({"TERM": "dumb"}, [], True, False),
        ({"FORCE_COLOR": "1"}, [], False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False, False),
        ({"NO_COLOR": "1"}, ["--color", "always"], False, True),
        ({}, ["--color", "never"], True, False),
        ({"FORCE_COLOR": "1"}, ["--output-format", "json"], True, False),
    ],
)
def test_who_decides_about_colours(
    cli: Cli, environment: dict[str, str], arguments: list[str], terminal: bool, colours: bool
) -> None:
    cli.write({"pyproject.toml": ERROR})
    run = cli.run("check", *arguments, terminal=terminal, environment=environment)
    assert ("\x1b[" in run.out) is colours


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_stream_that_is_not_utf_8_gets_escapes(cli: Cli, encoding: str) -> None:
    cli.write({"größe 日本/pyproject.toml": GOOD + 'auth = "日本 \U0001f600"\n'})
    run = cli.run("check", encoding=encoding)
    assert run.code == 1
    assert "\\u65e5\\u672c \\U0001f600" in run.out


def test_a_file_name_cannot_forge_a_line(cli: Cli) -> None:
    cli.write({"a\n::error::x\x1b[2J/pyproject.toml": ERROR})
    out = cli.run("check", "--no-project", "--output-format", "concise", "-q").out
    assert out.startswith(r"a\n::error::x\x1b[2J/pyproject.toml:3:14: error[wrong-type] ")
    assert out.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are no text")
def test_a_file_name_that_is_not_utf_8(cli: Cli) -> None:
    name = os.fsdecode(b"a\xff")
    cli.write({f"{name}/pyproject.toml": ERROR})
    run = cli.run("check", "--no-project", "-q", "--output-format", "concise")
    assert run.out.startswith(r"a\xff/pyproject.toml:3")
    sarif = json.loads(cli.run("check", "--no-project", "--output-format", "sarif").out)
    (result,) = sarif["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "a%FF/pyproject.toml"


def test_ci_project_dir_is_the_root_for_gitlab(cli: Cli) -> None:
    cli.write({"a/b/pyproject.toml": ERROR})
    os.chdir("a/b")
    environment = {"CI_PROJECT_DIR": str(cli.directory)}
    run = cli.run("check", "--output-format", "gitlab", environment=environment)
    assert json.loads(run.out)[0]["location"]["path"] == "a/b/pyproject.toml"


@pytest.mark.parametrize("marker", ["GITHUB_WORKSPACE", ".git"])
def test_sarif_names_files_from_the_checkout(cli: Cli, marker: str) -> None:
    cli.write({"a/b/pyproject.toml": ERROR})
    environment = {}
    if marker == ".git":
        (cli.directory / ".git").mkdir()
    else:
        environment[marker] = str(cli.directory)
    found = []
    for directory in (".", "a", "b"):
        os.chdir(directory)
        options = ("--select", "wrong-type", "--output-format", "sarif")
        run = cli.run("check", *options, environment=environment)
        (result,) = json.loads(run.out)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        found.append((place["uri"], result["partialFingerprints"]))
    assert found[0][0] == "a/b/pyproject.toml"
    assert found == [found[0]] * 3


# --- when fal-lsp itself fails ---


def test_modes_of_files_are_not_changed_by_a_check(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR})
    path = cli.directory / "pyproject.toml"
    path.chmod(0o444)
    before = path.stat()
    cli.run("check")
    assert (path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode)) == (
        before.st_mtime_ns,
        0o444,
    )


def test_the_files_around_a_file_of_another_name_say_nothing_about_it(cli: Cli) -> None:
    text = "[tool.fal.apps.x]\nref = 'gone.py'\n"
    cli.write({"pyproject.toml": text, "draft.toml": text})
    assert "ref-file-missing" in cli.run("check", "pyproject.toml").out
    assert cli.run("check", "draft.toml").code == 0
