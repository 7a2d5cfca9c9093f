"""Settings that come in the session, and what they change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.lsp_client import (
    URI,
    WRONG,
    InProcess,
)


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def test_settings_of_initialize_count(client: InProcess) -> None:
    client.initialize(initializationOptions={"ignore": ["unknown-key"]})
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1) == []


def test_settings_are_asked_for_and_asked_again(client: InProcess) -> None:
    client.settings = {"severity": {"unknown-key": "hint"}}
    client.initialize({"workspace": {"configuration": True}})
    client.open(URI, WRONG)
    client.wait_until(lambda: [d["severity"] for d in client.diagnostics(URI, 1)] == [4])
    client.settings = {"diagnostics": {"enable": False}}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.wait_until(lambda: client.diagnostics(URI, 1) == [])


def test_settings_are_taken_from_a_client_that_only_sends_them(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG)
    client.diagnostics(URI, 1)
    settings = {"fal-lsp": {"ignore": ["unknown-key"]}}
    client.notify("workspace/didChangeConfiguration", {"settings": settings})
    client.wait_until(lambda: client.diagnostics(URI, 1) == [])


def test_a_mistake_in_the_settings_is_logged_and_pops_up_nowhere(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG)
    settings = {"fal-lsp": {"hover": {"enable": "no"}, "ignore": ["no-such-rule"]}}
    client.notify("workspace/didChangeConfiguration", {"settings": settings})
    client.settle()
    assert any("`fal-lsp.hover.enable` is ignored: it must be" in line for line in client.logged())
    assert any("Unknown rule `no-such-rule`" in line for line in client.logged())
    assert not [entry for entry in client.notifications if entry["method"] == "window/showMessage"]


def test_a_client_that_cannot_be_asked_for_settings_after_all_is_served(client: InProcess) -> None:
    client.refuses = {"workspace/configuration", "client/registerCapability"}
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
    client.initialize({"workspace": {"configuration": True, **watching}})
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1)
