"""What is offered to the clients that people use, and that it is answered.

The capabilities are those that pytest-lsp recorded from the editors, and VS Code's of 2025, which
also pulls diagnostics.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.support.lsp_client import InProcess, Process, ResponseError

EDITORS = {
    "VS Code 1.65": "visual_studio_code_v1.65.2",
    "Neovim 0.6": "neovim_v0.6.1",
    "Neovim 0.10": "neovim_v0.10.0",
    "Neovim 0.11": "neovim_v0.11.0",
    "Emacs 29": "emacs_v29.1",
}
URI = "file:///nowhere/pyproject.toml"
TEXT = """\
# 😀 \u2028 漢
[tool.fal.apps.x]
ref = "app.py::A"
keep_alive = 5400
"é😀" = 1
"""


def capabilities(editor: str) -> dict[str, Any]:
    name = EDITORS.get(editor, EDITORS["VS Code 1.65"])
    recorded = files("pytest_lsp.clients").joinpath(f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(recorded)
    found = found.get("capabilities", found)
    if editor == "VS Code 2025":
        found["textDocument"]["diagnostic"] = {"dynamicRegistration": True}
        found["workspace"]["diagnostics"] = {"refreshSupport": True}
        found["general"]["positionEncodings"] = ["utf-16"]
    return found


@pytest.fixture(scope="module", params=[*EDITORS, "VS Code 2025"])
def client(request: pytest.FixtureRequest) -> Iterator[Process]:
    with Process() as client:
        client.editor = request.param  # type: ignore[attr-defined]
        client.settings = {"inlayHints": {"enable": True}}
        client.initialize(
            capabilities(request.param),
            initializationOptions={"commands": ["fal-lsp.run", "fal-lsp.deploy"]},
        )
        client.open(URI, TEXT)
        yield client


AT = {"textDocument": {"uri": URI}, "position": {"line": 1, "character": 16}}
ALL = {"start": {"line": 0, "character": 0}, "end": {"line": 5, "character": 0}}

# A capability, and a request that it promises an answer to.
PROMISES: dict[str, tuple[str, dict[str, Any]]] = {
    "completionProvider": ("textDocument/completion", AT),
    "hoverProvider": ("textDocument/hover", AT),
    "definitionProvider": ("textDocument/definition", AT),
    "referencesProvider": (
        "textDocument/references",
        {**AT, "context": {"includeDeclaration": True}},
    ),
    "documentHighlightProvider": ("textDocument/documentHighlight", AT),
    "documentSymbolProvider": ("textDocument/documentSymbol", AT),
    "codeActionProvider": (
        "textDocument/codeAction",
        {**AT, "range": ALL, "context": {"diagnostics": []}},
    ),
    "codeLensProvider": ("textDocument/codeLens", AT),
    "documentLinkProvider": ("textDocument/documentLink", AT),
    "workspaceSymbolProvider": ("workspace/symbol", {"query": "x"}),
    "renameProvider": ("textDocument/rename", {**AT, "newName": "y"}),
    "foldingRangeProvider": ("textDocument/foldingRange", AT),
    "selectionRangeProvider": (
        "textDocument/selectionRange",
        {**AT, "positions": [AT["position"]]},
    ),
    "inlayHintProvider": ("textDocument/inlayHint", {**AT, "range": ALL}),
    "diagnosticProvider": ("textDocument/diagnostic", AT),
}
NO_REQUEST = {"positionEncoding", "textDocumentSync", "workspace"}


def test_every_capability_is_answered(client: Process) -> None:
    offered = client.server.keys() - NO_REQUEST
    new = sorted(offered - PROMISES.keys())
    assert not new, f"add a row to PROMISES for {new}"
    for name in sorted(offered):
        method, params = PROMISES[name]
        answer = client.request(method, params)
        assert answer is not None, f"{method}: `TEXT` must have something at the place in PROMISES"


def test_a_suggestion_is_whole(client: Process) -> None:
    """Neovim and Eglot resolve what they insert, and lose it where the next key comes first."""
    assert not client.server["completionProvider"].get("resolveProvider")
    at = {**AT, "position": {"line": 5, "character": 0}}
    items = client.request("textDocument/completion", at)["items"]
    assert items
    assert all(item["documentation"]["value"] for item in items)
    assert not any("data" in item for item in items), "Eglot resolves what has data"


def test_prepare_rename_is_answered(client: Process) -> None:
    if client.server.get("renameProvider") != {"prepareProvider": True}:
        pytest.skip("renaming is not prepared")
    assert client.request("textDocument/prepareRename", AT)["placeholder"] == "x"


def test_what_is_not_offered_is_refused(client: Process) -> None:
    with pytest.raises(ResponseError) as raised:
        client.request("textDocument/formatting", {**AT, "options": {}})
    assert raised.value.code == -32601


def test_positions_are_in_the_encoding_that_was_agreed_on(client: Process) -> None:
    encoding = client.server["positionEncoding"]
    offered = capabilities(client.editor).get("general", {}).get("positionEncodings")  # type: ignore[attr-defined]
    assert encoding == (offered or ["utf-16"])[0]
    report = client.request("textDocument/diagnostic", AT)
    found = [item["range"] for item in report["items"] if item["code"] == "unknown-key"]
    width = {"utf-8": 8, "utf-16": 5, "utf-32": 4}[encoding]
    assert found == [{"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": width}}]


def test_diagnostics_come_one_way(client: Process) -> None:
    client.change(URI, TEXT + "# more\n", 2)
    client.settle()
    pulls = "diagnosticProvider" in client.server
    assert pulls == (client.editor == "VS Code 2025")  # type: ignore[attr-defined]
    if pulls:
        assert client.published(URI) == []
    else:
        assert client.diagnostics(URI, 2)


def test_no_message_box_popped_up(client: Process, tmp_path: Path) -> None:
    client.settle()
    assert not [entry for entry in client.notifications if entry["method"] == "window/showMessage"]


@pytest.mark.parametrize(("has_plugin", "is_sent"), [(False, False), (True, True)])
def test_neovim_filters_by_no_text_of_ours(has_plugin: bool, is_sent: bool) -> None:
    """Neovim 0.11 inserts the text to filter by; plugins for completion need it."""
    item = {"snippetSupport": True, "insertReplaceSupport": has_plugin}
    with InProcess() as client:
        client.initialize(
            {"textDocument": {"completion": {"completionItem": item}}},
            clientInfo={"name": "Neovim"},
        )
        client.open("file:///x/pyproject.toml", "[tool.fal.apps.x]\nidle_t\n")
        (found,) = client.at("textDocument/completion", "file:///x/pyproject.toml", 1, 6)["items"]
        assert found["label"] == "keep_alive"
        assert ("filterText" in found) == is_sent


@pytest.mark.parametrize(
    ("line", "label", "in_neovim", "elsewhere"),
    [
        ('auth = "sh|"', "shared", 'auth = "shared|"', 'auth = "shared"|'),
        ('auth = "|private"', "shared", None, 'auth = "shared"|'),
        ('regions = ["us-e|"]', "us-east", 'regions = ["us-east|"]', 'regions = ["us-east"|]'),
        ('auth = "sh|', "shared", 'auth = "shared"|', 'auth = "shared"|'),
        ("au|", "auth", "auth = |", "auth = |"),
    ],
)
def test_a_suggestion_leaves_what_is_behind_the_cursor_of_neovim(
    line: str, label: str, in_neovim: str | None, elsewhere: str
) -> None:
    """Neovim 0.11 only inserts: what it leaves behind the cursor must not come twice."""
    column = line.index("|")
    for name, expected in (("Neovim", in_neovim), ("Other", elsewhere)):
        with InProcess() as client:
            client.initialize(clientInfo={"name": name})
            text = f"[tool.fal.apps.x]\n{line.replace('|', '')}\n"
            client.open("file:///x/pyproject.toml", text)
            items = client.at("textDocument/completion", "file:///x/pyproject.toml", 1, column)
            found = [item for item in items["items"] if item["label"] == label]
            if expected is None:
                assert not found
                continue
            edit = found[0]["textEdit"]
            span = edit["range"]
            assert name != "Neovim" or span["end"]["character"] == column
            old = line.replace("|", "")
            done = old[: span["start"]["character"]] + edit["newText"] + "|"
            assert done + old[span["end"]["character"] :] == expected
