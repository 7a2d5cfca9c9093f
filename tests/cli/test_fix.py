"""`--fix`, `--unsafe-fixes` and `--diff`: what is written, what is printed, what is left alone."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest
from fal_lsp.commands import write
from fal_lsp.lint.check import check
from fal_lsp.lint.diagnostic import Diagnostic
from fal_lsp.lint.fixing import fix_all
from fal_lsp.rules.finding import Fix, ReplaceText, Severity
from fal_lsp.text import Span
from fal_lsp.toml import parse

if TYPE_CHECKING:
    from pathlib import Path

    from fal_lsp.toml import Document

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


def test_a_file_with_several_names_stays_one(cli: Cli) -> None:
    cli.write({"pyproject.toml": SAFE})
    other = cli.directory / "other.toml"
    other.hardlink_to(cli.directory / "pyproject.toml")
    fix(cli)
    assert other.read_text() == SAFE_FIXED


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
    assert "was not written: it was changed" in run.err
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
        f"error: {cli.directory}/pyproject.toml was not written: No space left on device\n"
    )
    assert "error[wrong-type]" in run.out
    assert cli.read("pyproject.toml") == SAFE.encode()
    assert sorted(os.listdir(cli.directory)) == ["pyproject.toml", "x"]  # noqa: PTH208


# --- diff ---

DIFF = """\
--- a/pyproject.toml
+++ a/pyproject.toml
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
        subprocess.run(["patch", "-p0", "--binary"], input=diff, cwd=tmp_path, check=True)
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


# --- rounds ---


def diagnostic(span: Span, *fixes: Fix) -> Diagnostic:
    return Diagnostic("wrong-type", Severity.ERROR, "", span, "", fixes=fixes)


def replace(text: str, old: str, new: str, *, safe: bool = True, preferred: bool = True) -> Fix:
    start = text.index(old)
    edit = ReplaceText(Span(start, start + len(old)), new)
    return Fix(f"{old} to {new}", (edit,), safe, preferred)


def check_rounds(before: str, after: str, count: int, *steps: tuple[str, str]) -> None:
    """Repair a text with fixes that replace one part by another, wherever that part stands."""

    def find(document: Document) -> list[Diagnostic]:
        text = document.text
        fixes = [replace(text, old, new) for old, new in steps if old in text]
        return [diagnostic(Span(0, 0), fix) for fix in fixes]

    fixed = fix_all(parse(before), find, unsafe=False)
    assert (fixed.document.text, fixed.repaired) == (after, count)


def test_fixes_of_different_places_are_one_round() -> None:
    check_rounds("a = 1\nb = 2\n", "a = 3\nb = 4\n", 2, ("1", "3"), ("2", "4"))


def test_fixes_that_touch_wait_for_the_next_round() -> None:
    check_rounds("a = 12\n", "a = 34\n", 2, ("1", "3"), ("2", "4"))


def test_the_fix_of_a_fix() -> None:
    check_rounds("a = 1\n", "a = 3\n", 2, ("1", "2"), ("2", "3"))


def test_fixes_that_contradict_each_other_end() -> None:
    check_rounds("a = 1\n", "a = 2\n", 1, ("1", "2"), ("2", "1"))


def test_a_fix_that_tears_the_file_is_refused_and_the_others_are_made() -> None:
    steps = ("1", "4"), ("2", "["), ("3", "5")
    check_rounds("a = 1\nb = 2\nc = 3\n", "a = 4\nb = 2\nc = 5\n", 2, *steps)


def test_a_fix_that_makes_more_errors_is_refused() -> None:
    def find(document: Document) -> list[Diagnostic]:
        text = document.text
        if "1" in text:
            return [diagnostic(Span(0, 0), replace(text, "1", "2"))]
        return [diagnostic(Span(0, 0)), diagnostic(Span(0, 0))]

    assert fix_all(parse("a = 1\n"), find, unsafe=True).document.text == "a = 1\n"


def test_a_malformed_file_may_be_repaired() -> None:
    check_rounds("a = [\nb = 2\n", "a = [\nb = 4\n", 1, ("2", "4"))


def test_of_alternatives_none_is_made() -> None:
    text = "a = 1\n"

    def find(document: Document) -> list[Diagnostic]:
        choices = [replace(text, "1", new, preferred=False) for new in "23"]
        return [diagnostic(Span(0, 0), *choices)]

    assert fix_all(parse(text), find, unsafe=True).repaired == 0


def test_many_findings_are_repaired_in_few_rounds() -> None:
    apps = 300
    app = '[tool.fal.apps.x{}]\nref = "a.py"\nkeep_alive = "1"\n'
    text = "".join(app.format(number) for number in range(apps))
    rounds = 0

    def find(document: Document) -> tuple[Diagnostic, ...]:
        nonlocal rounds
        rounds += 1
        return check(document)

    assert fix_all(parse(text), find, unsafe=False).repaired == apps
    assert rounds <= 3
