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


def test_what_is_left_out_of_a_search_stays_out(client: InProcess, tmp_path: Path) -> None:
    """Ignored by git, excluded, or a link out of the folder: when it is found, and when it changes.

    What is said of the link is a line in the client's log.
    """
    folder = tmp_path / "folder"
    wrong = write(folder / "one", WRONG)
    write(folder, RIGHT + '[tool.fal-lsp]\nextend-exclude = ["templates"]\n')
    write(folder / ".git", "", "HEAD")
    write(folder, "build/\n", ".gitignore")
    left_out = [write(folder / "build", WRONG), write(folder / "templates" / "x", WRONG)]
    write(tmp_path / "outside", WRONG)
    (folder / "link").mkdir()
    link = folder / "link" / "pyproject.toml"
    link.symlink_to(tmp_path / "outside" / "pyproject.toml")
    left_out.append(link.as_uri())
    client.initialize(workspaceFolders=folders(folder), initializationOptions=WORKSPACE)
    assert rules(client.diagnostics(wrong)) == ["unknown-key"]
    client.settle()
    changes = [{"uri": uri, "type": 2} for uri in left_out]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    client.settle()
    assert not [uri for uri in left_out if client.published(uri)]
    logged = [
        entry["params"]["message"]
        for entry in client.notifications
        if entry["method"] == "window/logMessage"
    ]
    expected = "is skipped: it is a symbolic link to outside the searched directory."
    assert logged == [f"{link} {expected}"]
    symbols = client.request("workspace/symbol", {"query": ""})
    assert {symbol["location"]["uri"] for symbol in symbols} <= {
        wrong,
        (folder / "pyproject.toml").as_uri(),
    }


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


def test_a_deleted_folder_takes_its_diagnostics_along(client: InProcess, tmp_path: Path) -> None:
    import shutil

    gone, left = write(tmp_path / "one" / "api", WRONG), write(tmp_path / "two", WRONG)
    client.initialize(workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE)
    assert client.diagnostics(gone)
    assert client.diagnostics(left)
    shutil.rmtree(tmp_path / "one")
    folder = (tmp_path / "one").as_uri()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": folder, "type": 3}]})
    client.wait_until(lambda: client.published(gone)[-1]["diagnostics"] == [])
    shutil.rmtree(tmp_path / "two")
    client.notify("workspace/didDeleteFiles", {"files": [{"uri": (tmp_path / "two").as_uri()}]})
    client.wait_until(lambda: client.published(left)[-1]["diagnostics"] == [])


def test_a_new_folder_is_searched(client: InProcess, tmp_path: Path) -> None:
    client.initialize(workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE)
    client.settle()
    uri = write(tmp_path / "one" / "api", WRONG)
    folder = (tmp_path / "one").as_uri()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": folder, "type": 1}]})
    client.wait_until(lambda: client.published(uri))
    (tmp_path / "one").rename(tmp_path / "two")
    renamed = {"files": [{"oldUri": folder, "newUri": (tmp_path / "two").as_uri()}]}
    client.notify("workspace/didRenameFiles", renamed)
    client.wait_until(lambda: client.published(uri)[-1]["diagnostics"] == [])
    client.wait_until(
        lambda: client.published((tmp_path / "two" / "api" / "pyproject.toml").as_uri())
    )


def test_the_directory_of_an_open_file_can_be_deleted(client: InProcess, tmp_path: Path) -> None:
    import shutil

    write(tmp_path / "src", "import fal\n\nclass A(fal.App):\n    pass\n", "app.py")
    uri = write(tmp_path, '[tool.fal.apps.x]\nref = "src/app.py::A"\n')
    client.initialize(workspaceFolders=folders(tmp_path))
    client.open(uri, (tmp_path / "pyproject.toml").read_text())
    assert "ref-file-missing" not in rules(client.diagnostics(uri, 1))
    shutil.rmtree(tmp_path / "src")
    deleted = {"changes": [{"uri": (tmp_path / "src").as_uri(), "type": 3}]}
    client.notify("workspace/didChangeWatchedFiles", deleted)
    client.wait_until(lambda: "ref-file-missing" in rules(client.published(uri)[-1]["diagnostics"]))


