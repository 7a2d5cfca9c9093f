"""`fal-lsp check` as a program: crashes, streams of the shell, processes side by side."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

import pytest
from fal_lsp.commands.check_file import check_path
from fal_lsp.commands.console import OURS, describe_crash
from fal_lsp.lint.check import check_all
from fal_lsp.rules import BY_NAME
from fal_lsp.rules.finding import Finding

from tests.support.cli import (
    ELSEWHERE,
    ERROR,
    GOOD,
    Cli,
)

pytestmark = pytest.mark.slow


def test_a_crash_is_one_line_and_spares_the_other_files(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fal_lsp.lint.check

    def crash(document: object, *rest: object, **more: object) -> object:
        if "crash" in document.text:  # type: ignore[attr-defined]
            raise RuntimeError("it\nbroke")
        return check_all(document, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(fal_lsp.lint.check, "check_all", crash)
    cli.write({"a/pyproject.toml": GOOD + "# crash", "b/pyproject.toml": ERROR})
    run = cli.run("check", "--no-project", "--output-format", "concise", "-q")
    assert run.code == 2
    assert "b/pyproject.toml:3:14: error[wrong-type]" in run.out
    assert "a/pyproject.toml: RuntimeError: it\\nbroke" in run.err
    assert run.err.count("\n") == 1


def test_a_rule_that_crashes_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from fal_lsp.lint.silence import asked

    def crash(app: object) -> Iterator[Finding]:
        raise ZeroDivisionError("no")
        yield

    broken = BY_NAME["toml-1-1-syntax"]._replace(check_app=crash)
    monkeypatch.setattr("fal_lsp.lint.check.asked", lambda app: (broken, *asked(app)))
    cli.write({"pyproject.toml": ERROR})
    run = cli.run("check", "--no-project", "--output-format", "concise", "-q")
    assert run.code == 2
    assert "pyproject.toml:3:14: error[wrong-type]" in run.out
    assert f"the rule {broken.name} failed: ZeroDivisionError: no (test_check_processes" in run.err
    assert "Traceback" not in run.err


def test_interrupted(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fal_lsp.commands.check.run", interrupt)
    assert cli.run("check") == (130, "", "")


# --- the real program ---


def program(
    cli: Cli,
    *arguments: str,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int | IO[bytes] = subprocess.PIPE,
    **settings: Any,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "fal_lsp", *arguments],
        cwd=cli.directory,
        check=False,
        stdout=stdout,
        stderr=stderr,
        **settings,
    )


def test_program(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR})
    done = program(cli, "check", "--no-project", "--output-format", "json")
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)[0]["rule"] == "wrong-type"


@pytest.mark.parametrize(
    ("module", "text"),
    [("pygls", "raise ImportError('old')"), ("tomli", "")],
    ids=["raises", "lacks"],
)
def test_what_shadows_our_modules_is_named(cli: Cli, module: str, text: str) -> None:
    cli.write({"pyproject.toml": ERROR, f"old/{module}.py": text})
    old = str(cli.directory / "old")
    command = ["--stdio"] if module == "pygls" else ["check", "--no-project"]
    environment = {**os.environ, "PYTHONPATH": old}
    done = program(cli, *command, env=environment, stdin=subprocess.DEVNULL)
    file = os.path.join(old, f"{module}.py")  # noqa: PTH118
    said = f"{file} was imported because PYTHONPATH contains {old}: unset it"
    assert (done.returncode, said in done.stderr.decode()) == (2, True), done.stderr


def test_a_crash_is_told_where_the_working_directory_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(os, "getcwd", gone)
    monkeypatch.setenv("PYTHONPATH", f"old{os.pathsep}")
    assert describe_crash(ValueError("x")) == f"ValueError: x; {OURS}"


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
    from fal_lsp.commands import workers

    cli.write(
        {
            f"{number:03}/pyproject.toml": [GOOD, ERROR, ELSEWHERE][number % 3]
            for number in range(250)
        }
    )
    monkeypatch.setattr(workers, "_processors", lambda: 1)
    alone = cli.run("check", "--no-project", "--output-format", "concise")
    monkeypatch.setattr(workers, "_processors", lambda: 4)
    assert cli.run("check", "--no-project", "--output-format", "concise") == alone
    assert alone.out.endswith("Found 83 errors in 250 files.\n")


@pytest.mark.skipif(os.name == "nt", reason="a process group of POSIX")
@pytest.mark.parametrize("reader", ["cat >/dev/null", "true"], ids=["read to the end", "gone"])
def test_no_process_is_left_over(cli: Cli, reader: str) -> None:
    """A worker that outlives the run would hold our output open, and a CI job with it."""
    cli.write({f"{number}/pyproject.toml": ERROR for number in range(150)})
    code = (
        "from fal_lsp.commands import workers; workers._processors = lambda: 4; "
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


@pytest.mark.skipif(os.name == "nt", reason="a signal of POSIX")
def test_no_process_is_left_over_by_one_that_is_killed(cli: Cli) -> None:
    cli.write({f"{number}/pyproject.toml": ERROR for number in range(150)})
    code = (
        "import os, time; from fal_lsp.commands import workers; workers._processors = lambda: 4; "
        "workers.check_path = lambda *_: (os.write(1, b'x'), time.sleep(600)); "
        "from fal_lsp.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "check"]
    with subprocess.Popen(command, cwd=cli.directory, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"x"
        process.kill()
        process.communicate(timeout=20)


def test_a_process_that_dies_is_no_loss(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from fal_lsp.commands import workers

    if not workers._FORK:
        pytest.skip("the patch reaches copied processes alone")
    original, parent = check_path, os.getpid()

    def check(*arguments: object) -> object:
        if os.getpid() != parent:
            os._exit(9)
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "check_path", check)
    monkeypatch.setattr(workers, "_processors", lambda: 4)
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
