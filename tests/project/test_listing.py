"""What completion offers of the files of a project."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.project.listing import MAX_FILES, MAX_FOUND

from tests.support.projects import project

FILES = {
    "pyproject.toml": '[project]\nname = "top"\n',
    "app.py": "",
    "setup.cfg": "",
    "Dockerfile": "",
    "docker/Dockerfile.gpu": "",
    "docker/web.dockerfile": "",
    "docker/Containerfile": "",
    "docker/Dockerfiles.md": "",
    "docker/my-Dockerfile": "",
    "src/pkg/__init__.py": "",
    "src/pkg/server.py": "",
    "src/pkg/deep/er.py": "",
    "src/pkg/py.typed": "",
    "src/not-a-module.py": "",
    "projects/a/pyproject.toml": '[project]\nname = "a"\noptional-dependencies = {g=[], d=[]}\n',
    "projects/b/pyproject.toml": "[tool.x]\n",
    "projects/c/pyproject.toml": "[project\n",
    "projects/a/deep/down/pyproject.toml": '[project]\nname = "down"\n',
    ".venv/lib/python3.11/site-packages/x.py": "",
    ".hidden/x.py": "",
    "node_modules/x/x.py": "",
    "my-env/pyvenv.cfg": "",
    "my-env/lib/x.py": "",
    "src/__pycache__/x.py": "",
}


def test_python_files(tmp_path: Path) -> None:
    found = project(tmp_path, FILES).python_files()
    assert found.names == (
        "app.py",
        "src/not-a-module.py",
        "src/pkg/__init__.py",
        "src/pkg/server.py",
        "src/pkg/deep/er.py",
    )
    assert not found.truncated


def test_modules(tmp_path: Path) -> None:
    found = project(tmp_path, FILES).modules()
    assert set(found.names) == {"app", "pkg", "pkg.server", "pkg.deep.er"}
    assert not found.truncated


def test_dockerfiles(tmp_path: Path) -> None:
    assert project(tmp_path, FILES).dockerfiles().names == (
        "Dockerfile",
        "docker/Containerfile",
        "docker/Dockerfile.gpu",
        "docker/web.dockerfile",
    )


def test_directories(tmp_path: Path) -> None:
    found = project(tmp_path, FILES).directories()
    assert set(found.names) == {
        "docker",
        "projects",
        "projects/a",
        "projects/a/deep",
        "projects/a/deep/down",
        "projects/b",
        "projects/c",
        "src",
        "src/pkg",
        "src/pkg/deep",
    }


def test_local_projects(tmp_path: Path) -> None:
    found = project(tmp_path, FILES).local_projects()
    assert [
        (each.name, Path(each.directory).relative_to(tmp_path).as_posix(), each.extras)
        for each in found
    ] == [
        ("top", ".", ()),
        ("a", "projects/a", ("g", "d")),
        ("down", "projects/a/deep/down", ()),
    ]


def test_links_are_shown_and_not_entered(tmp_path: Path) -> None:
    opened = project(tmp_path, {"a/x.py": ""})
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "out").symlink_to("/")
    assert set(opened.directories().names) == {"a", "b", "loop", "out"}
    assert opened.python_files().names == ("a/x.py",)


@pytest.mark.parametrize("count", [MAX_FOUND, MAX_FOUND + 1])
def test_a_listing_says_whether_it_is_all(count: int, tmp_path: Path) -> None:
    for number in range(count):
        (tmp_path / f"m{number}.py").touch()
    opened = project(tmp_path)
    found = opened.python_files()
    assert len(found.names) == MAX_FOUND
    assert found.truncated == (count > MAX_FOUND)
    assert len(opened.modules().names) == MAX_FOUND


def test_a_large_tree_has_an_end(tmp_path: Path) -> None:
    for directory in range(8):
        (tmp_path / f"d{directory}").mkdir()
        for number in range(1_000):
            (tmp_path / f"d{directory}" / f"{number}.txt").touch()
    found = project(tmp_path).tree()
    assert len(found.files) == MAX_FILES
    assert found.truncated


def test_a_deep_tree_has_an_end(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 60)
    deep.mkdir(parents=True)
    (deep / "x.py").touch()
    opened = project(tmp_path)
    assert opened.python_files().names == ()
    assert len(opened.directories().names) < 60
    assert opened.modules().names == ()


def test_an_empty_and_a_missing_directory(tmp_path: Path) -> None:
    assert project(tmp_path).python_files().names == ()
    assert project(tmp_path / "gone").python_files().names == ()
    assert project(tmp_path / "gone").modules().names == ()
