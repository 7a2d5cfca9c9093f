"""`--fix`, `--unsafe-fixes` and `--diff`: what is written, what is printed, what is left alone."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.commands import write
from fal_lsp.commands.check_file import Options, check_data
from fal_lsp.lint import fixing
from fal_lsp.report.summary import fixable
from hypothesis import given

from tests.support.corpus import Case, cases
from tests.support.examples import sample
from tests.support.strategies import mutated

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli import Cli

APP = '[tool.fal.apps.x]\nref = "app.py::X"\n'
SAFE = APP + 'keep_alive = "1"  # seconds\n'
SAFE_FIXED = APP + "keep_alive = 1  # seconds\n"
UNSAFE = APP + 'auth = "privat"\n'
UNSAFE_FIXED = APP + 'auth = "private"\n'
LEFT = APP + "keep_alive = 1.5\n"


def fix(cli: Cli, *arguments: str) -> tuple[int, str]:
    run = cli.run("check", "--no-project", "--output-format", "concise", "--fix", *arguments)
    assert run.err == ""
    return run.code, run.out.splitlines()[-1]


@pytest.mark.parametrize(
    ("before", "arguments", "after", "code", "summary"),
    [
        pytest.param(
            SAFE, [], SAFE_FIXED, 0, "Fixed 1 problem. No problems left in 1 file.", id="safe"
        ),
        pytest.param(
            UNSAFE,
            [],
            UNSAFE,
            1,
            "Found 1 error in 1 file; 1 fixable with --fix --unsafe-fixes.",
            id="unsafe is left",
        ),
        pytest.param(
            "[tool.fal.apps.x]\nkeep_alive = 1\n",
            ["--unsafe-fixes"],
            "[tool.fal.apps.x]\nkeep_alive = 1\n",
            1,
            "Found 1 error in 1 file.",
            id="an example is no value",
        ),
        pytest.param(
            UNSAFE,
            ["--unsafe-fixes"],
            UNSAFE_FIXED,
            0,
            "Fixed 1 problem. No problems left in 1 file.",
            id="unsafe, if asked for",
        ),
        pytest.param(LEFT, [], LEFT, 1, "Found 1 error in 1 file.", id="no fix"),
        pytest.param(
            SAFE, ["--ignore", "wrong-type"], SAFE, 0, "No problems in 1 file.", id="not asked for"
        ),
        pytest.param(
            "\ufeff" + SAFE,
            [],
            SAFE_FIXED,
            0,
            "Fixed 2 problems. No problems left in 1 file.",
            id="byte order mark",
        ),
        pytest.param(
            SAFE.replace("\n", "\r\n"),
            [],
            SAFE_FIXED.replace("\n", "\r\n"),
            0,
            "Fixed 1 problem. No problems left in 1 file.",
            id="line ends",
        ),
        pytest.param(
            SAFE.replace("seconds", "größe 日本 \u2028 \U0001f600").rstrip("\n"),
            [],
            SAFE_FIXED.replace("seconds", "größe 日本 \u2028 \U0001f600").rstrip("\n"),
            0,
            "Fixed 1 problem. No problems left in 1 file.",
            id="other text",
        ),
    ],
)
def test_fix(
    cli: Cli, before: str, arguments: list[str], after: str, code: int, summary: str
) -> None:
    cli.write({"pyproject.toml": before})
    assert fix(cli, *arguments) == (code, summary)
    assert cli.read("pyproject.toml") == after.encode()


def test_fixing_twice_changes_nothing_more(cli: Cli) -> None:
    cli.write({"pyproject.toml": SAFE})
    fix(cli)
    before = (cli.directory / "pyproject.toml").stat()
    assert fix(cli) == (0, "No problems in 1 file.")
    assert (cli.directory / "pyproject.toml").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_mode_and_link_stay(cli: Cli) -> None:
    cli.write({"real.toml": SAFE})
    real, link = cli.directory / "real.toml", cli.directory / "pyproject.toml"
    real.chmod(0o640)
    link.symlink_to("real.toml")
    fix(cli)
    assert link.is_symlink()
    assert real.read_text() == SAFE_FIXED
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(os.listdir(cli.directory)) == ["pyproject.toml", "real.toml"]  # noqa: PTH208


def test_a_file_with_several_names_is_not_written(cli: Cli) -> None:
    """Not safely: a new file would have one of the names, half of an old one both."""
    cli.write({"pyproject.toml": SAFE})
    other = cli.directory / "other.toml"
    other.hardlink_to(cli.directory / "pyproject.toml")
    run = cli.run("check", "--no-project", "--fix", "-q")
    assert run.code == 2
    assert run.err == (
        f"error: could not write {cli.directory}/pyproject.toml: it has hard "
        "links, of which only one would change; apply the output of --diff instead\n"
    )
    assert other.read_text() == SAFE
    assert other.samefile(cli.directory / "pyproject.toml")


def test_the_same_file_under_two_names_is_written_once(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": SAFE})
    (cli.directory / "pyproject.toml").symlink_to("a/pyproject.toml")
    assert fix(cli)[0] == 0
    assert cli.read("a/pyproject.toml") == SAFE_FIXED.encode()


def test_a_file_that_changed_in_the_meantime_is_left_alone(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = write.replace_file

    def late(path: str, before: bytes, after: bytes) -> str | None:
        cli.write({"pyproject.toml": LEFT})
        return original(path, before, after)

    monkeypatch.setattr(write, "replace_file", late)
    cli.write({"pyproject.toml": SAFE})
    run = cli.run("check", "--no-project", "--output-format", "concise", "--fix")
    assert run.code == 2
    assert "pyproject.toml: it was changed" in run.err
    assert cli.read("pyproject.toml") == LEFT.encode()
    assert "Fixed" not in run.out


def test_a_disk_that_is_full_leaves_the_old_file(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    cli.write({"pyproject.toml": SAFE, "x": ""})
    run = cli.run("check", "--no-project", "--output-format", "concise", "--fix")
    assert run.code == 2
    assert run.err == (
        f"error: could not write {cli.directory}/pyproject.toml: No space left on device\n"
    )
    assert "error[wrong-type]" in run.out
    assert cli.read("pyproject.toml") == SAFE.encode()
    assert sorted(os.listdir(cli.directory)) == ["pyproject.toml", "x"]  # noqa: PTH208


# --- diff ---

DIFF = """\
--- a/a/pyproject.toml
+++ b/a/pyproject.toml
@@ -1,3 +1,3 @@
 [tool.fal.apps.x]
 ref = "app.py::X"
