"""Files that are not open: folders, searches, watched files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.lsp_client import (
    OTHER,
    PULL,
    RIGHT,
    URI,
    WORKSPACE,
    WRONG,
    InProcess,
    folders,
    pull,
    rules,
    write,
)


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def test_every_file_of_the_workspace_is_told(client: InProcess, tmp_path: Path) -> None:
    wrong = write(tmp_path / "one", WRONG)
    right = write(tmp_path / "two", RIGHT)
    hidden = write(tmp_path / ".venv" / "x", WRONG)
    module = write(tmp_path / "node_modules" / "x", WRONG)
    environment = write(tmp_path / "env" / "x", WRONG)
    write(tmp_path / "env", "", "pyvenv.cfg")
    client.initialize(
        {"window": {"workDoneProgress": True}},
        workspaceFolders=folders(tmp_path),
        initializationOptions=WORKSPACE,
    )
    assert rules(client.diagnostics(wrong)) == ["unknown-key"]
    client.wait_until(lambda: progress(client)[-1:] == ["end"])
    assert progress(client)[0] == "begin"
    for uri in (right, hidden, module, environment):
        assert client.published(uri) == []


def progress(client: InProcess) -> list[str]:
    return [
        entry["params"]["value"]["kind"]
        for entry in client.notifications
        if entry["method"] == "$/progress"
    ]


def test_an_open_file_counts_once_and_its_disk_again_when_closed(
    client: InProcess, tmp_path: Path
) -> None:
    uri = write(tmp_path, WRONG)
    client.initialize(workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE)
    assert rules(client.diagnostics(uri)) == ["unknown-key"]
    client.open(uri, RIGHT, version=7)
    assert client.diagnostics(uri, 7) == []
    client.close(uri)
    client.settle()
    assert rules(client.published(uri)[-1]["diagnostics"]) == ["unknown-key"]


def test_files_and_folders_come_and_go(client: InProcess, tmp_path: Path) -> None:
    one = write(tmp_path / "one", WRONG)
    client.initialize(workspaceFolders=folders(tmp_path / "one"), initializationOptions=WORKSPACE)
    assert client.diagnostics(one)
    two = write(tmp_path / "two", WRONG)
    event = {"added": folders(tmp_path / "two"), "removed": folders(tmp_path / "one")}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    client.wait_until(lambda: client.published(two))
    client.wait_until(lambda: client.published(one)[-1]["diagnostics"] == [])
    three = write(tmp_path / "two" / "three", WRONG)
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": three, "type": 1}]})
    client.wait_until(lambda: client.published(three))
    Path(tmp_path / "two" / "pyproject.toml").unlink()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": two, "type": 3}]})
    client.wait_until(lambda: client.published(two)[-1]["diagnostics"] == [])
    four = write(tmp_path / "two" / "four", WRONG)
    renamed = {"files": [{"oldUri": three, "newUri": four}]}
    client.notify("workspace/didRenameFiles", renamed)
    client.wait_until(lambda: client.published(four))


def test_the_mode_can_be_switched(client: InProcess, tmp_path: Path) -> None:
    uri = write(tmp_path, WRONG)
    client.initialize(workspaceFolders=folders(tmp_path))
    client.settle()
    assert client.published(uri) == []
    client.notify("workspace/didChangeConfiguration", {"settings": WORKSPACE})
    assert client.diagnostics(uri)
    client.notify("workspace/didChangeConfiguration", {"settings": {}})
    client.wait_until(lambda: client.published(uri)[-1]["diagnostics"] == [])


def test_closed_files_are_told_to_a_client_that_pulls_but_was_not_asked_to_poll(
    client: InProcess, tmp_path: Path
) -> None:
    uri = write(tmp_path, WRONG)
    client.initialize(PULL, workspaceFolders=folders(tmp_path))
    client.notify("workspace/didChangeConfiguration", {"settings": WORKSPACE})
    assert rules(client.diagnostics(uri)) == ["unknown-key"]
    client.open(uri, OTHER)
    client.settle()
    assert client.published(uri)[-1]["diagnostics"] == []
    assert rules(pull(client, uri)["items"]) == ["unknown-key"]
    client.close(uri)
    client.settle()
    assert rules(client.published(uri)[-1]["diagnostics"]) == ["unknown-key"]


def poll(client: InProcess, previous: dict[str, str]) -> int:
    known = [{"uri": uri, "value": value} for uri, value in previous.items()]
    return client.ask("workspace/diagnostic", {"previousResultIds": known})


def test_a_client_that_pulls_polls_for_the_workspace(client: InProcess, tmp_path: Path) -> None:
    one, two = write(tmp_path / "one", WRONG), write(tmp_path / "two", RIGHT)
    capabilities = client.initialize(
        PULL, workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE
    )
    assert capabilities["diagnosticProvider"]["workspaceDiagnostics"] is True
    client.open(two, OTHER, version=3)
    first = {item["uri"]: item for item in client.result(poll(client, {}))["items"]}
    assert {uri: rules(item["items"]) for uri, item in first.items()} == {
        one: ["unknown-key"],
        two: ["unknown-key"],
    }
    assert first[two]["version"] == 3
    known = {uri: item["resultId"] for uri, item in first.items()}

    waiting = poll(client, known)
    client.settle()
    client.close(two)
    second = {item["uri"]: item for item in client.result(waiting)["items"]}
    assert second[one]["kind"] == "unchanged"
    assert (second[two]["kind"], second[two]["items"]) == ("full", [])

    known = {uri: item.get("resultId", "") for uri, item in second.items()}
    waiting = poll(client, known)
    (tmp_path / "one" / "pyproject.toml").unlink()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": one, "type": 3}]})
    third = {item["uri"]: item for item in client.result(waiting)["items"]}
    assert (third[one]["kind"], third[one]["items"]) == ("full", [])
    assert client.published(one) == client.published(two) == []


def test_a_poll_that_waits_ends_with_the_session(client: InProcess, tmp_path: Path) -> None:
    client.initialize(PULL, workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE)
    assert client.result(poll(client, {})) == {"items": []}
    waiting = poll(client, {})
    client.notify("$/cancelRequest", {"id": waiting})
    with pytest.raises(Exception, match="cancel"):
        client.result(waiting)
    poll(client, {})
    client.request("shutdown")
    client.notify("exit")
    client.end_of_stream()


def test_files_that_cannot_be_read_do_not_stop_the_search(
    client: InProcess, tmp_path: Path
) -> None:
    import os

    (tmp_path / "a" / "pyproject.toml").mkdir(parents=True)
    (tmp_path / "b").mkdir()
    os.mkfifo(tmp_path / "b" / "pyproject.toml")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "pyproject.toml").symlink_to(tmp_path / "c" / "pyproject.toml")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "pyproject.toml").write_bytes(b"[tool.fal]\n# \xff\n")
    (tmp_path / "e").symlink_to(tmp_path)
    uri = write(tmp_path / "f", WRONG)
    client.initialize(workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE)
    assert client.diagnostics(uri)


def test_watching_is_asked_of_clients_that_can(client: InProcess) -> None:
    client.initialize({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    client.wait_until(lambda: client.requests)
    registration = client.requests[0]["params"]["registrations"][0]
    patterns = {w["globPattern"] for w in registration["registerOptions"]["watchers"]}
    assert patterns >= {"**/pyproject.toml", "**/Dockerfile*", "**/*.py"}


def test_saving_checks_what_else_is_open(client: InProcess) -> None:
    client.initialize()
    client.open(URI, WRONG)
    client.diagnostics(URI, 1)
    client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    client.settle()
    assert len(client.published(URI)) == 2
