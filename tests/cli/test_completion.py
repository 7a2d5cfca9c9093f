"""`fal-lsp completion`: the scripts, and the names that they ask for."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from fal_lsp.commands.arguments import SHELLS
from fal_lsp.rules import BY_NAME

from tests.support.cli import GOOD, Cli

APPS = GOOD + "[tool.fal.apps.two]\n[tool.fal.apps.'a b $(x)']\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_for_each_shell(cli: Cli, shell: str) -> None:
    run = cli.run("completion", shell)
    assert (run.code, run.err) == (0, "")
    for word in ("check", "severity-threshold", "sarif", "completion --list"):
        assert word in run.out
    assert "clientProcessId" not in run.out


def test_the_names(cli: Cli) -> None:
    cli.write({"pyproject.toml": APPS})
    assert cli.run("completion", "--list", "rules").out.split() == list(BY_NAME)
    # What a shell would split or run is left out.
    assert cli.run("completion", "--list", "apps").out == "x\ntwo\n"


def test_apps_of_a_file_that_is_missing_or_malformed(cli: Cli) -> None:
    assert cli.run("completion", "--list", "apps") == (0, "", "")
    cli.write({"pyproject.toml": APPS + "[tool.fal.apps.y\n= \n"})
    assert cli.run("completion", "--list", "apps").out.startswith("x\ntwo\n")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes(cli: Cli) -> None:
    tries = {
        "ch": ["check"],
        "check --add": ["--add-ignore"],
        "check --select unknown-k": ["unknown-key"],
        "check --select wrong-type,unknown-k": ["wrong-type,unknown-key"],
        "check --output-format s": ["sarif"],
        "show ": ["x", "two"],
        "explain unknown-k": ["unknown-key"],
        "check py": ["pyproject.toml"],
    }
    cli.write({"pyproject.toml": APPS, "script": cli.run("completion", "bash").out})
    # Stands for the program, which takes a while to start.
    stub = 'fal-lsp() { case "$3" in rules) echo unknown-key wrong-type;; *) echo x two; esac; }\n'
    for line in tries:
        words = " ".join(f"'{word}'" for word in ["fal-lsp", *line.split(" ")])
        stub += f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()\n"
        stub += '_shtab_fal_lsp; echo "${COMPREPLY[*]}"\n'
    out = subprocess.run(
        ["bash", "-c", f"source ./script\n{stub}"],
        cwd=cli.directory,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [line.split() for line in out.splitlines()] == list(tries.values())
