"""Where values lead: `$0` is the cursor, the answer is a file and a line from 1."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fal_lsp.ide.navigation import definition, document_link
from fal_lsp.project import open_project
from fal_lsp.rules.finding import FilePlace
from fal_lsp.text import Span
from fal_lsp.toml import parse

TEXT = """\
[project]
name = "acme"

[tool.fal.apps.one]
ref = "src/app.py::One"
requirements = ["../lib", "torch"]
app_files = ["data.txt", "src"]

[tool.fal.apps.two]
python_entry_point = "acme.server:Two"
requirements = ["."]

[tool.fal.apps.two.image]
dockerfile = "docker/Dockerfile"

[tool.fal.apps.gone]
ref = "src/gone.py::Gone"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "app"
    for path, text in {
        "src/app.py": "import fal\n\n\nclass One(fal.App):\n    pass\n",
        "acme/__init__.py": "",
        "acme/server.py": "import fal\n\nclass Two(fal.App): ...\n",
        "docker/Dockerfile": "FROM python\n",
        "src/data.txt": "",
        "../lib/pyproject.toml": "[project]\nname = 'lib'\nversion = '1'\n",
        "../.git/HEAD": "",
        "pyproject.toml": TEXT,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.mark.parametrize(
    ("before", "after", "target"),
    [
        ("src/app.py::", "One", "src/app.py:4: One: class One(fal.App):|    pass"),
        ("src/", "app.py::One", "src/app.py:4: One: class One(fal.App):|    pass"),
        ("acme.", "server:Two", "acme/server.py:3: Two: class Two(fal.App): ..."),
        ("docker/", "Dockerfile", "docker/Dockerfile:1"),
        ("data", ".txt", "src/data.txt:1"),
        ("../l", "ib", "../lib/pyproject.toml:1"),
        ("src/", "gone.py", None),
        ("tor", "ch", None),
        ("ac", 'me"\n\n[tool', None),
        ("re", 'f = "src/app', None),
    ],
)
def test_definition(root: Path, before: str, after: str, target: str | None) -> None:
    offset = TEXT.index(before + after) + len(before)
    links = definition(parse(TEXT), offset, project=open_project(str(root / "pyproject.toml")))
    places = []
    for link in links:
        assert isinstance(link.target, FilePlace)
        places.append(_place(root, link.target))
    assert places == ([target] if target is not None else [])


def _place(root: Path, target: FilePlace) -> str:
    """File and line, for a class also its name and all of it, with a bar for a line end."""
    name = os.path.relpath(os.path.realpath(target.file), os.path.realpath(root))
    place = f"{name}:{target.line + 1}"
    if target.extent is None:
        return place
    lines = Path(target.file).read_text(encoding="utf-8").splitlines()
    (first, start), (line, column), written, last, tail = target.extent
    assert lines[last].startswith(tail)
    whole = "|".join([*lines[first:last], tail])[start:]
    return f"{place}: {lines[line][column : column + len(written)]}: {whole}"


def test_an_app_is_defined_by_its_first_header() -> None:
    offset = TEXT.index("two.image") + 1
    (link,) = definition(parse(TEXT), offset)
    start = TEXT.index("two]")
    assert link.target == Span(start, start + 3)


def test_links_are_what_is_there(root: Path) -> None:
    links = document_link(parse(TEXT), project=open_project(str(root / "pyproject.toml")))
    assert [TEXT[link.span.start : link.span.end] for link in links] == [
        "src/app.py::One",
        "../lib",
        "data.txt",
        "acme.server:Two",
        ".",
        "docker/Dockerfile",
    ]
