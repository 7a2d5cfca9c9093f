"""What clients send although the protocol says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fal_lsp.commands.arguments import parse

from tests.support.lsp_client import RIGHT, URI, WRONG, InProcess, ResponseError, rules


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def test_the_id_of_the_editor_is_accepted_on_the_command_line() -> None:
    assert parse(["--stdio", "--clientProcessId=123"]).stdio
    assert parse(["server", "--stdio", "--clientProcessId=123"]).stdio


def test_capabilities_may_be_null(client: InProcess) -> None:
    params = {"processId": None, "rootUri": None, "capabilities": None}
    assert client.request("initialize", params)["capabilities"]["hoverProvider"]


def test_a_document_needs_no_version(client: InProcess) -> None:
    client.initialize()
    document = {"uri": URI, "languageId": "toml", "text": WRONG}
    client.notify("textDocument/didOpen", {"textDocument": document})
    client.settle()
    assert rules(client.published(URI)[-1]["diagnostics"]) == ["unknown-key"]
    change = {"textDocument": {"uri": URI, "version": None}, "contentChanges": [{"text": RIGHT}]}
    client.notify("textDocument/didChange", change)
    client.settle()
    assert client.published(URI)[-1]["diagnostics"] == []


RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}


@pytest.mark.parametrize(
    "changes",
    [
        [{"text": RIGHT}],
        [{"text": WRONG}, {"text": RIGHT}],
        [{"text": RIGHT, "rangeLength": 1}],
        [{"text": RIGHT, "range": None, "rangeLength": None}],
        [{"text": f"#{RIGHT}"}, {"text": "", "range": RANGE}],
    ],
)
def test_every_form_of_a_change_is_applied(client: InProcess, changes: list[Any]) -> None:
    client.initialize()
    client.open(URI, WRONG)
    document = {"uri": URI, "version": 2}
    client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
    client.settle()
    assert client.published(URI)[-1]["diagnostics"] == []


def test_a_change_to_no_version_is_dropped(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG)
    client.change(URI, RIGHT, 2**31)
    client.settle()
    assert client.published(URI)[-1]["diagnostics"]


@pytest.mark.parametrize("scheme", ["git", "zipfile", "vscode-local-history"])
def test_a_revision_gets_no_diagnostics(client: InProcess, scheme: str) -> None:
    client.initialize()
    uri = f"{scheme}:/project/pyproject.toml"
    client.open(uri, WRONG)
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1)
    assert all(not each["diagnostics"] for each in client.published(uri))


def test_a_cancellation_that_waits_for_an_answer_gets_one(client: InProcess) -> None:
    client.initialize()
    with pytest.raises(ResponseError, match="it has no id"):
        client.request("$/cancelRequest", {"id": 1})


@pytest.mark.parametrize("identity", [[], {}, None, True, 1.5, "x", 10**30])
def test_an_odd_cancellation_disturbs_nothing(client: InProcess, identity: object) -> None:
    client.initialize()
    client.notify("$/cancelRequest", {"id": identity})
    client.notify("$/cancelRequest", identity)
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1)
