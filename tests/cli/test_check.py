"""`fal-lsp check`: arguments and files in, report and exit code out."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fal_lsp.check import check
from fal_lsp.rules.file_too_large import LIMIT
from fal_lsp.toml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.cli import Cli

GOOD = '[tool.fal.apps.x]\nref = "app.py::X"\n'
ERROR = GOOD + "keep_alive = 1.5\n"
FIXABLE = GOOD + 'keep_alive = "1"\n'
WARNING = GOOD + "keep_alive = -1\n"
INFORMATION = GOOD + 'machine_type = "GPU-T1000"\n'
BOTH = WARNING + 'startup_timeout = "1"\n'
TORN = GOOD + "auth = \n"
ELSEWHERE = '[project]\nname = "x"\ndynamic = false\n'
TORN_ELSEWHERE = "[project]\nname = \n"
CONFIGURED = WARNING + '[tool.fal-lsp]\nignore = ["negative-value"]\n'
MISCONFIGURED = GOOD + '[tool.fal-lsp]\nignore = ["negativ-value"]\n'


def concise(cli: Cli, *arguments: str) -> list[str]:
    """The findings of a run as `path:row:column rule`, without the messages."""
    out = cli.run("check", "--no-project", "--output-format", "concise", "-q", *arguments).out
    return [
        f"{place} {rest.split('[')[1].split(']')[0]}"
        for place, _, rest in map(_parts, out.splitlines())
    ]


def _parts(line: str) -> tuple[str, str, str]:
    return line.partition(": ")


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
        pytest.param(TORN, [], 1, id="syntax"),
        pytest.param(TORN_ELSEWHERE, [], 1, id="syntax, and no word of fal"),
        pytest.param(WARNING, ["--error-on-warning"], 1, id="warning counts"),
        pytest.param(INFORMATION, ["--error-on-warning"], 0, id="information never counts"),
        pytest.param(ERROR, ["--exit-zero"], 0, id="exit zero"),
        pytest.param(ERROR, ["--ignore", "wrong-type"], 0, id="ignored"),
        pytest.param(ERROR, ["--select", "negative-value"], 0, id="not selected"),
        pytest.param(ERROR, ["--select", "wrong-type"], 1, id="selected"),
        pytest.param(TORN, ["--select", "negative-value"], 1, id="syntax is always selected"),
        pytest.param(TORN, ["--ignore", "toml-syntax"], 0, id="syntax can be ignored"),
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
            ["check", "--select", "unknown-kye"], "did you mean `unknown-key`?", id="rule"
        ),
        pytest.param(["check", "--ignore", "x,wrong-type"], "`x` is not a rule", id="of a list"),
        pytest.param(["check", "--select", ","], "names no rule", id="empty list"),
        pytest.param(["check", "--output-format", "xml"], "invalid choice: 'xml'", id="format"),
        pytest.param(["check", "--severity-threshold", "fatal"], "invalid choice", id="severity"),
        pytest.param(["check", "--fixx"], "no argument --fixx", id="argument"),
        pytest.param(["check", "--unsafe"], "no argument --unsafe", id="no abbreviation"),
        pytest.param(["check", "--unsafe-fixes"], "needs --fix or --diff", id="unsafe alone"),
        pytest.param(["check", ""], "argument PATH: is empty", id="empty path"),
        pytest.param(["check", "-", "x.toml"], "stands alone", id="stdin and a file"),
        pytest.param(["check", ".", "--stdin-filename", "x"], "needs `-`", id="name without stdin"),
        pytest.param(
            ["check", "--statistics", "--output-format", "sarif"],
            "needs the output format",
            id="statistics",
        ),
        pytest.param(["chekc"], "did you mean `fal-lsp check`?", id="command"),
        pytest.param(["pyproject.toml"], "did you mean `fal-lsp check pyproject.toml`?", id="file"),
        pytest.param(["--fix"], "no argument --fix", id="argument without a command"),
        pytest.param(["explain"], "name one RULE", id="explain what"),
        pytest.param(["explain", "--all", "unknown-key"], "name one RULE", id="explain both"),
        pytest.param(["explain", "unknown-kye"], "did you mean `unknown-key`?", id="explain"),
        pytest.param(["server"], "--stdio", id="server without a transport"),
        pytest.param(["schema", "--flavour", "x"], "invalid choice", id="flavour"),
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

TREE = {
    "pyproject.toml": ERROR,
    "b/pyproject.toml": ERROR,
    "a/pyproject.toml": ERROR,
    "a/deep/er/pyproject.toml": ERROR,
    "a/other.toml": ERROR,
    ".hidden/pyproject.toml": ERROR,
    "node_modules/x/pyproject.toml": ERROR,
    "a/__pycache__/pyproject.toml": ERROR,
    "env/pyvenv.cfg": "",
    "env/pyproject.toml": ERROR,
    "env/lib/pyproject.toml": ERROR,
    "lib/site-packages/pyproject.toml": ERROR,
    "torn/pyproject.toml": TORN_ELSEWHERE,
    "empty/nothing.txt": "",
}


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        pytest.param(
            [],
            ["pyproject.toml", "a/deep/er/pyproject.toml", "a/pyproject.toml", "b/pyproject.toml"],
            id="the current directory",
        ),
        pytest.param(
            ["b", "a/pyproject.toml"], ["a/pyproject.toml", "b/pyproject.toml"], id="sorted"
        ),
        pytest.param(["b", "./b", "b/pyproject.toml"], ["b/pyproject.toml"], id="each once"),
        pytest.param(["a/other.toml"], ["a/other.toml"], id="a file with any name"),
        pytest.param([".hidden"], [".hidden/pyproject.toml"], id="a hidden directory, if named"),
        pytest.param(
            ["env"], ["env/lib/pyproject.toml", "env/pyproject.toml"], id="an environment"
        ),
        pytest.param(["torn"], ["torn/pyproject.toml"], id="torn, and pointed at"),
        pytest.param(["missing.toml"], ["missing.toml"], id="missing"),
    ],
)
def test_files(cli: Cli, paths: list[str], files: list[str]) -> None:
    cli.write(TREE)
    found = [line.split(":")[0] for line in concise(cli, *paths)]
    assert sorted(set(found), key=found.index) == sorted(files, key=lambda file: file.split("/"))


def test_a_directory_without_a_file_is_mentioned(cli: Cli) -> None:
    cli.write({"empty/x": "", "pyproject.toml": GOOD})
    run = cli.run("check", "--no-project", "empty")
    assert run == (0, "", "warning: no pyproject.toml in empty\n")
    assert cli.run("check", "-q", "empty").err == ""


def test_files_outside_the_working_directory_keep_their_path(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR, "sub/x": ""})
    os.chdir("sub")
    run = cli.run("check", "--no-project", "--output-format", "concise", "..")
    assert run.out.startswith(f"{cli.directory}/pyproject.toml:3:14: ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_that_a_search_found_is_told(cli: Cli, encoding: str) -> None:
    cli.write({"a/pyproject.toml": GOOD.encode(encoding), "b/pyproject.toml": b"\xff\xfef\0"})
    assert {line.split(":")[0] for line in concise(cli)} == {"a/pyproject.toml"}


def test_a_link_that_leads_back_ends(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": ERROR})
    (cli.directory / "a" / "loop").symlink_to(cli.directory, target_is_directory=True)
    assert concise(cli) == ["a/pyproject.toml:3:14 wrong-type"]


# --- what cannot be read ---


HOSTILE = {
    "missing link": (lambda path: path.symlink_to("nowhere"), "points to `nowhere`"),
    "looping link": (lambda path: path.symlink_to("pyproject.toml"), "leads back to itself"),
    "directory": (Path.mkdir, "This is a directory"),
    "fifo": (lambda path: os.mkfifo(path), "This is a named pipe"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "This is a device"),
}


@pytest.mark.skipif(os.name == "nt", reason="pipes, devices and links of POSIX")
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_file_is_a_finding_and_the_others_are_checked(cli: Cli, kind: str) -> None:
    make, words = HOSTILE[kind]
    cli.write({"a/x": "", "b/pyproject.toml": ERROR})
    make(cli.directory / "a" / "pyproject.toml")
    run = cli.run("check", "--no-project", "--output-format", "json")
    first, second = json.loads(run.out)
    assert run.code == 1
    assert (first["rule"], first["location"]) == ("unreadable-file", {"row": 1, "column": 1})
    assert words in first["message"]
    assert second["rule"] == "wrong-type"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_may_not_be_read(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": ERROR, "b/pyproject.toml": ERROR})
    concise(cli)  # Whoever may not read the file may not be able to import the program either.
    (cli.directory / "a" / "pyproject.toml").chmod(0)
    with somebody(cli):
        found = concise(cli)
    assert found == ["a/pyproject.toml:1:1 unreadable-file", "b/pyproject.toml:3:14 wrong-type"]


def test_a_directory_that_may_not_be_listed(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": ERROR, "b/pyproject.toml": ERROR})
    concise(cli)
    (cli.directory / "a").chmod(0)
    with somebody(cli):
        run = cli.run("check", "--no-project", "--output-format", "concise", "-q")
        noted = cli.run("check", "--no-project").err
        named = cli.run("check", "--no-project", "--output-format", "concise", "a")
    (cli.directory / "a").chmod(0o755)
    assert run.out.startswith("b/pyproject.toml:3:14: error[wrong-type]")
    assert noted == f"warning: {cli.directory}/a cannot be searched: Permission denied\n"
    assert named.code == 1
    assert named.out.startswith("a:1:1: error[unreadable-file] The permissions refuse")


@contextmanager
def somebody(cli: Cli) -> Iterator[None]:
    """Not the administrator, who may do everything."""
    if os.geteuid() != 0:
        yield
        return
    for directory in (cli.directory, *cli.directory.parents):
        if directory.stat().st_mode & 0o005 != 0o005:
            directory.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"\xff" + GOOD.encode(), ["1:1 invalid-utf-8"], id="first byte"),
        pytest.param(
            "# fal ä\n# 日本\xa0".encode() + b"\xe4 \n\xff", ["2:6 invalid-utf-8"], id="columns"
        ),
        pytest.param(b"[tool.fal]\nx = '\xed\xa0\x80'", ["2:6 invalid-utf-8"], id="surrogate"),
        pytest.param(GOOD.encode("utf-16"), ["1:1 invalid-utf-8"], id="utf-16"),
        pytest.param(b"# fal" + b" " * LIMIT, ["1:1 file-too-large"], id="too large"),
        pytest.param(b"# fal" + b" " * (LIMIT - 5), [], id="just small enough"),
        pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), ["1:1 byte-order-mark"], id="mark"),
    ],
)
def test_bytes(cli: Cli, data: bytes, expected: list[str]) -> None:
    cli.write({"pyproject.toml": data})
    assert concise(cli) == [f"pyproject.toml:{line}" for line in expected]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"x = " + b"[" * 10_000 + b" # fal", id="brackets"),
        pytest.param(b"[tool.fal]\nx = '" + b"a" * 10_000_000, id="ten megabytes"),
        pytest.param(b"[tool.fal]\n" + b"\0" * 1000, id="NUL"),
        pytest.param(b"[tool.fal]\n" + b"= \n" * 100_000, id="garbage"),
    ],
)
def test_hostile_text_is_a_finding(cli: Cli, data: bytes) -> None:
    cli.write({"a/pyproject.toml": data, "b/pyproject.toml": ERROR})
    run = cli.run("check", "--no-project", "--output-format", "concise")
    assert run.code == 1
    assert "b/pyproject.toml:3:14: error[wrong-type]" in run.out


# --- standard input ---


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


# --- when fal-lsp itself fails ---


def test_a_crash_is_one_line_and_spares_the_other_files(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fal_lsp.check

    def crash(document: object, *rest: object, **more: object) -> object:
        if "crash" in document.text:  # type: ignore[attr-defined]
            raise RuntimeError("it\nbroke")
        return check(document, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(fal_lsp.check, "check", crash)
    cli.write({"a/pyproject.toml": GOOD + "# crash", "b/pyproject.toml": ERROR})
    run = cli.run("check", "--no-project", "--output-format", "concise", "-q")
    assert run.code == 2
    assert "b/pyproject.toml:3:14: error[wrong-type]" in run.out
    assert "a/pyproject.toml was not checked to the end: RuntimeError: it\\nbroke" in run.err
    assert run.err.count("\n") == 1


def test_a_rule_that_crashes_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import fal_lsp.check

    def crash(app: object) -> object:
        raise ZeroDivisionError("no")
        yield

    rules = fal_lsp.check._APP_RULES
    broken = rules[0]._replace(check_app=crash)
    monkeypatch.setattr(fal_lsp.check, "_APP_RULES", (broken, *rules[1:]))
    cli.write({"pyproject.toml": ERROR})
    run = cli.run("check", "--no-project", "--output-format", "concise", "-q")
    assert run.code == 2
    assert "pyproject.toml:3:14: error[wrong-type]" in run.out
    assert f"the rule {broken.name} failed: ZeroDivisionError: no (test_check.py:" in run.err
    assert "Traceback" not in run.err


def test_interrupted(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fal_lsp.commands.check.run", interrupt)
    assert cli.run("check") == (130, "", "")


# --- the real program ---


def program(cli: Cli, *arguments: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "fal_lsp", *arguments],
        cwd=cli.directory,
        check=False,
        **{"stderr": subprocess.PIPE, "stdout": subprocess.PIPE, **settings},  # type: ignore[call-overload]
    )


def test_program(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR})
    done = program(cli, "check", "--no-project", "--output-format", "json")
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)[0]["rule"] == "wrong-type"


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
@pytest.mark.parametrize(
    "command",
    [
        pytest.param("{} check | true", id="reader gone"),
        pytest.param("{} explain --all | head -1 >/dev/null", id="reader stops"),
        pytest.param("{} check >&-", id="no output"),
        pytest.param("{} check 2>&- >&- <&-", id="no streams"),
        pytest.param("LC_ALL=C PYTHONUTF8=0 PYTHONIOENCODING=ascii {} check", id="ascii"),
    ],
)
def test_streams_of_the_shell(cli: Cli, command: str) -> None:
    cli.write({f"{number}/pyproject.toml": ERROR + "# 日本\n" * 2 for number in range(50)})
    done = subprocess.run(
        command.format(f"{sys.executable} -m fal_lsp"),
        shell=True,
        cwd=cli.directory,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode in (0, 1)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_said(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR})
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = program(cli, "check", stdout=full)
    assert done.returncode == 2
    assert done.stderr == b"error: No space left on device\n"


def test_many_files_are_checked_in_several_processes_in_order(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fal_lsp.commands import running

    cli.write(
        {
            f"{number:03}/pyproject.toml": [GOOD, ERROR, ELSEWHERE][number % 3]
            for number in range(250)
        }
    )
    monkeypatch.setattr(running, "_processors", lambda: 1)
    alone = cli.run("check", "--no-project", "--output-format", "concise")
    monkeypatch.setattr(running, "_processors", lambda: 4)
    assert cli.run("check", "--no-project", "--output-format", "concise") == alone
    assert alone.out.endswith("Found 83 errors in 250 files.\n")


@pytest.mark.skipif(os.name == "nt", reason="a process group of POSIX")
@pytest.mark.parametrize("reader", ["cat >/dev/null", "true"], ids=["read to the end", "gone"])
def test_no_process_is_left_over(cli: Cli, reader: str) -> None:
    """A worker that outlives the run would hold our output open, and a CI job with it."""
    cli.write({f"{number}/pyproject.toml": ERROR for number in range(150)})
    code = (
        "from fal_lsp.commands import running; running._processors = lambda: 4; "
        "from fal_lsp.cli import main; main()"
    )
    for _ in range(3):
        shell = subprocess.Popen(
            ["sh", "-c", f'"$0" -c "$1" check | {reader}', sys.executable, code],
            cwd=cli.directory,
            start_new_session=True,
        )
        shell.wait()
        with pytest.raises(ProcessLookupError):
            os.killpg(shell.pid, 0)


def test_a_process_that_dies_is_no_loss(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from fal_lsp.commands import running

    if not running._FORK:
        pytest.skip("the patch reaches copied processes alone")
    original, parent = running.check_found, os.getpid()

    def check(*arguments: object) -> object:
        if os.getpid() != parent:
            os._exit(9)
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "check_found", check)
    monkeypatch.setattr(running, "_processors", lambda: 4)
    cli.write({f"{number:03}/pyproject.toml": ERROR for number in range(250)})
    run = cli.run("check", "--no-project", "--statistics")
    assert run.out == "250  [ ] wrong-type\nFound 250 errors in 250 files.\n"


def test_a_bar_appears_when_it_takes_long(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from fal_lsp.commands import progress

    monkeypatch.setattr(progress, "_PATIENCE", 0)
    monkeypatch.setattr(progress, "_INTERVAL", 0)
    cli.write({f"{number}/pyproject.toml": ERROR for number in range(5)})
    environment = {"TERM": "xterm", "COLUMNS": "80"}
    run = cli.run("check", "--no-project", terminal=True, environment=environment)
    assert "5/5" in run.err
    assert "Checking" not in cli.run("check", "--no-project", "-q", terminal=True).err


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
