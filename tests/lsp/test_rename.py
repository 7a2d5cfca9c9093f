"""Renaming over the protocol: files whose paths follow, and the class of a `ref`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.lsp_client import InProcess, ResponseError, folders, rules, write

APP = '''"""😀"""; import fal
class A(fal.App):
    @fal.endpoint("/")
    def run(self) -> "A": ...
'''
TEXT = '[tool.fal.apps]\n"😀漢" = { ref = "src/app.py::A" }\ny.ref = "src/app.py::A"\n'
EDITS: dict[str, Any] = {
    "workspace": {
        "workspaceEdit": {"documentChanges": True},
        "fileOperations": {"willRename": True, "didRename": True},
    }
}
CONFIRMS = {
    "workspace": {"workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}}}
}


@pytest.fixture
def client() -> Iterator[InProcess]:
    with InProcess() as client:
        yield client


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """The project's pyproject.toml, beside another one that names the same file."""
    write(tmp_path / "src", APP, "app.py")
    write(tmp_path / "other", '[tool.fal.apps.z]\nref = "../src/app.py::A"\n')
    write(tmp_path / "unrelated", '[tool.fal.apps.z]\nref = "src/app.py::A"\n')
    return write(tmp_path, TEXT)


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after edits in UTF-16 positions."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: str(edit["range"]), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"]
        units = lines[start["line"]].encode("utf-16-le")
        before, after = units[: 2 * start["character"]], units[2 * end["character"] :]
        middle = edit["newText"].encode("utf-16-le")
        lines[start["line"]] = (before + middle + after).decode("utf-16-le")
    return "\n".join(lines)


def test_paths_follow_a_file_in_every_pyproject(
    client: InProcess, tmp_path: Path, uri: str
) -> None:
    started = client.initialize(EDITS, workspaceFolders=folders(tmp_path))
    operations = started["workspace"]["fileOperations"]
    assert operations["willRename"]["filters"] == [{"scheme": "file", "pattern": {"glob": "**/*"}}]
    # The buffer counts, not the file.
    client.open(uri, "# 😀\n" + TEXT, version=7)
    move = {
        "oldUri": (tmp_path / "src" / "app.py").as_uri(),
        "newUri": (tmp_path / "lib" / "main.py").as_uri(),
    }
    edit = client.request("workspace/willRenameFiles", {"files": [move]})
    own, other = sorted(edit["documentChanges"], key=lambda each: len(each["textDocument"]["uri"]))
    assert own["textDocument"] == {"uri": uri, "version": 7}
    assert applied("# 😀\n" + TEXT, own["edits"]) == "# 😀\n" + TEXT.replace("src/app", "lib/main")
    file = tmp_path / "other" / "pyproject.toml"
    assert other["textDocument"] == {"uri": file.as_uri(), "version": None}
    assert '"../lib/main.py::A"' in applied(file.read_text(encoding="utf-8"), other["edits"])


def test_a_file_that_no_app_names_changes_nothing(
    client: InProcess, tmp_path: Path, uri: str
) -> None:
    client.initialize(EDITS, workspaceFolders=folders(tmp_path))
    client.open(uri, TEXT)
    move = {"oldUri": (tmp_path / "a.py").as_uri(), "newUri": (tmp_path / "b.py").as_uri()}
    assert client.request("workspace/willRenameFiles", {"files": [move]}) is None
    odd = {"oldUri": "untitled:a", "newUri": "untitled:b"}
    assert client.request("workspace/willRenameFiles", {"files": [odd]}) is None


def test_after_a_rename_the_diagnostics_are_right(
    client: InProcess, tmp_path: Path, uri: str
) -> None:
    client.initialize(EDITS, workspaceFolders=folders(tmp_path))
    client.open(uri, TEXT)
    assert client.diagnostics(uri) == []
    files = [{"oldUri": (tmp_path / "src").as_uri(), "newUri": (tmp_path / "lib").as_uri()}]
    edit = client.request("workspace/willRenameFiles", {"files": files})
    (tmp_path / "src").rename(tmp_path / "lib")
    client.notify("workspace/didRenameFiles", {"files": files})
    client.wait_until(lambda: client.published(uri)[-1]["diagnostics"])
    assert rules(client.published(uri)[-1]["diagnostics"]) == ["ref-file-missing"] * 2
    (own,) = [each for each in edit["documentChanges"] if each["textDocument"]["uri"] == uri]
    client.change(uri, applied(TEXT, own["edits"]), 2)
    assert client.diagnostics(uri, 2) == []