def test_a_file_of_any_name_that_comes_counts(client: InProcess, tmp_path: Path) -> None:
    write(tmp_path / "src", "import fal\n\nclass A(fal.App):\n    pass\n", "app.py")
    uri = write(tmp_path, '[tool.fal.apps.x]\nref = "src/app.py::A"\napp_files = ["a.bin"]\n')
    client.initialize(workspaceFolders=folders(tmp_path))
    client.open(uri, (tmp_path / "pyproject.toml").read_text())
    assert "app-files-missing" in rules(client.diagnostics(uri, 1))
    created = {"changes": [{"uri": write(tmp_path / "src", "", "a.bin"), "type": 1}]}
    client.notify("workspace/didChangeWatchedFiles", created)
    client.wait_until(
        lambda: "app-files-missing" not in rules(client.published(uri)[-1]["diagnostics"])
    )


def test_a_file_named_in_an_event_is_read_whatever_its_stamp(
    client: InProcess, tmp_path: Path
) -> None:
    import os

    app = write(tmp_path, "import fal\n\nclass A(fal.App):\n    pass\n", "app.py")
    uri = write(tmp_path, '[tool.fal.apps.x]\nref = "app.py::A"\n')
    client.initialize(workspaceFolders=folders(tmp_path))
    client.open(uri, (tmp_path / "pyproject.toml").read_text())
    assert "ref-symbol-missing" not in rules(client.diagnostics(uri, 1))
    file = tmp_path / "app.py"
    before = file.stat()
    file.write_text(file.read_text().replace("class A", "class B"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": app, "type": 2}]})
    client.wait_until(
        lambda: "ref-symbol-missing" in rules(client.published(uri)[-1]["diagnostics"])
    )


@pytest.mark.parametrize(
    "name",
    [".dockerignore", ".python-version", "pylock.toml", "requirements-dev.txt", "app.dockerfile"],
)
def test_a_file_that_the_readers_open_is_watched(
    client: InProcess, tmp_path: Path, name: str
) -> None:
    uri, other = write(tmp_path, WRONG), write(tmp_path, "", name)
    client.initialize(workspaceFolders=folders(tmp_path))
    client.open(uri, WRONG)
    client.diagnostics(uri, 1)
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": other, "type": 2}]})
    client.wait_until(lambda: len(client.published(uri)) == 2)


@pytest.mark.parametrize("kind", [1, 3])
def test_what_comes_and_goes_in_hidden_directories_is_ignored(
    client: InProcess, tmp_path: Path, kind: int
) -> None:
    uri = write(tmp_path, WRONG)
    client.initialize(workspaceFolders=folders(tmp_path))
    client.open(uri, WRONG)
    client.diagnostics(uri, 1)
    lock = (tmp_path / ".git" / "index.lock").as_uri()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": lock, "type": kind}]})
    client.settle()
    assert len(client.published(uri)) == 1


def test_a_poll_reports_no_file_that_is_gone(client: InProcess, tmp_path: Path) -> None:
    one, two = write(tmp_path / "one", WRONG), write(tmp_path / "two", WRONG)
    client.initialize(PULL, workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE)
    first = client.result(poll(client, {}))["items"]
    known = {item["uri"]: item["resultId"] for item in first}
    assert set(known) == {one, two}
    (tmp_path / "one" / "pyproject.toml").unlink()
    second = {item["uri"]: item for item in client.result(poll(client, known))["items"]}
    assert (second[one]["kind"], second[one]["items"]) == ("full", [])
    assert second[two]["kind"] == "unchanged"


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


def test_symbols_are_of_the_files_that_were_read_so_far(client: InProcess, tmp_path: Path) -> None:
    """Nobody waits for the rest of the search; a file that is gone is gone from the list, too."""
    uris = [write(tmp_path / f"{number:03}", WRONG) for number in range(40)]
    client.initialize(workspaceFolders=folders(tmp_path), initializationOptions=WORKSPACE)
    found = client.request("workspace/symbol", {"query": ""})
    assert len(found) < len(uris)
    client.wait_until(lambda: client.published(uris[-1]))
    client.settle()
    found = client.request("workspace/symbol", {"query": ""})
    assert {symbol["location"]["uri"] for symbol in found} == {*uris}
    (tmp_path / "007" / "pyproject.toml").unlink()
    found = client.request("workspace/symbol", {"query": ""})
    assert {symbol["location"]["uri"] for symbol in found} == {*uris} - {uris[7]}
