"""Diagnostics of Python files: they follow from the pyproject.toml files that lead there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.lsp_client import (
    PULL,
    InProcess,
    folders,
    pull,
    rules,
    write,
)

APP = """
import fal


class A(fal.App):
    machine_type = "{0}"

    @fal.endpoint("/")
    def run(self) -> dict: ...
"""
WRONG, RIGHT = APP.format("GPU-T4"), APP.format("GPU-H100")
TOML = '[tool.fal.apps.{0}]\nref = "{1}::A"\n'

WHOLE = {"diagnosticMode": "workspace"}
RELATED: dict[str, Any] = {
    "textDocument": {"diagnostic": {"relatedDocumentSupport": True}},
    "workspace": PULL["workspace"],
}


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


def _last(client: InProcess, uri: str) -> list[str]:
    client.settle()
    published = client.published(uri)
    return rules(published[-1]["diagnostics"]) if published else []


@pytest.mark.parametrize("capabilities", [{}, PULL], ids=["push", "pull"])
def test_they_follow_the_unsaved_text_of_both_files(
    client: InProcess, tmp_path: Path, capabilities: dict[str, Any]
) -> None:
    app, text = write(tmp_path, WRONG, "app.py"), TOML.format("one", "app.py")
    manifest = write(tmp_path, text)
    client.initialize(capabilities, workspaceFolders=folders(tmp_path))
    client.open(manifest, text)
    if capabilities:
        assert pull(client, manifest)["items"] == []
    assert _last(client, app) == ["unknown-machine-type"]
    client.open(app, WRONG, language="python")
    client.change(app, RIGHT, 2)
    assert _last(client, app) == []
    client.change(app, "# ü\n" + WRONG, 3)
    assert _last(client, app) == ["unknown-machine-type"]
    (item,) = client.published(app)[-1]["diagnostics"]
    assert item["range"]["start"] == {"line": 6, "character": 19}

    def change(text: str, version: int) -> None:
        client.change(manifest, text, version)
        if capabilities:
            pull(client, manifest)

    change(text.replace("::A", ""), 2)
    assert _last(client, app) == ["unknown-machine-type"]
    change(text + "keep_alive = 1\n", 3)
    client.settle()
    published = len(client.published(app))
    change("", 4)
    assert _last(client, app) == []
    assert len(client.published(app)) == published + 1


def test_they_name_the_apps(client: InProcess, tmp_path: Path) -> None:
    app = write(tmp_path, WRONG, "app.py")
    text = TOML.format("one", "app.py") + TOML.format("two", "app.py")
    manifest = write(tmp_path, text)
    information = {"publishDiagnostics": {"relatedInformation": True}}
    client.initialize({"textDocument": information}, workspaceFolders=folders(tmp_path))
    client.open(manifest, text)
    assert _last(client, app) == ["unknown-machine-type"]
    (item,) = client.published(app)[-1]["diagnostics"]
    related = [
        (each["location"]["uri"], each["location"]["range"]["start"]["line"], each["message"])
        for each in item["relatedInformation"]
    ]
    assert related == [(manifest, 0, "App `one` uses it."), (manifest, 2, "App `two` uses it.")]


def test_they_go_with_the_document_and_with_the_setting(client: InProcess, tmp_path: Path) -> None:
    app, text = write(tmp_path, WRONG, "app.py"), TOML.format("one", "app.py")
    manifest = write(tmp_path, text)
    client.initialize(workspaceFolders=folders(tmp_path))
    client.open(manifest, text)
    assert _last(client, app) == ["unknown-machine-type"]
    settings = {"settings": {"fal-lsp": {"diagnostics": {"enable": False}}}}
    client.notify("workspace/didChangeConfiguration", settings)
    assert _last(client, app) == []
    client.notify("workspace/didChangeConfiguration", {"settings": {"fal-lsp": {}}})
    assert _last(client, app) == ["unknown-machine-type"]
    client.close(manifest)
    assert _last(client, app) == []


def test_a_file_that_two_lead_to_has_each_once(client: InProcess, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    app = write(tmp_path, WRONG, "app.py")
    texts = [TOML.format(name, "../app.py") for name in ("one", "two")]
    one, two = (write(tmp_path / name, text) for name, text in zip("ab", texts, strict=True))
    client.initialize(workspaceFolders=folders(tmp_path))
    client.open(one, texts[0])
    client.open(two, texts[1])
    assert _last(client, app) == ["unknown-machine-type"]
    client.close(one)
    assert _last(client, app) == ["unknown-machine-type"]
    client.close(two)
    assert _last(client, app) == []


def test_no_file_outside_of_the_workspace(client: InProcess, tmp_path: Path) -> None:
    app = write(tmp_path, WRONG, "app.py")
    text = TOML.format("one", "../app.py")
    manifest = write(tmp_path / "project", text)
    client.initialize(workspaceFolders=folders(tmp_path / "project"))
    client.open(manifest, text)
    client.settle()
    assert client.published(app) == []


def test_closed_files_lead_there_too(client: InProcess, tmp_path: Path) -> None:
    app = write(tmp_path, WRONG, "app.py")
    write(tmp_path, TOML.format("one", "app.py"))
    client.initialize(workspaceFolders=folders(tmp_path), initializationOptions=WHOLE)
    client.wait_until(lambda: client.published(app))
    assert _last(client, app) == ["unknown-machine-type"]
    client.open(app, WRONG, language="python")
    client.change(app, RIGHT, 2)
    assert _last(client, app) == []
    client.change(app, WRONG, 3)
    assert _last(client, app) == ["unknown-machine-type"]
    (tmp_path / "app.py").write_text(RIGHT, encoding="utf-8")
    client.close(app)
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": app, "type": 2}]})
    client.wait_until(lambda: client.published(app)[-1]["diagnostics"] == [])


def test_a_client_that_accepts_related_documents_pulls_them(
    client: InProcess, tmp_path: Path
) -> None:
    app, text = write(tmp_path, WRONG, "app.py"), TOML.format("one", "app.py")
    manifest = write(tmp_path, text)
    client.initialize(RELATED, workspaceFolders=folders(tmp_path))
    client.open(manifest, text)
    report = pull(client, manifest)
    assert rules(report["relatedDocuments"][app]["items"]) == ["unknown-machine-type"]
    client.open(app, WRONG, language="python")
    client.change(app, RIGHT, 2)
    client.settle()
    assert {each["method"] for each in client.requests} == {"workspace/diagnostic/refresh"}
    report = pull(client, manifest, report["resultId"])
    assert (report["kind"], report["relatedDocuments"][app]["items"]) == ("unchanged", [])
    assert "relatedDocuments" not in pull(client, manifest)
    assert client.published(app) == []