def test_a_client_that_renames_first_gets_the_edits_then(
    client: InProcess, tmp_path: Path, uri: str
) -> None:
    operations = {"fileOperations": {"didRename": True}, "applyEdit": True}
    late = {"workspace": {**EDITS["workspace"], **operations}}
    client.initialize(late, workspaceFolders=folders(tmp_path))
    client.open(uri, TEXT, version=3)
    files = [{"oldUri": (tmp_path / "src").as_uri(), "newUri": (tmp_path / "lib").as_uri()}]
    (tmp_path / "src").rename(tmp_path / "lib")
    client.notify("workspace/didRenameFiles", {"files": files})

    def asked() -> list[Any]:
        return [each for each in client.requests if each["method"] == "workspace/applyEdit"]

    client.wait_until(asked)
    changes = asked()[0]["params"]["edit"]["documentChanges"]
    assert {"uri": uri, "version": 3} in [each["textDocument"] for each in changes]


def rename(client: InProcess, uri: str, text: str, name: str) -> Any:
    """Rename what is one character after `::`."""
    line = next(index for index, each in enumerate(text.split("\n")) if "::" in each)
    before = text.split("\n")[line].partition("::")[0] + "::"
    column = len(before.encode("utf-16-le")) // 2
    target = client.at("textDocument/prepareRename", uri, line, column)
    assert target["placeholder"] == "A"
    assert target["range"]["start"]["character"] == column
    return client.at("textDocument/rename", uri, line, column, newName=name)


def test_a_class_is_renamed_in_its_file_with_confirmation(
    client: InProcess, tmp_path: Path, uri: str
) -> None:
    client.initialize(CONFIRMS, workspaceFolders=folders(tmp_path))
    client.open(uri, TEXT, version=4)
    python = (tmp_path / "src" / "app.py").as_uri()
    unsaved = "# unsaved\n" + APP
    client.open(python, unsaved, version=9, language="python")
    edit = rename(client, uri, TEXT, "Better")
    changes = {each["textDocument"]["uri"]: each for each in edit["documentChanges"]}
    assert len(changes) == 3
    assert changes[uri]["textDocument"]["version"] == 4
    assert applied(TEXT, changes[uri]["edits"]) == TEXT.replace("::A", "::Better")
    assert not any("annotationId" in each for each in changes[uri]["edits"])
    there = changes[python]
    assert there["textDocument"]["version"] == 9
    after = applied(unsaved, there["edits"])
    assert after == unsaved.replace("class A(", "class Better(").replace('"A"', '"Better"')
    for each in there["edits"]:
        assert edit["changeAnnotations"][each["annotationId"]]["needsConfirmation"] is True
    # After both, nothing is missing.
    client.change(python, after, 10)
    client.change(uri, applied(TEXT, changes[uri]["edits"]), 5)
    assert client.diagnostics(uri, 5) == []


def test_only_the_ref_is_renamed_where_uses_are_not_certain(
    client: InProcess, tmp_path: Path, uri: str
) -> None:
    write(tmp_path / "src", APP + "A = A\n", "app.py")
    client.initialize(CONFIRMS, workspaceFolders=folders(tmp_path))
    client.open(uri, TEXT)
    edit = rename(client, uri, TEXT, "B")
    assert all(each["textDocument"]["uri"].endswith(".toml") for each in edit["documentChanges"])
    client.settle()
    (shown,) = [each for each in client.notifications if each["method"] == "window/showMessage"]
    assert "uses of `A`" in shown["params"]["message"]


@pytest.mark.parametrize("name", ["", "a b", "class", "1", "x.y"])
def test_a_class_needs_a_name_of_python(client: InProcess, uri: str, name: str) -> None:
    client.initialize(EDITS, rootUri=uri.rpartition("/")[0])
    client.open(uri, TEXT)
    with pytest.raises(ResponseError, match="not a valid Python name"):
        rename(client, uri, TEXT, name)


@pytest.mark.parametrize("name", ["Other", "fal"])
def test_a_name_that_the_file_has_already_is_refused(
    client: InProcess, tmp_path: Path, uri: str, name: str
) -> None:
    """Changed in the `ref` alone, it would load something else."""
    write(tmp_path / "src", APP + "\n\nclass Other: ...\n", "app.py")
    client.initialize(EDITS, rootUri=uri.rpartition("/")[0])
    client.open(uri, TEXT)
    with pytest.raises(ResponseError, match="already"):
        rename(client, uri, TEXT, name)
