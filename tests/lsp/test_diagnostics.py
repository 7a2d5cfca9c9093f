"""When a client hears of which problems: pushed and pulled, of open and of closed files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fal_lsp.diagnostic import Diagnostic
from fal_lsp.rules._base import Severity
from fal_lsp.text import Span

from tests.support.lsp_client import InProcess
from tests.support.lsp_core import FakeCore

RIGHT = '[tool.fal.apps.x]\nref = "a.py::A"\n'
WRONG = RIGHT + "auht = 1\n"
OTHER = RIGHT + "numgpus = 1\n"
URI = "file:///nowhere/pyproject.toml"

PULL = {
    "textDocument": {"diagnostic": {"dynamicRegistration": True}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
WORKSPACE = {"diagnosticMode": "workspace", "project": {"enable": False}}


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def rules(diagnostics: list[dict[str, Any]]) -> list[str]:
    return [item["code"] for item in diagnostics]


def write(folder: Path, text: str, name: str = "pyproject.toml") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


# Pushed


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
        "range": {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 4}},
        "text": "num_gpu",
    }
    client.notify(
        "textDocument/didChange",
        {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [change]},
    )
    assert "`num_gpu`" in client.diagnostics(URI, 2)[0]["message"]


# Settings


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
    assert any("`fal-lsp.hover.enable` must be" in line for line in client.logged())
    assert any("`no-such-rule` is not a rule" in line for line in client.logged())
    assert not [entry for entry in client.notifications if entry["method"] == "window/showMessage"]


def test_a_client_that_cannot_be_asked_for_settings_after_all_is_served(client: InProcess) -> None:
    client.refuses = {"workspace/configuration", "client/registerCapability"}
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
    client.initialize({"workspace": {"configuration": True, **watching}})
    client.open(URI, WRONG)
    assert client.diagnostics(URI, 1)


# The files around


class Looking(FakeCore):
    """A check that finds one thing wrong for each word of an unsaved `app.py`."""

    buffers: dict[str, str] | None = None

    def project(self, path: str, folders: Any, buffers: Any) -> Any:
        self.buffers = buffers
        return super().project()

    def check(self, *_: Any) -> Any:
        words = (self.buffers or {}).get("/nowhere/app.py", "").split()
        return tuple(Diagnostic("r", Severity.ERROR, word, Span(0, 0), "") for word in words)


def test_an_unsaved_file_beside_the_document_counts() -> None:
    app = "file:///nowhere/app.py"
    with InProcess(Looking()) as client:
        client.initialize()
        client.open(URI, RIGHT)
        assert client.diagnostics(URI, 1) == []
        for send, count in (
            (lambda: client.open(app, "a b"), 2),
            (lambda: client.change(app, "a", 2), 1),
            (lambda: client.close(app), 0),
        ):
            send()
            client.settle()
            assert len(client.published(URI)[-1]["diagnostics"]) == count


def test_nothing_around_is_read_where_that_is_switched_off() -> None:
    core = Looking()
    with InProcess(core) as client:
        client.initialize(initializationOptions={"project": {"enable": False}})
        client.open(URI, RIGHT)
        client.diagnostics(URI, 1)
        client.open("untitled:pyproject.toml", RIGHT)
        client.diagnostics("untitled:pyproject.toml", 1)
        assert core.buffers is None


class Failing(FakeCore):
    """A check that fails where the text is `bad`."""

    def check(self, document: Any, *_: Any) -> Any:
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


# Pulled


def pull(client: InProcess, uri: str, previous: str | None = None) -> dict[str, Any]:
    params = {"textDocument": {"uri": uri}, "previousResultId": previous}
    answer: dict[str, Any] = client.request("textDocument/diagnostic", params)
    return answer


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
        {"textDocument": PULL["textDocument"]},
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


# The workspace


def folders(*paths: Path) -> list[dict[str, str]]:
    return [{"uri": path.as_uri(), "name": path.name} for path in paths]


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
