"""When a client gets the diagnostics of the documents that it has open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.lsp_client import (
    OTHER,
    RIGHT,
    URI,
    WRONG,
    InProcess,
    rules,
)
from tests.support.lsp_stubs import Stubs

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic
    from fal_lsp.toml import Document


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def test_diagnostics_follow_the_text(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG)
    assert rules(client.diagnostics(URI, 1)) == ["unknown-key"]
    client.change(URI, RIGHT, 2)
    assert client.diagnostics(URI, 2) == []
    client.change(URI, OTHER, 3)
    assert "num_gpus" in client.diagnostics(URI, 3)[0]["message"]


def test_a_burst_of_changes_ends_with_one_right_answer(client: InProcess) -> None:
    client.initialize()
    client.open(URI, RIGHT)
    client.diagnostics(URI, 1)
    for version in range(2, 22):
        client.change(URI, WRONG + "#" * version, version)
    client.settle()
    versions = [entry["version"] for entry in client.published(URI)]
    assert versions == sorted(set(versions))
    assert versions[-1] == 21
    assert versions.count(21) == 1
    assert rules(client.diagnostics(URI, 21)) == ["unknown-key"]


def test_a_request_sees_the_change_before_it(client: InProcess) -> None:
    client.initialize()
    client.open(URI, RIGHT)
    asked = []
    for version in range(2, 12):
        client.change(URI, RIGHT if version % 2 else WRONG, version)
        asked.append(client.ask("textDocument/diagnostic", {"textDocument": {"uri": URI}}))
    assert [len(client.result(identity)["items"]) for identity in asked] == [1, 0] * 5


def test_closing_clears(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG)
    client.diagnostics(URI, 1)
    client.close(URI)
    client.settle()
    assert client.published(URI)[-1] == {"uri": URI, "diagnostics": []}
    client.change(URI, WRONG, 2)
    client.settle()
    assert len(client.published(URI)) == 2


def test_a_change_and_a_close_at_once_leave_nothing(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG)
    client.change(URI, OTHER, 2)
    client.close(URI)
    client.settle()
    assert client.published(URI)[-1]["diagnostics"] == []


@pytest.mark.parametrize(
    "uri",
    [
        "file:///nowhere/Cargo.toml",
        "file:///nowhere/pyproject.toml.orig",
        "untitled:Untitled-1",
    ],
)
def test_other_files_get_nothing(client: InProcess, uri: str) -> None:
    client.initialize()
    client.open(uri, WRONG)
    client.change(uri, WRONG, 2)
    client.close(uri)
    client.settle()
    assert client.published(uri) == []


@pytest.mark.parametrize("language", ["toml", "pip-requirements", "plaintext", ""])
def test_the_language_does_not_matter(client: InProcess, language: str) -> None:
    client.initialize()
    client.open(URI, WRONG, language=language)
    assert client.diagnostics(URI, 1)


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:pyproject.toml",
        "file:///c%3A/a%20b/pyproject.toml",
        "vscode-vfs://g/pyproject.toml",
    ],
)
def test_a_document_need_not_be_on_this_disk(client: InProcess, uri: str) -> None:
    client.initialize()
    client.open(uri, WRONG)
    assert rules(client.diagnostics(uri, 1)) == ["unknown-key"]


@pytest.mark.parametrize("text", ["[tool.black]\nx = \n", "[[[[", "", "[project]\nname = 'x'\n"])
def test_a_file_that_does_not_mention_fal_gets_nothing(client: InProcess, text: str) -> None:
    client.initialize()
    client.open(URI, text)
    assert client.diagnostics(URI, 1) == []


def test_diagnostics_of_intact_tables_survive_a_syntax_error_elsewhere(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG + "\n[tool.black]\nx = \n")
    assert sorted(rules(client.diagnostics(URI, 1))) == ["toml-syntax", "unknown-key"]


def test_a_client_that_sends_ranges_all_the_same_gets_right_answers(client: InProcess) -> None:
    client.initialize({"general": {"positionEncodings": ["utf-8"]}})
    client.open(URI, "# 😀\u2028é\n" + WRONG)
    change = {
        "range": {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 4}},
        "text": "num_gpu",
    }
    client.notify(
        "textDocument/didChange",
        {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [change]},
    )
    assert "`num_gpu`" in client.diagnostics(URI, 2)[0]["message"]


APP = """\
import fal


class {name}(fal.App):
    @fal.endpoint("/")
    def run(self) -> dict: ...
"""


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A project whose app is the class `A` of `app.py`."""
    (tmp_path / "pyproject.toml").write_text('[tool.fal.apps.x]\nref = "app.py::A"\n')
    (tmp_path / "app.py").write_text(APP.format(name="A"))
    return tmp_path


def test_an_unsaved_file_beside_the_document_counts(beside: Path) -> None:
    uri, app = (beside / "pyproject.toml").as_uri(), (beside / "app.py").as_uri()
    right, wrong = APP.format(name="A"), APP.format(name="B")
    with InProcess() as client:
        client.initialize(rootUri=beside.as_uri())
        client.open(uri, (beside / "pyproject.toml").read_text())
        assert client.diagnostics(uri, 1) == []
        steps: list[tuple[Callable[[], object], list[str]]] = [
            (lambda: client.open(app, wrong), ["ref-symbol-missing"]),
            (lambda: client.change(app, right, 2), []),
            (lambda: client.change(app, wrong, 3), ["ref-symbol-missing"]),
            (lambda: client.close(app), []),
        ]
        for send, expected in steps:
            send()
            client.settle()
            assert [item["code"] for item in client.published(uri)[-1]["diagnostics"]] == expected


def test_nothing_around_is_read_where_that_is_switched_off(beside: Path) -> None:
    uri = (beside / "pyproject.toml").as_uri()
    (beside / "app.py").unlink()
    for enabled, expected in ((True, ["ref-file-missing"]), (False, [])):
        with InProcess() as client:
            client.initialize(
                rootUri=beside.as_uri(), initializationOptions={"project": {"enable": enabled}}
            )
            client.open(uri, (beside / "pyproject.toml").read_text())
            assert [item["code"] for item in client.diagnostics(uri, 1)] == expected


class Failing(Stubs):
    """A check that fails where the text is `bad`."""

    def check(self, document: Document) -> tuple[Diagnostic, ...]:
        if document.text == "bad":
            raise ZeroDivisionError
        return ()


def test_a_check_that_fails_costs_no_other_document() -> None:
    other = "untitled:pyproject.toml"
    with InProcess(Failing()) as client:
        client.initialize()
        client.open(URI, "bad")
        client.open(other, "good")
        client.settle()
        assert client.published(URI) == []
        assert client.published(other)
        client.change(URI, "good", 2)
        assert client.diagnostics(URI, 2) == []
