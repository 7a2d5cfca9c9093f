"""A version that is checked with a memo is checked as if it were the first, but costs less."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import TYPE_CHECKING, TypeVar

import pytest
from fal_lsp.ide.completion import completion
from fal_lsp.lint.check import check
from fal_lsp.memo import Memo
from fal_lsp.toml import parse

from tests.rules.test_project_rules import CASES
from tests.support.corpus import Case, cases
from tests.support.examples import THOROUGH
from tests.support.projects import APP, files, many_apps, project, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from fal_lsp.project import Project

_T = TypeVar("_T")

APPS = """\
[tool.fal.apps.a]
ref = "app.py::A"
machine_type = "M"

[tool.fal.apps.b]
ref = "app.py::B"
"""
EMPTY = "[tool.fal.apps.c]\n\n"
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
    "an app without a source may run what no other app runs": [
        (EMPTY, "app-source-missing"),
        (EMPTY + APPS, "app-source-missing"),
        (EMPTY + APPS.replace("::B", "::A"), "app-source-missing"),
        (EMPTY + APPS.rpartition("[")[0], "app-source-missing"),
        (EMPTY, "app-source-missing"),
    ],
    "an app goes, and comes back with another value": [
        (APPS + "keep_alive = -1\n", "negative-value"),
        (APPS.rpartition("[")[0], ""),
        (OLD + APPS.rpartition("[")[0], "key-newer-than-fal"),
        (APPS.rpartition("[")[0], ""),
        (APPS + "keep_alive = 1\n", ""),
        (APPS.rpartition("[")[0], ""),
        (APPS + "keep_alive = -1\n", "negative-value"),
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
    around = project(tmp_path, {"app.py": APP.format(name="A") + APP.format(name="B")})
    memo = Memo()
    document = None
    for text, rules in STORIES[name]:
        document = parse(text, document)
        found = check(document, around, memo=memo)
        assert " ".join(item.rule for item in found) == rules
        assert found == check(parse(text), around)


def test_without_the_files_around_nothing_is_said_of_them(tmp_path: Path) -> None:
    around = project(tmp_path)
    memo = Memo()
    document = parse(APPS)
    for _ in range(2):
        assert [item.rule for item in check(document, around, memo=memo)] == [
            "ref-file-missing",
            "ref-file-missing",
        ]
        assert check(document, None, memo=memo) == ()


def versions(text: str) -> Iterator[str]:
    """A text as it is edited: each line goes, gets another value, and comes back."""
    lines = text.splitlines(keepends=True)
    values = ("-1", '"x"', '""')
    for at, line in enumerate(lines):
        key, equals, _ = line.partition("=")
        tried = values if THOROUGH else values[at % 3 :][:1]
        others = [f"{key}= {value}\n" for value in tried] if equals else []
        for other in ["", *others, line]:
            yield "".join([*lines[:at], other, *lines[at + 1 :]])


def check_versions(text: str, around: Project | None) -> None:
    """Check every version of a text with a memo of those before, and as if it were the first."""
    memo = Memo()
    document = None
    afresh = cache(lambda version: check(parse(version), around))
    for version in versions(text):
        document = parse(version, document)
        assert check(document, around, memo=memo) == afresh(version), version


@pytest.mark.slow
@pytest.mark.parametrize("case", cases()[::5], ids=lambda case: case.name)
def test_a_key_that_changes(case: Case) -> None:
    check_versions(case.text, None)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_key_that_changes_in_a_project(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    write_text(folder, case.text)
    check_versions(files(case.text)["pyproject.toml"], project(folder))


DEPLOYED = """\
[project]
name = "x"
dependencies = ["fal==1.82.0"]

[tool.fal.apps.a]
ref = "app.py::A"
machine_type = "M"
request_start_timeout = 30

[tool.fal.apps.b]
ref = "pkg/app.py"
requirements = ["lib"]

[tool.fal.apps.c]
python_entry_point = "x:A"
requirements = ["."]

