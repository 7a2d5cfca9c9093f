"""Which files `fal-lsp check` looks at, and what it says of those that it cannot read."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fal_lsp.rules.file.file_too_large import LIMIT

from tests.support.cli import (
    ERROR,
    GOOD,
    MALFORMED_ELSEWHERE,
    Cli,
    concise,
)

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
    "malformed/pyproject.toml": MALFORMED_ELSEWHERE,
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
        pytest.param(["malformed"], [], id="malformed, but not about fal"),
        pytest.param(["malformed/pyproject.toml"], [], id="malformed, and named: a template"),
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
    cli.write({".git/HEAD": ""})
    os.chdir("empty")
    nearest = "the nearest one above is ../pyproject.toml"
    assert cli.run("check").err == f"warning: no pyproject.toml in .; {nearest}\n"


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


@pytest.mark.parametrize("above", ["/", "..", "."])
def test_a_named_link_that_leads_up_is_not_searched(cli: Cli, above: str) -> None:
    cli.write({"a/pyproject.toml": ERROR})
    (cli.directory / "a" / "loop").symlink_to(above, target_is_directory=True)
    run = cli.run("check", "a/loop")
    assert run.code == 0
    assert "a/loop is a symbolic link to a directory that it is in" in run.err
    (cli.directory / "link").symlink_to("a", target_is_directory=True)
    assert cli.run("check", "link").code == 1


# --- what cannot be read ---


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing link": (lambda path: path.symlink_to("nowhere"), "points to `nowhere`"),
    "looping link": (lambda path: path.symlink_to("pyproject.toml"), "points back to itself"),
    "directory": (Path.mkdir, "This is not a regular file, but a directory."),
    "fifo": (lambda path: os.mkfifo(path), "This is not a regular file, but a named pipe."),
}


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
@pytest.mark.parametrize("outside", ["/dev/zero", "../outside/pyproject.toml"])
def test_a_link_out_of_the_tree_is_neither_read_nor_repaired(cli: Cli, outside: str) -> None:
    target = cli.directory.parent / "outside" / "pyproject.toml"
    target.parent.mkdir(exist_ok=True)
    target.write_text(ERROR)
    cli.write({"a/x": "", "b/pyproject.toml": GOOD, "c/x": ""})
    (cli.directory / "a" / "pyproject.toml").symlink_to(
        outside if outside.startswith("/") else target
    )
    (cli.directory / "c" / "pyproject.toml").symlink_to("../b/pyproject.toml")
    run = cli.run("check", "--no-project", "--fix", "--unsafe-fixes")
    path = cli.directory / "a" / "pyproject.toml"
    assert run == (
        0,
        "No problems in 2 files.\n",
        f"warning: {path} is skipped: it is a symbolic link to outside the searched directory\n",
    )
    assert target.read_text() == ERROR
    if outside.startswith(".."):
        assert concise(cli, "a/pyproject.toml") == ["a/pyproject.toml:3:14 wrong-type"]


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_out_of_the_tree_does_not_say_what_is_left_out(cli: Cli) -> None:
    outside = cli.directory.parent / "outside.toml"
    outside.write_text('[tool.fal-lsp]\nexclude = ["a"]\n')
    cli.write({".git/HEAD": "", "a/pyproject.toml": ERROR})
    link = cli.directory / "pyproject.toml"
    link.symlink_to(outside)
    run = cli.run("check", "--no-project", "--output-format", "concise")
    assert "a/pyproject.toml:3:14" in run[1]
    # Inside, it does.
    outside.replace(cli.directory / "other.toml")
    link.unlink()
    link.symlink_to("other.toml")
    assert "No problems" in cli.run("check", "--no-project")[1]


IGNORED = {
    ".git/info/exclude": "excluded/\n",
    ".gitignore": "build/\n/top\n*.egg\n!kept.egg\n# comment\n!\n" + "*a" * 200 + "\n",
    "build/pyproject.toml": ERROR,
    "deep/build/in/pyproject.toml": ERROR,
    "excluded/pyproject.toml": ERROR,
    "top/pyproject.toml": ERROR,
    "deep/top/pyproject.toml": ERROR,
    "x.egg/pyproject.toml": ERROR,
    "kept.egg/pyproject.toml": ERROR,
    "nested/.gitignore": "/pyproject.toml\n!build\n",
    "nested/pyproject.toml": ERROR,
    "nested/build/pyproject.toml": ERROR,
}
NOT_IGNORED = [
    *("deep/top/pyproject.toml", "kept.egg/pyproject.toml", "nested/build/pyproject.toml"),
]
EVERYTHING = sorted(path for path in IGNORED if path.endswith(".toml"))


def checked(cli: Cli, *arguments: str) -> list[str]:
    return sorted(line.split(":")[0] for line in concise(cli, *arguments))


def test_what_git_ignores_is_not_searched(cli: Cli) -> None:
    cli.write(IGNORED)
    assert checked(cli) == NOT_IGNORED
    assert checked(cli, "--no-respect-gitignore") == EVERYTHING
    # Whoever names a directory or a file wants it to be checked.
    assert checked(cli, "build", "top/pyproject.toml") == [
        "build/pyproject.toml",
        "top/pyproject.toml",
    ]
    assert checked(cli, "--force-exclude", "top/pyproject.toml", *NOT_IGNORED) == NOT_IGNORED


def test_without_a_repository_nothing_is_ignored(cli: Cli) -> None:
    cli.write({path: text for path, text in IGNORED.items() if not path.startswith(".git/")})
    assert checked(cli) == EVERYTHING


def test_git_agrees_about_what_it_ignores(cli: Cli) -> None:
    subprocess.run(["git", "init", "-q"], cwd=cli.directory, check=True)
    cli.write(IGNORED)
    listed = subprocess.run(
        ["git", "ls-files", "-o", "--exclude-standard", "*.toml"],
        cwd=cli.directory,
        check=True,
        capture_output=True,
        text=True,
    )
    assert sorted(listed.stdout.split()) == NOT_IGNORED


@pytest.mark.parametrize(
    ("own", "arguments", "files"),
    [
        ("", [], ["", "a/", "a/b/", "templates/x/"]),
        ("", ["--exclude", "templates/"], ["", "a/", "a/b/"]),
        ("", ["--exclude", "a/*", "--exclude", "x"], [""]),
        ('extend-exclude = ["a"]', [], ["", "templates/x/"]),
        ('extend-exclude = ["a/b"]', ["--exclude", "x"], ["", "a/"]),
        ('exclude = ["/a/b/"]', [], ["", ".hidden/", "a/", "node_modules/x/", "templates/x/"]),
        ('exclude = ["a", 1]', ["--exclude", ".hidden"], ["", "node_modules/x/", "templates/x/"]),
        ('exclude = "a"', [], ["", ".hidden/", "a/", "a/b/", "node_modules/x/", "templates/x/"]),
        (
            'extend-exclude = ["a/"]',
            ["--force-exclude", "a/b/pyproject.toml", "pyproject.toml"],
            [""],
        ),
        ('extend-exclude = ["a/"]', ["a/b/pyproject.toml"], ["a/b/"]),
        ('extend-exclude = ["b"]', ["a"], ["a/"]),
    ],
)
def test_patterns_leave_out_files(
    cli: Cli, own: str, arguments: list[str], files: list[str]
) -> None:
    own = f"[tool.fal-lsp]\n{own}\n" if own else ""
    names = ["", ".hidden/", "a/", "a/b/", "node_modules/x/", "templates/x/"]
    cli.write({".git/x": "", **{f"{name}pyproject.toml": ERROR for name in names}})
    cli.write({"pyproject.toml": ERROR + own})
    assert set(checked(cli, *arguments)) == {f"{name}pyproject.toml" for name in files}


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
    assert named.out.startswith(
        "a:1:1: error[unreadable-file] The file cannot be read: permission denied."
    )


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
