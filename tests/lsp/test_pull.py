"""Diagnostics for a client that asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.lsp_client import (
    PULL,
    RIGHT,
    URI,
    WRONG,
    InProcess,
    pull,
    rules,
)


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def test_a_client_that_pulls_is_not_told(client: InProcess) -> None:
    assert client.initialize(PULL)["diagnosticProvider"] == {
        "identifier": "fal-lsp",
        "interFileDependencies": True,
        "workspaceDiagnostics": False,
    }
    client.open(URI, WRONG)
    assert rules(pull(client, URI)["items"]) == ["unknown-key"]
    client.change(URI, RIGHT, 2)
    assert pull(client, URI)["items"] == []
    client.close(URI)
    client.settle()
    assert client.published(URI) == []


@pytest.mark.parametrize(
    "capabilities",
    [
        {},
        {"textDocument": {**PULL["textDocument"], "publishDiagnostics": {}}},
        {"workspace": PULL["workspace"]},
    ],
    ids=["neither", "cannot be told to pull again", "cannot pull"],
)
def test_any_other_client_is_told_and_not_offered_to_pull(
    client: InProcess, capabilities: dict[str, Any]
) -> None:
    assert "diagnosticProvider" not in client.initialize(capabilities)
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1)
    assert rules(pull(client, URI)["items"]) == ["unknown-key"]


def test_a_client_that_takes_nothing_else_may_pull(client: InProcess) -> None:
    """It cannot be told to pull again either, so it isn't asked to when a file changes."""
    assert "diagnosticProvider" in client.initialize({"textDocument": PULL["textDocument"]})
    client.open(URI, WRONG)
    assert rules(pull(client, URI)["items"]) == ["unknown-key"]
    client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    client.settle()
    assert (client.published(URI), client.requests) == ([], [])


def test_a_result_id_stays_while_the_diagnostics_do(client: InProcess) -> None:
    client.initialize(PULL)
    client.open(URI, WRONG)
    first = pull(client, URI)
    assert first["kind"] == "full"
    assert pull(client, URI, first["resultId"]) == {
        "kind": "unchanged",
        "resultId": first["resultId"],
    }
    client.change(URI, WRONG + "# a comment\n", 2)
    assert pull(client, URI, first["resultId"])["kind"] == "unchanged"
    client.change(URI, "\n" + WRONG, 3)
    second = pull(client, URI, first["resultId"])
    assert second["kind"] == "full"
    client.change(URI, WRONG, 4)
    assert pull(client, URI, second["resultId"])["kind"] == "full"


def test_a_client_that_pulls_is_told_to_pull_again(client: InProcess, tmp_path: Path) -> None:
    client.initialize(PULL)
    client.open(URI, WRONG)
    client.requests.clear()
    event = {"uri": (tmp_path / "app.py").as_uri(), "type": 2}
    client.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
    client.settle()
    assert [entry["method"] for entry in client.requests] == ["workspace/diagnostic/refresh"]


def test_a_document_that_is_not_open_has_no_diagnostics(client: InProcess) -> None:
    client.initialize(PULL)
    assert pull(client, URI)["items"] == []
