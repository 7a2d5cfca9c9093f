"""A check that skips what it found clean before says the same as one that skips nothing."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from random import Random

import pytest
from fal_lsp.commands import remembered, workers
from fal_lsp.commands.check_file import Outcome, check_path

from tests.support.cli import ERROR, GOOD, WARNING, Cli
from tests.support.examples import THOROUGH

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="sets XDG_CACHE_HOME")

APP = "import fal\n\n\nclass X(fal.App):\n    @fal.endpoint('/')\n    def run(self): ...\n"
CONTAINER = GOOD + 'image.dockerfile = "Dockerfile"\n'
DOCKERFILE = "FROM python:3.11\nCOPY data /data\n"
METADATA = "Metadata-Version: 2.1\nName: fal\nVersion: {}\n"
OF_FAL = ".venv/lib/python3.11/site-packages/fal-{0}.dist-info/METADATA"

CHANGES: tuple[dict[str, str | None], ...] = (
    {"pyproject.toml": GOOD},
    {"pyproject.toml": GOOD + "keep_alive = 5\n"},
    {"pyproject.toml": ERROR},
    {"pyproject.toml": WARNING},
    {"pyproject.toml": CONTAINER},
    {"pyproject.toml": GOOD + 'requirements = ["./lib"]\n'},
    {"pyproject.toml": '[project]\nname = "p"\ndependencies = ["fal>=1"]\n' + GOOD},
    {"app.py": APP},
    {"app.py": APP.replace("X", "Y")},
    {"app.py": APP + "    keep_alive = 'no'\n"},
    {"app.py": "import helper\n" + APP},
    {"app.py": "from ..shared import helper\n" + APP},
    {"app.py": None},
    {"helper.py": "x = 1\n"},
    {"helper.py": "import fal.nothing\n"},
    {"helper.py": None, "helper/__init__.py": ""},
    {"Dockerfile": DOCKERFILE, "data/a.txt": ""},
    {"Dockerfile": "FRM a\n"},
    {"Dockerfile": None},
    {"data/a.txt": None},
    {".dockerignore": "data\n"},
    {".dockerignore": None},
    {OF_FAL.format("0.1.0"): METADATA.format("0.1.0"), ".venv/pyvenv.cfg": ""},
    {OF_FAL.format("1.83.0"): METADATA.format("1.83.0")},
    {OF_FAL.format("0.1.0"): None},
    {"uv.lock": 'version = 1\n[[package]]\nname = "fal"\nversion = "0.5.0"\n'},
    {"uv.lock": None},
    {"lib/pyproject.toml": '[project]\nname = "lib"\nversion = "1"\n'},
    {"lib/pyproject.toml": None},
    {"../.git/HEAD": ""},
    {"../.git/HEAD": None},
)
CLEAN: dict[str, str | None] = {"pyproject.toml": GOOD, "app.py": APP}
OPTIONS = (*[()] * 9, ("--no-project",), ("--ignore", "negative-value"), ("--isolated",))


@pytest.fixture(autouse=True)
def of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEWEST_REMEMBERED", 1)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were checked."""
    paths: list[str] = []

    def noted(path: str, options: object) -> Outcome:
        paths.append(os.path.relpath(path).replace(os.sep, "/"))
        return check_path(path, options)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "check_path", noted)
    return paths


def change(directory: Path, files: dict[str, str | None]) -> None:
    for name, text in files.items():
        path = directory / name
        if text is not None:
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True)
            if path.is_dir():
                continue
            path.write_text(text)
        elif path.is_file():
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


