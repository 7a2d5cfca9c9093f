"""`fal-lsp check app.py`: a file stands for the project that it is a part of."""

from __future__ import annotations

import pytest

from tests.support.cli import ELSEWHERE, ERROR, GOOD, Cli

FILES = {
    ".git/x": "",
    "pyproject.toml": ERROR,
    "src/app.py": "",
    "docker/api.Dockerfile": "FROM python\n",
    "library/pyproject.toml": ELSEWHERE + 'dependencies = ["fal"]\n',
    "library/code.py": "",
    "service/pyproject.toml": GOOD,
    "service/Dockerfile": "FROM python\n",
    "service/notes.md": "# fal\n",
}


def shown(cli: Cli, *paths: str) -> list[str]:
    return cli.run("check", "--show-files", *paths).out.split()


@pytest.mark.parametrize(
    ("paths", "projects"),
    [
        (["src/app.py"], ["pyproject.toml"]),
        (["docker/api.Dockerfile"], ["pyproject.toml"]),
        (["service/Dockerfile"], ["service/pyproject.toml"]),
        (["src/app.py", "docker/api.Dockerfile", "pyproject.toml"], ["pyproject.toml"]),
        # Its own pyproject.toml has no [tool.fal], the one above does.
        (["library/code.py"], ["pyproject.toml"]),
        # Neither Python nor a Dockerfile, or not there: as it is named.
        (["service/notes.md"], ["service/notes.md"]),
        (["src/gone.py"], ["src/gone.py"]),
    ],
)
def test_the_nearest_project_with_fal(cli: Cli, paths: list[str], projects: list[str]) -> None:
    cli.write(FILES)
    assert shown(cli, *paths) == projects


def test_the_project_is_checked(cli: Cli) -> None:
    cli.write(FILES)
    run = cli.run("check", "--no-project", "--output-format", "concise", "-v", "src/app.py")
    assert run.out.startswith("pyproject.toml:3:14: error[wrong-type]")
    at = cli.directory
    assert f"info: {at}/src/app.py: checked as a part of {at}/pyproject.toml\n" in run.err


def test_files_without_a_project_are_mentioned_once(cli: Cli) -> None:
    cli.write({".git/x": "", "pyproject.toml": ELSEWHERE, "a.py": "", "b.py": ""})
    at = cli.directory
    assert cli.run("check", "a.py", "b.py") == (
        0,
        "",
        f"warning: no pyproject.toml with [tool.fal] for {at}/a.py (and 1 more)\n",
    )


def test_nothing_above_the_repository_is_read(cli: Cli) -> None:
    cli.write({"pyproject.toml": ERROR, "repository/.git/x": "", "repository/app.py": ""})
    assert shown(cli, "repository/app.py") == []


def test_what_is_excluded_stays_out_with_force_exclude(cli: Cli) -> None:
    cli.write(FILES)
    excluded = ("--force-exclude", "--exclude", "service/")
    assert shown(cli, *excluded, "service/Dockerfile", "src/app.py") == ["pyproject.toml"]