[tool.fal.apps.d]
image = { dockerfile = "Dockerfile" }
exposed_port = 8000
app_files = ["data"]
"""
TEXTS = [
    DEPLOYED,
    DEPLOYED.replace('"M"', '"'),
    DEPLOYED.replace("[project]", "[projec]"),
    DEPLOYED.replace('name = "x"', 'name = "'),
    DEPLOYED.replace("1.82.0", "1.83.0"),
    DEPLOYED.replace(
        "[tool.fal.apps.c]", '[tool.setuptools.package-dir]\n"" = "lib"\n[tool.fal.apps.c]'
    ),
    DEPLOYED.replace("::A", "::B"),
    DEPLOYED.replace("[tool.fal.apps.b]", "[tool.fal.apps.z]"),
    DEPLOYED.replace("dockerfile", "dockerfil"),
]
A, B = APP.format(name="A"), APP.format(name="B")
CONTENTS = {
    "app.py": [A, A + "    machine_type = 'L'\n", "from pkg.base import B as A\n", B, "class A(:"],
    "pkg/app.py": [
        A,
        A + B,
        "from .base import B\n",
        "from app import A\nfrom pkg.base import B\n",
    ],
    "pkg/base.py": [B, "from app import A as B\n", "import fal\nclass B(fal.App):\n    pass\n"],
    "lib/x.py": [A, B],
    "x.py": [A, "A = 1\n"],
    "lib/pyproject.toml": ['[project]\nname = "lib"\n', "[project]\n", "["],
    "Dockerfile": ["FROM python:3.11\nEXPOSE 8080\n", "FROM python:3.11\nCOPY gone .\n", ""],
    "uv.lock": ['[[package]]\nname = "fal"\nversion = "1.70.0"\n'],
    "data/a.txt": ["a"],
}


@pytest.mark.parametrize("seed", range(60 if THOROUGH else 6))
def test_files_that_change_between_versions(seed: int, tmp_path: Path) -> None:
    """Files and directories come, change and go, on the disk and in buffers, while one types."""
    random = Random(seed)
    buffers: dict[str, str] = {}
    around = project(tmp_path, overlay=buffers)
    memo, document, text = Memo(), None, DEPLOYED
    for _ in range(60):
        name = random.choice(list(CONTENTS))
        content = random.choice(CONTENTS[name])
        path = tmp_path / name
        step = random.choice(
            ["typed", "buffer", "closed", "written", "gone", "no directory", "directory"]
        )
        if step == "typed":
            text = random.choice(TEXTS)
            path = tmp_path / "pyproject.toml"
            buffers[str(path)] = text
        elif step == "buffer":
            buffers[str(path)] = content
        elif step == "closed":
            buffers.pop(str(path), None)
        elif step == "written" and not path.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        elif step == "gone" and path.is_file():
            path.unlink()
        elif step == "no directory" and path.parent != tmp_path:
            rmtree(path.parent, ignore_errors=True)
        elif step == "directory" and not path.exists():
            path.mkdir(parents=True)
        around.refresh([str(path)] if step in ("typed", "buffer", "closed") else None)
        document = parse(text, document)
        found = check(document, around, memo=memo)
        assert found == check(parse(text), project(tmp_path, overlay=buffers)), (step, name)


LINES = (
    *('ref = "app.py::A"', 'ref = "app.py"', 'auth = "privat"', "auth = ", "keep_alive = -1"),
    *("keep_alive = 1", 'machine_type = "GPU-H100"', "num_gpus = 2", 'name = "b"', "typo = 1"),
    *('requirements = ["cv2"]', "min_concurrency = 5", "max_concurrency = 4", 'regions = "us"'),
    *('image = { dockerfile = "Dockerfile" }', "exposed_port = 80", 'ref = "app.py::B"'),
)


@pytest.mark.parametrize("seed", range(60 if THOROUGH else 6))
def test_apps_come_and_go_in_any_order(seed: int, tmp_path: Path) -> None:
    """Also with completions between the checks, which ask the same memo."""
    around = project(tmp_path, {"app.py": APP.format(name="A") + APP.format(name="B")})
    random, memo, document = Random(seed), Memo(), None
    apps: dict[str, list[str]] = {}
    for step in range(60):
        name = random.choice("abc")
        if random.random() < 0.3:
            apps.pop(name, None)
        else:
            apps.setdefault(name, []).append(random.choice(LINES))
            apps[name] = apps[name][-random.randint(1, 4) :]
        bodies = [f"[tool.fal.apps.{name}]\n" + "\n".join(lines) for name, lines in apps.items()]
        text = random.choice((OLD, NEW, NEW)) + "\n\n".join(bodies) + "\n"
        document = parse(text, document)
        offset = random.choice(document.lines.starts)
        asked = completion(document, offset, project=around, memo=memo)
        if step % 3:
            assert check(document, around, memo=memo) == check(parse(text), around), text
        else:
            assert asked == completion(parse(text), offset, project=project(tmp_path)), text


class Counting(Memo):
    """A memo that lists the questions that were really answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: list[Hashable] = []

    def ask(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        def counted() -> _T:
            self.answered.append(question)
            return answer()

        return super().ask(question, counted)

    def takes(self) -> list[Hashable]:
        answered, self.answered = self.answered, []
        return answered


def test_only_the_apps_that_read_a_file_are_checked_again(tmp_path: Path) -> None:
    refs = many_apps(tmp_path, files=100, apps=200, lines=0)
    text = "".join(f'[tool.fal.apps.a{at}]\nref = "{ref}"\n' for at, ref in enumerate(refs))
    buffers: dict[str, str] = {}
    around = project(tmp_path, overlay=buffers)
    memo, document = Counting(), parse(text)

    def asked() -> set[str]:
        check(document, around, memo=memo)
        # Others are about a file.
        return {question[1] for question in memo.takes()} & apps  # type: ignore[index]

    apps = {f"a{at}" for at in range(200)}
    assert asked() == apps
    assert asked() == set()
    path = tmp_path / "pkg" / "apps_7.py"
    readers = {f"a{at}" for at, ref in enumerate(refs) if ref.startswith("pkg/apps_7.py::")}
    assert len(readers) in (2, 3)
    # Typed, saved, and the file that a quarter of the others derives from.
    buffers[str(path)] = path.read_text() + "# edited\n"
    around.refresh([str(path)])
    assert asked() == readers
    path.write_text(buffers.pop(str(path)) + "# saved\n")
    around.refresh()
    assert asked() == readers
    (tmp_path / "unread.py").touch()
    around.refresh()
    assert asked() == set()
    base = tmp_path / "pkg" / "base.py"
    base.write_text(base.read_text() + "# saved\n")
    around.refresh()
    assert 40 < len(asked()) < 60


def test_only_the_rules_that_read_a_key_are_asked_again() -> None:
    memo, document = Counting(), None
    counts = []
    for number in range(5):
        document = parse(f'[tool.fal.apps.a]\nref = "app.py::A"\nauth = "x{number}"\n', document)
        check(document, memo=memo)
        counts.append(len(memo.takes()))
    # The app is new, then it is edited for the first time.
    assert counts[1] > counts[2]
    assert counts[2] == counts[3] == counts[4] <= 5


def test_a_value_that_is_half_typed_keeps_what_is_found_in_other_apps(tmp_path: Path) -> None:
    """Neither do their findings come and go, nor are they checked again with each keystroke."""
    around = project(tmp_path, {"x.py": "A = 1\n", "pyproject.toml": ""})
    text = """\
[project]
name = "x"
version = "1"

[tool.fal.apps.a]
python_entry_point = "x:A"
requirements = ["."]

[tool.fal.apps.b]
ref = "x.py::A"
"""
    memo, document = Counting(), None
    for typed in ("", "auth", "auth = ", 'auth = "', 'auth = "private"\n'):
        document = parse(text + typed, document)
        found = check(document, around, memo=memo)
        assert found == check(parse(text + typed), project(tmp_path))
        assert "entry-point-not-an-app" in [item.rule for item in found]
        answered = {question[1] for question in memo.takes()}  # type: ignore[index]
        assert "a" not in answered or not typed


def test_a_name_that_is_half_typed_is_not_missing(tmp_path: Path) -> None:
    app = 'python_entry_point = "x:A"\nrequirements = ["."]\n'
    text = f'[project]\nname = "x\n[tool.fal.apps.a]\n{app}'
    found = check(parse(text), project(tmp_path, {"pyproject.toml": ""}))
    assert [item.rule for item in found] == ["toml-syntax"]


def test_a_circle_of_imports_that_is_cut_at_another_place(tmp_path: Path) -> None:
    around = project(
        tmp_path,
        {"a.py": "from c import A\n", "b.py": "from a import A\n", "c.py": "from b import A\n"},
    )
    text = "".join(f'[tool.fal.apps.{name}]\nref = "{name}.py::A"\n' for name in "abc")
    memo, document = Memo(), parse(text)
    assert check(document, around, memo=memo) == ()
    for content, rule in (("A = 1\n", "ref-not-an-app"), ("B = 1\n", "ref-symbol-missing")):
        for name in "cab":
            before = (tmp_path / f"{name}.py").read_text()
            (tmp_path / f"{name}.py").write_text(content)
            around.refresh()
            found = check(document, around, memo=memo)
            assert found == check(document, project(tmp_path))
            assert rule in {item.rule for item in found}
            (tmp_path / f"{name}.py").write_text(before + "# again\n")
            around.refresh()
            assert check(document, around, memo=memo) == ()