@pytest.mark.parametrize("seed", range(20 if THOROUGH else 3))
def test_whatever_changes_the_report_is_the_same(cli: Cli, checked: list[str], seed: int) -> None:
    random = Random(seed)
    top = cli.directory / "tree"
    for project in "abc":
        change(top / project, {"pyproject.toml": GOOD, "app.py": APP})
    skipped = 0
    for _ in range(40):
        changed = top / random.choice("abc")
        if random.random() < 0.4:
            shutil.rmtree(changed)
            change(changed, CLEAN)
        change(changed, random.choice(CHANGES))
        options = ("check", "--output-format", "json", *random.choice(OPTIONS), "tree")
        expected = cli.run(*options, "--no-cache")
        everything = len(checked)
        checked.clear()
        assert cli.run(*options) == expected
        skipped += everything - len(checked)
        checked.clear()
    assert skipped > 10


def test_what_is_clean_is_checked_once(cli: Cli, checked: list[str]) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP, "b/pyproject.toml": WARNING})
    for expected in (["a/pyproject.toml", "b/pyproject.toml"], ["b/pyproject.toml"]):
        cli.run("check")
        assert checked == expected
        checked.clear()


def test_a_link_that_leads_elsewhere_is_another_file(cli: Cli, checked: list[str]) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/one.py": APP, "a/two.py": APP.replace("X", "Y")})
    link = cli.directory / "a" / "app.py"
    link.symlink_to("one.py")
    assert cli.run("check").code == 0
    link.unlink()
    link.symlink_to("two.py")
    assert cli.run("check").out == cli.run("check", "--no-cache").out
    assert checked == ["a/pyproject.toml"] * 3


def test_a_directory_that_is_moved_behind_a_link_is_looked_at_again(
    cli: Cli, checked: list[str]
) -> None:
    cli.write({"a/pyproject.toml": GOOD.replace("app.py", "src/app.py"), "a/src/app.py": APP})
    assert cli.run("check").code == 0
    (cli.directory / "a" / "src").rename(cli.directory.parent / f"{cli.directory.name}-src")
    (cli.directory / "a" / "src").symlink_to(cli.directory.parent / f"{cli.directory.name}-src")
    assert cli.run("check") == cli.run("check", "--no-cache")
    assert checked == ["a/pyproject.toml"] * 3


def test_the_environment_counts(cli: Cli, checked: list[str]) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    environment = {"VIRTUAL_ENV": str(cli.directory / "none")}
    for variables in ({}, environment, {}, environment):
        cli.run("check", environment=variables)
    assert checked == ["a/pyproject.toml"] * 2


def test_the_home_counts(cli: Cli, checked: list[str]) -> None:
    text = '[tool.fal.apps.x]\npython_entry_point = "lib.app:X"\nrequirements = ["~/lib"]\n'
    library = '[project]\nname = "lib"\nversion = "1"\n'
    cli.write({"a/pyproject.toml": text, "lib/pyproject.toml": library, "none/lib/lib.txt": ""})
    cli.write({"lib/lib/__init__.py": "", "lib/lib/app.py": APP})
    for name, code in (("", 0), ("none", 1), ("", 0)):
        home = {"HOME": str(cli.directory / name)}
        assert cli.run("check", "a", environment=home).code == code
    assert checked == ["a/pyproject.toml"] * 2


def test_a_tree_behind_another_link_is_looked_at_again(cli: Cli, checked: list[str]) -> None:
    cli.write({"one/a/pyproject.toml": GOOD, "one/a/app.py": APP})
    cli.write({"two/a/pyproject.toml": GOOD, "two/a/app.py": APP.replace("X", "Y")})
    tree = cli.directory / "tree"
    for name, code in (("one", 0), ("two", 1), ("one", 0)):
        tree.symlink_to(name)
        assert cli.run("check", "tree").code == code
        tree.unlink()
    assert checked == ["tree/a/pyproject.toml"] * 3


