"""For how long the files around a document are taken to be as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.lsp.projects import Projects
from fal_lsp.project import open_project


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buffers() -> dict[str, str]:
    return {}


@pytest.fixture
def projects(clock: Clock, buffers: dict[str, str]) -> Projects:
    return Projects(lambda path: open_project(path, (), buffers), clock)


def sees_app(projects: Projects, path: Path) -> bool:
    project = projects.get(str(path / "pyproject.toml"))
    assert project is not None
    return project.exists("app.py")


def test_nothing_is_looked_at_again_while_somebody_types(
    projects: Projects, clock: Clock, tmp_path: Path
) -> None:
    assert not sees_app(projects, tmp_path)
    (tmp_path / "app.py").touch()
    for _ in range(5):
        clock.now += 1.5
        assert not sees_app(projects, tmp_path)
    clock.now += 2.5
    assert sees_app(projects, tmp_path)


def test_what_is_told_is_looked_at_at_once(projects: Projects, tmp_path: Path) -> None:
    assert not sees_app(projects, tmp_path)
    (tmp_path / "app.py").touch()
    projects.invalidate_all()
    assert sees_app(projects, tmp_path)


def test_the_document_itself_is_read_as_it_is(
    projects: Projects, buffers: dict[str, str], tmp_path: Path
) -> None:
    path = str(tmp_path / "pyproject.toml")
    for version in range(3):
        buffers[path] = f"version = {version}\n"
        projects.invalidate(path)
        project = projects.get(path)
        assert project is not None
        assert project.tables() == {"version": version}


def test_a_project_knows_what_has_changed(projects: Projects, tmp_path: Path) -> None:
    path = str(tmp_path / "pyproject.toml")
    project = projects.get(path)
    assert project is not None
    assert not sees_app(projects, tmp_path)
    for _ in range(3):
        projects.invalidate_all()
        assert projects.get(path) is project
        assert project.revision == 0
    (tmp_path / "app.py").touch()
    projects.invalidate_all()
    assert projects.get(path) is project
    assert project.revision == 1


def test_a_change_in_another_document_is_seen_at_once(
    projects: Projects, buffers: dict[str, str], tmp_path: Path
) -> None:
    path, other = str(tmp_path / "pyproject.toml"), str(tmp_path / "library" / "pyproject.toml")
    for version in range(3):
        buffers[other] = f"version = {version}\n"
        projects.invalidate(other)
        project = projects.get(path)
        assert project is not None
        assert project.tables(other) == {"version": version}


def test_the_project_that_was_asked_for_longest_ago_is_forgotten(tmp_path: Path) -> None:
    made = []

    def make(path: str) -> object:
        made.append(path)
        return open_project(path)

    projects = Projects(make)  # type: ignore[arg-type]
    paths = [str(tmp_path / str(number) / "pyproject.toml") for number in range(65)]
    for path in (*paths[:64], paths[0], paths[64], paths[0], paths[1]):
        projects.get(path)
    assert made == [*paths, paths[1]]


def test_a_key_behind_a_pause_does_not_wait_for_the_files(
    projects: Projects, clock: Clock, tmp_path: Path
) -> None:
    manifest = str(tmp_path / "pyproject.toml")
    project = projects.get(manifest)
    assert project is not None
    assert not project.is_file("app.py")
    (tmp_path / "app.py").write_text("")
    clock.now += 3
    projects.get(manifest, may_be_late=True)
    assert projects.are_late
    assert not project.is_file("app.py")
    # A request gets what is there.
    projects.get(manifest)
    assert project.is_file("app.py")
    assert projects.catch_up()
    assert not projects.are_late
    clock.now += 3
    projects.get(manifest, may_be_late=True)
    assert not projects.catch_up()
