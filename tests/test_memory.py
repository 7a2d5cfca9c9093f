"""What is remembered of a document never outlives what it follows from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fal_lsp.lint.check import check
from fal_lsp.lint.memory import Memory
from fal_lsp.toml import parse

from tests.rules.test_project_rules import CASES
from tests.support.corpus import Case, cases
from tests.support.projects import APP, files, project, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fal_lsp.project import Project

APPS = """\
[tool.fal.apps.a]
ref = "app.py::A"
machine_type = "M"

[tool.fal.apps.b]
ref = "app.py::B"
"""
OLD = '[project]\ndependencies = ["fal==1.70.1"]\n\n'
NEW = OLD.replace("1.70.1", "1.83.0")

# The texts of a document one after the other, and the rules that each breaks.
STORIES = {
    "a requirement changes": [(OLD + APPS, "key-newer-than-fal"), (NEW + APPS, "")],
    "and comes back": [(NEW + APPS, ""), (OLD + APPS, "key-newer-than-fal")],
    "the table of it is renamed": [
        (OLD + APPS, "key-newer-than-fal"),
        (OLD.replace("[project]", "[projec]") + APPS, ""),
    ],
    "its header is opened": [
        (OLD + APPS, "key-newer-than-fal"),
        (OLD.replace("[project]", "[project") + APPS, "toml-syntax"),
        (OLD + APPS, "key-newer-than-fal"),
    ],
    "it moves below the apps": [
        (OLD + APPS, "key-newer-than-fal"),
        (APPS + OLD, "key-newer-than-fal"),
    ],
    "an app takes the name of another": [
        (APPS, ""),
        (APPS + 'name = "a"\n', "duplicate-deploy-name"),
        (APPS, ""),
    ],
    "an app leads elsewhere": [
        (APPS, ""),
        (APPS.replace("::B", "::C"), "ref-symbol-missing"),
        (APPS, ""),
    ],
    "a header comes between the keys of an app": [
        (OLD + APPS, "key-newer-than-fal"),
        (OLD + APPS.replace("machine", "[tool.\nmachine"), "toml-syntax"),
        (OLD + APPS.replace("machine", "[tool.other]\nmachine"), ""),
        (OLD + APPS, "key-newer-than-fal"),
    ],
}


@pytest.mark.parametrize("name", STORIES)
def test_every_version_is_checked_as_if_it_were_the_first(name: str, tmp_path: Path) -> None:
    around = project(tmp_path, {"app.py": APP.format(name="A") + APP.format(name="B")}).view()
    memory = Memory()
    document = None
    for text, rules in STORIES[name]:
        document = parse(text, document)
        found = check(document, around, memory=memory)
        assert " ".join(item.rule for item in found) == rules
        assert found == check(parse(text), around)


def test_without_the_files_around_nothing_is_said_of_them(tmp_path: Path) -> None:
    around = project(tmp_path).view()
    memory = Memory()
    document = parse(APPS)
    for _ in range(2):
        assert [item.rule for item in check(document, around, memory=memory)] == [
            "ref-file-missing",
            "ref-file-missing",
        ]
        assert check(document, None, memory=memory) == ()


def versions(text: str) -> Iterator[str]:
    """A text as it is edited: each line goes, gets another value, and comes back."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        key, equals, _ = line.partition("=")
        others = [f"{key}= {value}\n" for value in ("-1", '"x"', '""')] if equals else []
        for other in ["", *others, line]:
            yield "".join([*lines[:at], other, *lines[at + 1 :]])


def check_versions(text: str, around: Project | None) -> None:
    """Check every version of a text with a memory of those before, and as if it were the first."""
    memory = Memory()
    document = None
    for version in versions(text):
        document = parse(version, document)
        assert check(document, around, memory=memory) == check(parse(version), around), version


@pytest.mark.parametrize("case", cases()[::5], ids=lambda case: case.name)
def test_a_key_that_changes(case: Case) -> None:
    check_versions(case.text, None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_key_that_changes_in_a_project(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    write_text(folder, case.text)
    check_versions(files(case.text)["pyproject.toml"], project(folder).view())
