"""How links, symbols, names, folds, lenses and hints look on the wire."""

from __future__ import annotations

from typing import Any

import pytest
from fal_lsp.ide.types import Fold, Hint, Lens, Link, RenameTarget, Symbol
from fal_lsp.project.python.source import Extent
from fal_lsp.rules.finding import FilePlace
from fal_lsp.text import Span
from fal_lsp.toml.types import TextEdit

from tests.support.lsp_client import InProcess
from tests.support.lsp_stubs import AB, CD, TEXT, URI, WIRE_AB, WIRE_CD, Asked, Stubs, answer, at


def test_a_definition_is_a_line_of_a_file_or_a_span() -> None:
    links = (Link(AB, FilePlace("/p/a b.py", 4)), Link(AB, CD))
    start = {"line": 4, "character": 0}
    there = {"start": start, "end": start}
    plain = answer("textDocument/definition", "definition", links, at(1, 0))
    assert plain == [
        {"uri": "file:///p/a%20b.py", "range": there},
        {"uri": URI, "range": WIRE_CD},
    ]
    with_links = {"textDocument": {"definition": {"linkSupport": True}}}
    rich = answer("textDocument/definition", "definition", links, at(1, 0), with_links)
    assert rich[0] == {
        "originSelectionRange": WIRE_AB,
        "targetUri": "file:///p/a%20b.py",
        "targetRange": there,
        "targetSelectionRange": there,
    }


@pytest.mark.parametrize(("encoding", "name", "end"), [("utf-8", 4, 10), ("utf-16", 2, 8)])
def test_the_definition_of_a_class_is_its_name_and_all_of_it(
    encoding: str, name: int, end: int
) -> None:
    extent = Extent((2, 0), (3, 6), "Öß", 5, "    x😀#")
    links = (Link(AB, FilePlace("/p/a.py", 3, extent)),)
    general = {"general": {"positionEncodings": [encoding]}}
    named = {"start": {"line": 3, "character": 6}, "end": {"line": 3, "character": 6 + name}}
    plain = answer("textDocument/definition", "definition", links, at(1, 0), general)
    assert plain == [{"uri": "file:///p/a.py", "range": named}]
    with_links = general | {"textDocument": {"definition": {"linkSupport": True}}}
    (rich,) = answer("textDocument/definition", "definition", links, at(1, 0), with_links)
    assert rich["targetSelectionRange"] == named
    whole = {"start": {"line": 2, "character": 0}, "end": {"line": 5, "character": end}}
    assert rich["targetRange"] == whole


def test_a_document_link_is_a_file_a_line_of_one_or_an_address() -> None:
    dockerfile = Link(AB, FilePlace("/p/Dockerfile", 0), "Open")
    links = (dockerfile, Link(AB, FilePlace("/p/a.py", 3)), Link(CD, "https://fal.ai"))
    assert answer("textDocument/documentLink", "document_link", links, {}) == [
        {"range": WIRE_AB, "target": "file:///p/Dockerfile", "tooltip": "Open"},
        {"range": WIRE_AB, "target": "file:///p/a.py#L4"},
        {"range": WIRE_CD, "target": "https://fal.ai"},
    ]


SYMBOLS = (
    Symbol("x", "app", Span(6, 19), AB, "app.py::A", children=(Symbol("image", "table", CD, CD),)),
)


def test_symbols_are_a_tree_or_a_list() -> None:
    tree = {"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}}
    rich = answer("textDocument/documentSymbol", "document_symbol", SYMBOLS, {}, tree)
    assert [(entry["name"], entry["kind"], entry["detail"]) for entry in rich] == [
        ("x", 2, "app.py::A")
    ]
    assert rich[0]["selectionRange"] == WIRE_AB
    assert [(entry["name"], entry["kind"]) for entry in rich[0]["children"]] == [("image", 19)]
    plain = answer("textDocument/documentSymbol", "document_symbol", SYMBOLS, {})
    assert [(entry["name"], entry.get("containerName")) for entry in plain] == [
        ("x", None),
        ("image", "x"),
    ]


def test_workspace_symbols_come_from_open_and_closed_files(tmp_path: Any) -> None:
    closed = tmp_path / "pyproject.toml"
    closed.write_text(TEXT, encoding="utf-8")
    with InProcess(Stubs({"workspace_symbol": Asked(SYMBOLS)})) as client:
        client.initialize(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "w"}])
        client.open(URI, TEXT)
        found = client.request("workspace/symbol", {"query": "x"})
        assert {entry["location"]["uri"] for entry in found} == {URI, closed.as_uri()}
        assert found[0]["location"]["range"] == WIRE_AB
        client.open(closed.as_uri(), TEXT)
        again = client.request("workspace/symbol", {"query": "x"})
        assert [entry["location"]["uri"] for entry in again] == [URI, closed.as_uri()]


