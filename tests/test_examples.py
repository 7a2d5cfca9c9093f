"""What `make demo` shows: one mistake of each kind, and nothing in what is right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from fal_lsp.rules import ALL

from tests.support.projects import found, rules_of

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ELSEWHERE = {
    "unreadable-file": "no file of a repository is one",
    "file-too-large": "a repository is no place for it",
    "invalid-utf-8": "is found before there is a document: `not-utf-8`",
    "path-case-mismatch": "Linux has no file system that ignores case: `tests/test_windows.py`",
    "toml-1-1-local-build": "follows from an example of the reference: `spec/entry-point`",
}
AROUND = frozenset(rule.name for rule in ALL if rule.reads_project)


def _rules(path: Path) -> list[str]:
    return rules_of(found(path.parent))


def _manifests(folder: str) -> list[Path]:
    return sorted((EXAMPLES / folder).rglob("pyproject.toml"))


def test_one_mistake_of_each_kind() -> None:
    files = [path for path in _manifests("mistakes") if path.parent.name != "not-utf-8"]
    found = Counter(rule for path in files for rule in _rules(path))
    assert found == Counter({rule.name for rule in ALL} - AROUND - set(ELSEWHERE))


def test_one_mistake_of_each_kind_in_the_files_around() -> None:
    found = Counter(rule for path in _manifests("mistakes-around") for rule in _rules(path))
    # That a nested file is not found can be said of the example only inside a repository.
    del found["pyproject-not-found-from-root"]
    assert found == Counter(AROUND - set(ELSEWHERE) - {"pyproject-not-found-from-root"})


def test_not_utf_8() -> None:
    content = (EXAMPLES / "mistakes" / "not-utf-8" / "pyproject.toml").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


@pytest.mark.parametrize("path", _manifests("spec"), ids=lambda path: path.parent.name)
def test_examples_of_the_reference(path: Path) -> None:
    follows = ["toml-1-1-syntax", "toml-1-1-local-build"]
    assert _rules(path) == (follows if path.parent.name == "entry-point" else [])


@pytest.mark.parametrize("path", _manifests("good"), ids=lambda path: path.parent.name)
def test_good(path: Path) -> None:
    assert _rules(path) == []