def test_another_version_checks_again(
    cli: Cli, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    cli.run("check")
    monkeypatch.setattr(remembered, "__version__", "0.2.0")
    cli.run("check")
    assert len(checked) == 2


@pytest.mark.parametrize("option", ["--no-cache", "--fix", "--add-ignore", "--diff", "-v"])
def test_what_is_not_remembered(cli: Cli, option: str) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    cli.run("check", option)
    assert not cli.cache.exists()


def test_few_files_are_not_remembered(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEWEST_REMEMBERED", 100)
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    cli.run("check")
    assert not cli.cache.exists()


@pytest.mark.parametrize(
    ("directory", "path", "written"),
    [
        ("/a/b", "/a/b", "."),
        ("/a/b", "/a/b/.git", "./.git"),
        ("/a/b", "/a/b/../c", "./../c"),
        ("/a/b", "/a/bc", "/a/bc"),
        ("/a/b", "/a", "/a"),
        ("/", "/app.py", "/app.py"),
        ("/", "/", "."),
        ("/", "//x", "./x"),
    ],
)
def test_a_path_is_read_as_it_was_written(directory: str, path: str, written: str) -> None:
    assert remembered._relative(directory, path) == written
    assert remembered._absolute(directory, written) == path


def saved(cli: Cli) -> Path:
    """The file of the cache."""
    (file,) = (cli.cache / "fal-lsp" / "clean").iterdir()
    return file


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        "[" * 100_000,
        "\xff",
        '{"program": 1, "looks": [], "files": {}}',
    ],
)
def test_a_broken_cache_is_no_cache(cli: Cli, checked: list[str], text: str) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    cli.run("check")
    saved(cli).write_text(text, encoding="latin-1")
    assert cli.run("check").code == 0
    assert cli.run("check").code == 0
    assert len(checked) == 2


def test_a_cache_with_other_values_is_no_crash(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    expected = cli.run("check")
    whole = json.loads(saved(cli).read_text())
    looks = [[], [1], ["status", 1, 1], ["read_bytes", "./app.py", "x"], ["scan", ".", -1], {}]
    files = [{}, [], {"x": 1}, {str(cli.directory / "a/pyproject.toml"): ["", "", 7]}]
    for broken in (
        *({**whole, "looks": [[look]]} for look in looks),
        *({**whole, "files": each} for each in files),
        {**whole, "looks": 1},
        *(
            {**whole, "looks": [[look]], "files": {**whole["files"], "gone": ["", {}, 0]}}
            for look in ([[], "x", 0], [{}, [], 0], ["status", "x", float("inf")])
        ),
    ):
        saved(cli).write_text(json.dumps(broken))
        assert cli.run("check") == expected


def test_of_too_many_files_some_are_remembered(
    cli: Cli, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abcdefgh":
        cli.write({f"{name}/pyproject.toml": GOOD, f"{name}/app.py": APP})
    expected = cli.run("check")
    monkeypatch.setattr(remembered, "_MOST_BYTES", saved(cli).stat().st_size - 1)
    saved(cli).unlink()
    cli.run("check")
    checked.clear()
    assert cli.run("check") == expected
    assert checked == [f"{name}/pyproject.toml" for name in "abcd"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the modes of files are not kept")
def test_a_cache_that_cannot_be_written_is_no_problem(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    cli.cache.mkdir(mode=0o500)
    assert cli.run("check").code == 0


def test_a_file_in_the_place_of_the_cache_is_no_problem(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP})
    cli.cache.write_text("")
    assert cli.run("check").code == 0
    assert cli.cache.read_text() == ""


def test_trees_that_nobody_checks_are_forgotten(cli: Cli) -> None:
    cli.write({"a/pyproject.toml": GOOD, "a/app.py": APP, "b/pyproject.toml": GOOD})
    cli.run("check", "a")
    old, other = saved(cli), saved(cli).with_name("other")
    other.write_text("")
    directory = old.with_name("directory.json")
    directory.mkdir()
    long_ago = time.time() - 40 * 24 * 60 * 60
    for path in (old, other, directory):
        os.utime(path, (long_ago, long_ago))
    cli.run("check", "b", "--no-project")
    assert not old.exists()
    assert other.exists()