-keep_alive = "1"  # seconds
+keep_alive = 1  # seconds
"""


def test_diff_writes_nothing(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": SAFE, "b/pyproject.toml": LEFT})
    run = cli.run("check", "--no-project", "--diff")
    assert run == (1, DIFF, "Would fix 1 problem in 1 file.\n")
    assert cli.read("a/pyproject.toml") == SAFE.encode()
    assert cli.run("check", "--no-project", "--diff", "--exit-zero").code == 0


def test_files_are_repaired_in_several_processes(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from fal_lsp.commands import workers

    monkeypatch.setattr(workers, "_processors", lambda: 2)
    files = {f"{number:03}/pyproject.toml": SAFE for number in range(120)}
    cli.write(files)
    assert fix(cli) == (0, "Fixed 120 problems. No problems left in 120 files.")
    assert {cli.read(name) for name in files} == {SAFE_FIXED.encode()}


def test_nothing_to_fix(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": LEFT})
    assert cli.run("check", "--no-project", "--diff") == (0, "", "Nothing to fix.\n")
    assert cli.run("check", "--no-project", "--diff", "-q") == (0, "", "")


def test_diff_says_what_it_could_not_read(cli: Cli) -> None:
    run = cli.run("check", "--diff", "missing.toml")
    assert run.code == 1
    assert run.err.startswith("error: missing.toml: The file does not exist")


def test_a_diff_on_a_terminal_drives_nothing(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": SAFE.replace("seconds", "\u202e seconds")})
    assert "\u202e" not in cli.run("check", "--diff", terminal=True).out
    assert "\u202e" in cli.run("check", "--diff").out


BY_HAND = """\
[tool.fal.apps.my app]
ref: app.py::MyApp
auth == private
private logs = True
requirements = ["torch" "numpy"
num_gpus = 02

[tool.fal.app.other]
ref = “other.py::Other” // the other one
"""
MENDED = """\
[tool.fal.apps."my app"]
ref = "app.py::MyApp"
auth = "private"
private_logs = true
requirements = ["torch", "numpy"]
num_gpus = 2

[tool.fal.apps.other]
ref = "other.py::Other" # the other one
"""


def test_a_file_written_by_somebody_who_does_not_know_toml(cli: Cli) -> None:
    cli.write({"pyproject.toml": BY_HAND})
    # Each run repairs by a guess what it reports, and not what comes to light by that.
    for _ in range(3):
        code, _ = fix(cli, "--unsafe-fixes", "--ignore", "unaddressable-app-name")
    assert cli.read("pyproject.toml").decode() == MENDED
    assert code == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SAFE, id="plain"),
        pytest.param(SAFE.rstrip("\n"), id="no line end at the end"),
        pytest.param(SAFE.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(SAFE.replace("seconds", "\u2028 \x85"), id="other line ends"),
        pytest.param("\ufeff" + SAFE, id="byte order mark"),
    ],
)
def test_patch_takes_the_diff(cli: Cli, tmp_path: Path, text: str) -> None:
    cli.write({"a/pyproject.toml": text})
    diff = cli.run("check", "--no-project", "--diff").out.encode()
    try:
        subprocess.run(["patch", "-p1", "--binary"], input=diff, cwd=tmp_path, check=True)
    except FileNotFoundError:
        pytest.skip("no `patch` here")
    assert cli.run("check", "--no-project", "--diff").code == 0
    assert b"keep_alive = 1 " in cli.read("a/pyproject.toml")


# --- standard input ---


def test_stdin_comes_out_fixed(cli: Cli) -> None:
    arguments = ["check", "-", "--no-project", "--fix", "--output-format", "concise"]
    run = cli.run(*arguments, stdin=SAFE.replace("\n", "\r\n"))
    assert run == (
        0,
        SAFE_FIXED.replace("\n", "\r\n"),
        "Fixed 1 problem. No problems left in 1 file.\n",
    )
    run = cli.run(*arguments, "-q", stdin=LEFT)
    assert (run.code, run.out) == (1, LEFT)
    assert run.err.startswith("-:3:14: error[wrong-type]")


def test_what_is_too_large_comes_out_as_it_went_in(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fal_lsp.commands import check as command

    monkeypatch.setattr(command, "MOST_BYTES", 1_000_001)
    text = SAFE + "#" * 3_000_000
    run = cli.run("check", "-", "--fix", "--no-project", "--output-format", "concise", stdin=text)
    assert (run.code, run.out == text) == (1, True)
    assert "error[file-too-large]" in run.err


def test_a_crash_leaves_standard_input_as_it_was(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from fal_lsp.commands import check as command

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(command, "check_data", crash)
    run = cli.run("check", "-", "--fix", stdin=SAFE)
    assert (run.code, run.out) == (2, SAFE)
    assert "RuntimeError: no" in run.err


def test_diff_of_stdin(cli: Cli) -> None:
    run = cli.run("check", "-", "--stdin-filename", "a/pyproject.toml", "--diff", stdin=SAFE)
    assert run == (1, DIFF, "Would fix 1 problem in 1 file.\n")


# --- what is announced is fixed ---


def check_counts(text: str, *choices: bool) -> None:
    """Hold the number of fixes that a check announces against the number that is then fixed.

    `choices` are the values of `--unsafe-fixes` to try.
    """
    data = text.encode()
    found = fixable(check_data("-", data, Options(), project=False).file.entries)
    for unsafe in choices:
        announced = found.safe + (found.unsafe if unsafe else 0)
        repair = check_data("-", data, Options(fix=True, unsafe=unsafe), project=False).repair
        assert (repair.repaired if repair else 0) == announced, f"unsafe: {unsafe}"


@pytest.mark.parametrize("case", sample(cases(), 4), ids=lambda case: case.name)
def test_as_many_are_fixed_as_were_announced(case: Case) -> None:
    check_counts(case.text, False, True)


@given(mutated())
def test_as_many_are_fixed_as_were_announced_in_changed_files(text: str) -> None:
    check_counts(text, False)


def test_a_fix_that_would_be_refused_is_not_announced(cli: Cli) -> None:
    text = '[tool.fal.""]\napp_files = ["models"]\n'
    cli.write({"pyproject.toml": text})
    run = cli.run("check", "--no-project", "--output-format", "concise")
    assert "fixable" not in run.out
    assert "Fixed" not in fix(cli)[1]
    assert cli.read("pyproject.toml") == text.encode()


def test_fixes_that_undo_each_other_are_reported(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    original = fixing.fix_all

    def endless(*arguments: Any, **options: Any) -> fixing.Fixed:
        return original(*arguments, **options)._replace(converged=False)

    monkeypatch.setattr(fixing, "fix_all", endless)
    cli.write({"pyproject.toml": SAFE})
    run = cli.run("check", "--no-project", "--fix")
    assert run.code == 0
    assert run.err.startswith("warning: ")
    assert "fixes undo each other" in run.err
    assert run.err.count("\n") == 1
    assert cli.read("pyproject.toml") == SAFE_FIXED.encode()
