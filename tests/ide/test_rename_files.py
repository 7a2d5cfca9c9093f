"""Paths follow the files that they name: apps and files before, what is moved, the apps after."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.ide.rename_files import Move, rename_files
from fal_lsp.project import open_project
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply

from tests.support.projects import write

FILES = {
    "src/app.py": "",
    "src/pkg/__init__.py": "",
    "src/pkg/mod.py": "",
    "src/assets/logo.png": "",
    "docker/Dockerfile": "FROM x\n",
    "libs/tool/pyproject.toml": '[project]\nname = "tool"\nversion = "1"\n',
}
MOVED = [
    ('ref = "src/app.py::X"', "src/app.py", "src/main.py", 'ref = "src/main.py::X"'),
    ("ref = 'src/app.py'", "src/app.py", "app.py", "ref = 'app.py'"),
    ('ref = "./src/app.py::X"', "src", "source", 'ref = "./source/app.py::X"'),
    ('ref = "src/app.py::X"', "src", "my code", 'ref = "my code/app.py::X"'),
    ('ref = "src/app.py::X"', "src/app.py", 'src/a"b.py', 'ref = "src/a\\"b.py::X"'),
    ('ref = "src/\\u0061pp.py::X"', "src/app.py", "src/b.py", 'ref = "src/b.py::X"'),
    # A name that only begins like the directory is another one.
    ('ref = "src/app.py::X"', "sr", "x", None),
    ('ref = "src/app.py::X"', "src/app.pyi", "src/main.pyi", None),
    (
        'image.dockerfile = "docker/Dockerfile"',
        "docker/Dockerfile",
        "docker/gpu.Dockerfile",
        'image.dockerfile = "docker/gpu.Dockerfile"',
    ),
    (
        'image = { dockerfile = "docker/Dockerfile" } # 🦅',
        "docker",
        "build",
        'image = { dockerfile = "build/Dockerfile" } # 🦅',
    ),
    # `app_files` are relative to the app's file: both of them move.
    (
        'ref = "src/app.py"\napp_files = ["assets/", "b"]',
        "src",
        "lib",
        'ref = "lib/app.py"\napp_files = ["assets/", "b"]',
    ),
    (
        'ref = "src/app.py"\napp_files = ["assets/", "b"]',
        "src/assets",
        "src/static",
        'ref = "src/app.py"\napp_files = ["static/", "b"]',
    ),
    (
        'ref = "src/app.py"\napp_files = ["assets"]',
        "src/app.py",
        "app.py",
        'ref = "app.py"\napp_files = ["src/assets"]',
    ),
    # A path that would lead out of its base is left for the author.
    (
        'ref = "src/app.py"\napp_files = ["assets"]',
        "src/app.py",
        "src/pkg/app.py",
        'ref = "src/pkg/app.py"\napp_files = ["assets"]',
    ),
    (
        'ref = "src/app.py"\napp_files_context_dir = "src"\napp_files = ["assets"]',
        "src",
        "lib",
        'ref = "lib/app.py"\napp_files_context_dir = "lib"\napp_files = ["assets"]',
    ),
    (
        'requirements = ["torch", "./libs/tool[gpu]", "libs/tool"]',
        "libs/tool",
        "libs/kit",
        'requirements = ["torch", "./libs/kit[gpu]", "libs/kit"]',
    ),
    (
        'requirements = ["./tool"]\nrequirements_context_dir = "libs"',
        "libs",
        "vendor",
        'requirements = ["./tool"]\nrequirements_context_dir = "vendor"',
    ),
    (
        'python_entry_point = "pkg.mod:X"',
        "src/pkg/mod.py",
        "src/pkg/server.py",
        'python_entry_point = "pkg.server:X"',
    ),
    ('python_entry_point = "pkg:X"', "src/pkg", "src/kit", 'python_entry_point = "kit:X"'),
    (
        'python_entry_point = "pkg.mod:X.Y"',
        "src/pkg",
        "src/a/b",
        'python_entry_point = "a.b.mod:X.Y"',
    ),
    # No module has such a name, and a root that moves says nothing of the module.
    ('python_entry_point = "pkg.mod:X"', "src/pkg/mod.py", "src/pkg/my-mod.py", None),
    ('python_entry_point = "pkg.mod:X"', "src", "lib", None),
    ('name = "src/app.py"', "src/app.py", "src/b.py", None),
]


@pytest.mark.parametrize(("before", "old", "new", "after"), MOVED)
@pytest.mark.parametrize("when", ["will", "did"])
def test_paths_follow(
    before: str, old: str, new: str, after: str | None, when: str, tmp_path: Path
) -> None:
    head = "[tool.fal.apps.x]\r\n"
    write(tmp_path, {**FILES, "pyproject.toml": head + before + "\n"})
    if when == "did" and (tmp_path / old).exists():
        (tmp_path / new).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / old).rename(tmp_path / new)
    document = parse(head + before + "\n")
    project = open_project(str(tmp_path / "pyproject.toml"))
    edits = rename_files(document, project, [Move(str(tmp_path / old), str(tmp_path / new))])
    assert apply(document.text, edits) == head + (after or before) + "\n"
    if after is None:
        assert edits == ()


def test_the_project_can_move_as_a_whole(tmp_path: Path) -> None:
    text = '[tool.fal.apps.x]\nref = "src/app.py::X"\n'
    write(tmp_path / "one", {**FILES, "pyproject.toml": text})
    project = open_project(str(tmp_path / "one" / "pyproject.toml"))
    for new in ("two", "deep/two"):
        assert not rename_files(
            parse(text), project, [Move(str(tmp_path / "one"), str(tmp_path / new))]
        )


def test_several_files_move_at_once(tmp_path: Path) -> None:
    text = '[tool.fal.apps.x]\nref = "src/app.py"\nimage.dockerfile = "docker/Dockerfile"\n'
    write(tmp_path, {**FILES, "pyproject.toml": text})
    project = open_project(str(tmp_path / "pyproject.toml"))
    moves = [("src/app.py", "a.py"), ("docker/Dockerfile", "Dockerfile")]
    edits = rename_files(
        parse(text), project, [Move(str(tmp_path / old), str(tmp_path / new)) for old, new in moves]
    )
    assert apply(text, edits) == (
        '[tool.fal.apps.x]\nref = "a.py"\nimage.dockerfile = "Dockerfile"\n'
    )
