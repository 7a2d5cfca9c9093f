"""Which requirements fal takes for directories, held against fal's own reading of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.project import Project

from tests.support.projects import project

FILES = {
    "pyproject.toml": '[project]\nname = "top"\noptional-dependencies = {gpu = []}\n',
    "numpy/x.py": "",
    "projects/foo/pyproject.toml": '[project]\nname = "foo"\n',
    "projects/nameless/pyproject.toml": "[project]\nversion = '1'\n",
    "projects/empty-name/pyproject.toml": '[project]\nname = ""\n',
    "projects/number/pyproject.toml": "[project]\nname = 3\n",
    "projects/array/pyproject.toml": "project = 3\n",
    "projects/broken/pyproject.toml": "[project\n",
    "projects/file": "",
    "a[b]/pyproject.toml": '[project]\nname = "brackets"\n',
    "with space/pyproject.toml": '[project]\nname = "space"\n',
}

# A requirement, and its directory, name or problem; `None` where pip gets it.
REQUIREMENTS = {
    ".": (".", "top"),
    " . ": (".", "top"),
    "./": (".", "top"),
    ".[gpu]": (".", "top"),
    ".[gpu,dev]": (".", "top"),
    ". [gpu]": (".", "top"),
    "projects/foo": ("projects/foo", "foo"),
    "./projects/foo": ("projects/foo", "foo"),
    "projects/foo[x]": ("projects/foo", "foo"),
    "projects/../projects/foo": ("projects/foo", "foo"),
    "projects//foo/": ("projects/foo", "foo"),
    "with space": ("with space", "space"),
    "numpy": ("numpy", "no-pyproject"),
    "numpy[x]": ("numpy", "no-pyproject"),
    "projects": ("projects", "no-pyproject"),
    "projects/nameless": ("projects/nameless", "no-name"),
    "projects/empty-name": ("projects/empty-name", "no-name"),
    "projects/number": ("projects/number", "no-name"),
    "projects/array": ("projects/array", "no-name"),
    "projects/broken": ("projects/broken", "broken-pyproject"),
    "a[b][c]": ("a[b]", "brackets"),
    "a[b]": None,
    "numpy==1.0": None,
    "numpy>=1": None,
    "numpy ; python_version > '3'": None,
    "numpy[x]>=1": None,
    "torch": None,
    "projects/file": None,
    "projects/gone": None,
    "[x]": None,
    "[]": None,
    ".[]": None,
    "": None,
    " ": None,
    "]": None,
    "[" * 50: None,
    "[" * 50 + "]": None,
    "-r requirements.txt": None,
    "git+https://example.com/x.git": None,
}


@pytest.fixture
def opened(tmp_path: Path) -> Project:
    return project(tmp_path, FILES)


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_requirements(text: str, opened: Project) -> None:
    found = opened.local_requirement(text)
    expected = REQUIREMENTS[text]
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.path == str(Path(opened.root, expected[0]).resolve())
        assert (found.name or found.problem) == expected[1]


@pytest.mark.peers
@pytest.mark.parametrize("text", REQUIREMENTS)
def test_fal_agrees(text: str, opened: Project) -> None:
    from fal.api import _sdist

    _sdist._load_toml.cache_clear()  # type: ignore[attr-defined]
    expected = REQUIREMENTS[text]
    found = _sdist._parse_local_path_requirement(text, Path(opened.root))
    assert (found is None) == (expected is None)
    if found is None or expected is None:
        return
    own = opened.local_requirement(text)
    assert own is not None
    assert str(found.path) == own.path
    assert found.extras.strip("[]").replace(" ", "") == ",".join(own.extras)
    try:
        assert _sdist._read_package_name(found.path) == own.name
    except Exception:
        assert own.problem is not None


def test_extras(opened: Project) -> None:
    found = opened.local_requirement(".[gpu, dev]")
    assert found is not None
    assert found.extras == ("gpu", "dev")
    assert found.declared_extras == ("gpu",)


@pytest.mark.parametrize(
    ("text", "is_path"),
    [("numpy", False), ("./numpy", True), (".", True), ("projects/foo", True), ("numpy[x]", False)],
)
def test_whether_it_is_meant_as_a_path(text: str, is_path: bool, opened: Project) -> None:
    found = opened.local_requirement(text)
    assert found is not None
    assert found.is_path == is_path


def test_the_directory_they_start_from(
    opened: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "projects"))
    for context, expected in (
        (None, "."),
        ("projects", "projects"),
        ("projects/../numpy", "numpy"),
        (str(tmp_path / "numpy"), "numpy"),
        ("~/foo", "projects/foo"),
    ):
        base = opened.requirements_base(context)
        assert base == str((tmp_path / expected).resolve())
    found = opened.local_requirement("foo", opened.requirements_base("~"))
    assert found is not None
    assert found.name == "foo"


def test_outside_only_what_exists_is_told(tmp_path: Path) -> None:
    project(tmp_path, {"out/pyproject.toml": '[project]\nname = "out"\n', "empty/x": ""})
    opened: list[str] = []
    inside = project(tmp_path / "in", {"a.py": ""}, opened=opened)
    found = inside.local_requirement("../out")
    assert found is not None
    assert (found.name, found.problem) == (None, None)
    assert found.unreadable is not None
    assert found.unreadable.reason == "outside"
    found = inside.local_requirement("../empty")
    assert found is not None
    assert found.problem == "no-pyproject"
    assert opened == []


def test_an_unsaved_pyproject(tmp_path: Path) -> None:
    overlay = {str(tmp_path / "a" / "pyproject.toml"): '[project]\nname = "buffer"\n'}
    opened = project(tmp_path, {"a/pyproject.toml": ""}, overlay)
    found = opened.local_requirement("a")
    assert found is not None
    assert found.name == "buffer"
