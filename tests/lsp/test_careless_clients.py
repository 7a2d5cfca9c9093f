"""What clients send although the protocol says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fal_lsp.commands.arguments import parse

from tests.support.lsp_client import RIGHT, URI, WRONG, InProcess, rules


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


@pytest.mark.parametrize("scheme", ["git", "zipfile", "vscode-local-history"])
def test_a_revision_gets_no_diagnostics(client: InProcess, scheme: str) -> None:
    client.initialize()
    uri = f"{scheme}:/project/pyproject.toml"
    client.open(uri, WRONG)
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1)
    assert all(not each["diagnostics"] for each in client.published(uri))


@pytest.mark.parametrize("identity", [[], {}, None, True, 1.5, "x", 10**30])
def test_an_odd_cancellation_disturbs_nothing(client: InProcess, identity: object) -> None:
    client.initialize()
    client.notify("$/cancelRequest", {"id": identity})
    client.notify("$/cancelRequest", identity)
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1)
