"""The order in which a search finds files."""

from __future__ import annotations

from pathlib import Path

from fal_lsp.project.manifests import find_manifests


def test_a_directory_does_not_wait_for_all_that_is_below_another(tmp_path: Path) -> None:
    for large in ("a", "b"):
        for number in range(20):
            manifest(tmp_path / large / f"{number:02}")
    late = [manifest(tmp_path / "c"), manifest(tmp_path / "d" / "e" / "f")]
    found = [path for path in find_manifests([str(tmp_path)]) if path is not None]
    assert len(found) == 42
    assert max(map(found.index, late)) < 10


def test_a_directory_that_is_named_twice_is_searched_once(tmp_path: Path) -> None:
    path = manifest(tmp_path / "a" / "b")
    directories = [str(tmp_path / "a" / "b"), str(tmp_path), str(tmp_path / "a")]
    found = [path for path in find_manifests(directories) if path is not None]
    assert found == [path]


def manifest(directory: Path) -> str:
    directory.mkdir(parents=True)
    path = directory / "pyproject.toml"
    path.touch()
    return str(path)