def test_the_first_reference_is_the_declaration() -> None:
    for wanted, ranges in ((True, [WIRE_AB, WIRE_CD]), (False, [WIRE_CD])):
        params = {**at(1, 0), "context": {"includeDeclaration": wanted}}
        found = answer("textDocument/references", "references", (AB, CD), params)
        assert [entry["range"] for entry in found] == ranges
    marked = answer("textDocument/documentHighlight", "references", (AB, CD), at(1, 0))
    assert [entry["range"] for entry in marked] == [WIRE_AB, WIRE_CD]


def test_rename_edits_and_prepares() -> None:
    find = Asked((TextEdit(AB, "y"),))
    edit = answer("textDocument/rename", "rename", find, {**at(1, 1), "newName": "y"})
    assert edit == {"changes": {URI: [{"range": WIRE_AB, "newText": "y"}]}}
    assert find.arguments == (7, "y")
    assert answer("textDocument/rename", "rename", None, {**at(1, 1), "newName": "y"}) is None
    target = RenameTarget(AB, "ab")
    assert answer("textDocument/prepareRename", "prepare_rename", target, at(1, 1)) == {
        "range": WIRE_AB,
        "placeholder": "ab",
    }
    assert answer("textDocument/prepareRename", "prepare_rename", None, at(1, 1)) is None


def test_a_fold_has_more_than_one_line() -> None:
    folds = (Fold(Span(6, 19), "region"), Fold(AB))
    lines_only = {"textDocument": {"foldingRange": {"lineFoldingOnly": True}}}
    method = "textDocument/foldingRange"
    assert answer(method, "folding_range", folds, {}, lines_only) == [
        {"startLine": 1, "endLine": 2, "kind": "region"}
    ]
    assert answer(method, "folding_range", folds, {}) == [
        {"startLine": 1, "startCharacter": 0, "endLine": 2, "endCharacter": 6, "kind": "region"}
    ]


def test_a_selection_grows() -> None:
    spans = (AB, Span(6, 19))
    position = {"line": 1, "character": 1}
    found = answer(
        "textDocument/selectionRange", "selection_range", spans, {"positions": [position]}
    )
    assert found[0]["range"] == WIRE_AB
    assert found[0]["parent"]["range"]["end"] == {"line": 2, "character": 6}
    nothing = answer(
        "textDocument/selectionRange", "selection_range", (), {"positions": [position] * 2}
    )
    assert nothing == [{"range": {"start": position, "end": position}}] * 2


def test_a_lens_is_shown_where_its_command_can_be_run() -> None:
    lenses = (Lens(AB, "Run", "fal-lsp.run", ("x",)), Lens(AB, "Deploy", "fal-lsp.deploy", ("x",)))
    settings = {"commands": ["fal-lsp.run"]}
    assert answer("textDocument/codeLens", "code_lens", lenses, {}, {}, settings) == [
        {
            "range": WIRE_AB,
            "command": {"title": "Run", "command": "fal-lsp.run", "arguments": ["x", URI]},
        }
    ]


@pytest.mark.parametrize("commands", [[], ["fal-lsp.run"]])
def test_lenses_are_offered_to_clients_with_commands(commands: list[str]) -> None:
    with InProcess(Stubs({"code_lens": Asked(())})) as client:
        offered = client.initialize(initializationOptions={"commands": commands})
        assert ("codeLensProvider" in offered) == bool(commands)


def test_hints_are_off_until_they_are_switched_on() -> None:
    find = Asked((Hint(8, "1 h", "one hour"),))
    params = {"range": {**WIRE_AB, "end": WIRE_CD["end"]}}
    assert answer("textDocument/inlayHint", "inlay_hint", find, params) is None
    settings = {"inlayHints": {"enable": True}}
    assert answer("textDocument/inlayHint", "inlay_hint", find, params, {}, settings) == [
        {
            "position": {"line": 1, "character": 2},
            "label": "1 h",
            "tooltip": "one hour",
            "paddingLeft": True,
        }
    ]
    assert find.arguments == (Span(6, 15),)
