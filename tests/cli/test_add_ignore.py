"""`fal-lsp check --add-ignore`: comments that hide findings and change nothing else."""

from __future__ import annotations

import pytest
import tomli

from tests.support.cli import GOOD, MALFORMED, WARNING, Cli, concise

HEAD = "[tool.fal.apps.x]\nref = 'app.py::A'\n"


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("keep_alive = -1", "keep_alive = -1  # fal-lsp: ignore[negative-value]"),
        ("keep_alive = -1 # why", "keep_alive = -1 # why  # fal-lsp: ignore[negative-value]"),
        (
            "keep_alive = -1 # fal-lsp: ignore[unknown-key] old",
            "keep_alive = -1 # fal-lsp: ignore[unknown-key, negative-value] old",
        ),
        (
            "health_check = { path = 'x', start_period_seconds = -1, timeout_seconds = -1 }",
            "health_check = { path = 'x', start_period_seconds = -1, timeout_seconds = -1 }"
            "  # fal-lsp: ignore[health-check-path-not-absolute, negative-value]",
        ),
        (
            "health_check = {\n  path = 'x',\n}",
            "health_check = {  # fal-lsp: ignore[toml-1-1-syntax]\n"
            "  path = 'x',  # fal-lsp: ignore[health-check-path-not-absolute]\n}",
        ),
        ('auth = """\nx\n"""', 'auth = """\nx\n"""  # fal-lsp: ignore[invalid-value]'),
        (
            'auth = "# fal-lsp: ignore[unknown-key]"',
            'auth = "# fal-lsp: ignore[unknown-key]"  # fal-lsp: ignore[invalid-value]',
        ),
        (
            "regions = [\n  'x',  # why\n  'y',\n]",
            "regions = [\n  'x',  # why  # fal-lsp: ignore[invalid-value]\n"
            "  'y',  # fal-lsp: ignore[invalid-value]\n]",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_comment_hides_and_changes_nothing(cli: Cli, line: str, after: str, end: str) -> None:
    before, expected = ((HEAD + text).replace("\n", end or "\n") + end for text in (line, after))
    cli.write({"pyproject.toml": before})
    run = cli.run("check", "--no-project", "--add-ignore")
    assert cli.read("pyproject.toml").decode() == expected
    assert tomli.loads(expected) == tomli.loads(before)
    assert run.out.startswith("Ignored ")
    assert run.out.endswith("No problems left in 1 file.\n")
    assert concise(cli) == []


def test_what_no_comment_can_hide_stays(cli: Cli) -> None:
    cli.write({"pyproject.toml": MALFORMED})
    run = cli.run("check", "--no-project", "--add-ignore")
    assert run.code == 1
    assert cli.read("pyproject.toml").decode() == MALFORMED


def test_only_the_selected_rules_are_ignored(cli: Cli) -> None:
    cli.write({"pyproject.toml": WARNING + 'startup_timeout = "1"\n'})
    run = cli.run("check", "--no-project", "--add-ignore", "--select", "negative-value")
    assert run == (0, "Ignored 1 problem. No problems left in 1 file.\n", "")
    assert concise(cli) == ["pyproject.toml:4:19 wrong-type"]


def test_a_diff_of_the_comments(cli: Cli) -> None:
    cli.write({"pyproject.toml": WARNING})
    run = cli.run("check", "--no-project", "--add-ignore", "--diff")
    assert (run.code, run.err) == (1, "Would ignore 1 problem in 1 file.\n")
    assert "+keep_alive = -1  # fal-lsp: ignore[negative-value]\n" in run.out
    assert cli.read("pyproject.toml").decode() == WARNING


def test_standard_input(cli: Cli) -> None:
    run = cli.run("check", "-", "--add-ignore", stdin=WARNING)
    assert run.out == WARNING.rstrip() + "  # fal-lsp: ignore[negative-value]\n"


def test_nothing_to_ignore(cli: Cli) -> None:
    cli.write({"pyproject.toml": GOOD})
    assert cli.run("check", "--no-project", "--add-ignore").out == "No problems in 1 file.\n"
