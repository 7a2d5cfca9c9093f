"""What holds for every text: the check never raises, and marks what is there.

A rule that crashes is isolated by the check; `conftest.py` makes that a failure here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import tomli
from fal_lsp.lint.check import check
from fal_lsp.memo import Memo
from fal_lsp.rules.finding import FilePlace
from fal_lsp.toml import parse
from fal_schema import validate
from hypothesis import given
from hypothesis import strategies as st

from tests.support.projects import APP, project
from tests.support.strategies import fal_tables, mutated, texts, write_toml

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic
    from fal_lsp.project import Project
    from fal_lsp.toml import Document

UNREADABLE = frozenset({"toml-syntax", "duplicate-key", "byte-order-mark"})


@given(texts)
def test_any_text(text: str) -> None:
    assert_sound(parse(text))


@given(mutated())
def test_any_change_of_the_corpus(text: str) -> None:
    """Whatever is done to a file; tomli, which fal runs, has the last word on its syntax."""
    found = assert_sound(parse(text))
    assert any(item.rule in UNREADABLE for item in found) == (not _is_valid(text))


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("project")
    return project(
        folder,
        {
            "app.py": APP.format(name="App"),
            "src/app.py": APP.format(name="ImageGenerator") + "    keep_alive = 10\n",
            "Dockerfile": "FROM python:3.11\n",
        },
    )


@given(mutated(), mutated(), st.booleans())
def test_a_memory_changes_nothing(
    around: Project, first: str, second: str, with_project: bool
) -> None:
    """A document that is checked after another one is checked as if it were the first."""
    files = around if with_project else None
    memo = Memo()
    before = parse(first)
    check(before, around, memo=memo)
    after = parse(second, before)
    assert check(after, files, memo=memo) == check(parse(second), files)


HEADERS = ("[", "[t", "[tool", "[tool.", "[tool.fal.apps.n", "[project]", "[project", '["x')


@given(mutated(), st.lists(st.tuples(st.sampled_from(HEADERS), st.integers(0, 400)), max_size=4))
def test_a_memory_of_a_header_that_is_typed(
    around: Project, text: str, edits: list[tuple[str, int]]
) -> None:
    """What is around the apps moves into other tables and back."""
    memo = Memo()
    document = parse(text)
    check(document, around, memo=memo)
    for header, at in (*edits, ("", 0)):
        lines = text.split("\n")
        lines.insert(at % (len(lines) + 1), header)
        edited = "\n".join(lines)
        document = parse(edited, document)
        assert check(document, around, memo=memo) == check(parse(edited), around)


@given(fal_tables, st.randoms(use_true_random=False))
def test_any_data(table: Any, random: Any) -> None:
    """Any data under `tool.fal`, however it is written."""
    text = write_toml({"tool": {"fal": table}}, random.randrange)
    document = parse(text)
    assert document.error is None, text
    validate(document.data(("tool", "fal")))
    assert_sound(document)


@pytest.mark.parametrize("item", ['"GPU-MOON"', "1", '"*.pyc"', '"torch=2"', "{}", "[]"])
def test_a_long_list(item: str) -> None:
    """A mistake in each item of a long list takes no longer than in each of many short ones."""
    for key in ("machine_type", "app_files_ignore", "requirements", "regions"):
        text = f'[tool.fal.apps.x]\npython_entry_point = "a:b"\n{key} = [{f"{item}, " * 3_000}]\n'
        assert_sound(parse(text))


def assert_sound(document: Document) -> tuple[Diagnostic, ...]:
    """Checks a document; every span of the diagnostics lies inside the text, in order."""
    found = check(document)
    size = len(document.text)
    for item in found:
        assert 0 <= item.span.start <= item.span.end <= size
        assert item.message
        for other in item.related:
            if not isinstance(other.place, FilePlace):
                assert 0 <= other.place.start <= other.place.end <= size
    assert [item.span for item in found] == sorted(item.span for item in found)
    return found


def _is_valid(text: str) -> bool:
    try:
        tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError):
        return False
    return True
