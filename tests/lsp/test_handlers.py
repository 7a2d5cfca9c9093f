"""How the results of the features look on the wire, with features that answer what a test says."""

from __future__ import annotations

from typing import Any

import pytest
from fal_lsp.diagnostic import Diagnostic
from fal_lsp.ide._base import (
    ACTION_KINDS,
    CodeAction,
    Completion,
    Fold,
    Hint,
    Hover,
    Lens,
    Link,
    RenameTarget,
    Symbol,
)
from fal_lsp.lsp.handlers import REQUESTS
from fal_lsp.lsp.settings import SETTINGS
from fal_lsp.rules._base import FilePlace, Severity
from fal_lsp.text import Span
from fal_lsp.toml.vocabulary import TextEdit

from tests.support.lsp_client import InProcess
from tests.support.lsp_core import FakeCore

URI = "file:///p/pyproject.toml"
TEXT = "😀 = 1\nab = 2\ncd = 3\n"
AB, CD = Span(6, 8), Span(13, 15)
"""Where `ab` and `cd` stand, in code points."""
WIRE_AB = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 2}}
WIRE_CD = {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 2}}
DOCUMENT = {"textDocument": {"uri": URI}}


class Asked:
    """A feature that remembers what it was asked and answers what it was told to."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.arguments: tuple[Any, ...] = ()
        self.options: dict[str, Any] = {}

    def __call__(self, _: Any, *arguments: Any, **options: Any) -> Any:
        self.arguments, self.options = arguments, options
        return self.answer


def answer(
    method: str,
    feature: str,
    result: Any,
    params: dict[str, Any],
    capabilities: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
    found: tuple[Diagnostic, ...] = (),
) -> Any:
    """The answer to a request about `TEXT` where a feature answers `result`."""
    find = result if isinstance(result, Asked) else Asked(result)
    module = "rename" if feature == "prepare_rename" else feature
    with InProcess(FakeCore({feature: find, module: find}, found)) as client:
        client.initialize(capabilities, initializationOptions=settings)
        client.open(URI, TEXT)
        return client.request(method, {**DOCUMENT, **params})


def at(line: int, character: int) -> dict[str, Any]:
    return {"position": {"line": line, "character": character}}


# Hover


def test_hover_is_markdown_where_the_client_takes_it() -> None:
    find = Asked(Hover(AB, "**bold** `code` [fal](https://fal.ai)"))
    markdown = {"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}}
    assert answer("textDocument/hover", "hover", find, at(0, 3), markdown) == {
        "contents": {"kind": "markdown", "value": "**bold** `code` [fal](https://fal.ai)"},
        "range": WIRE_AB,
    }
    # Column 3 in UTF-16 units is behind the emoji and a blank.
    assert find.arguments == (2,)
    plain = answer("textDocument/hover", "hover", find, at(0, 3))
    assert plain["contents"] == {"kind": "plaintext", "value": "bold code fal (https://fal.ai)"}


def test_nothing_to_hover_is_null() -> None:
    assert answer("textDocument/hover", "hover", None, at(0, 0)) is None


# Completion

SUGGESTIONS = (
    Completion("keep_alive", "key", TextEdit(AB, "keep_alive = "), "Seconds.", " integer", "60"),
    Completion(
        "app",
        "snippet",
        TextEdit(AB, "x = $1"),
        filter_text="ab",
        snippet=True,
        deprecated=True,
        preselect=True,
        retrigger=True,
    ),
)
RICH = {
    "textDocument": {
        "completion": {
            "completionItem": {
                "snippetSupport": True,
                "labelDetailsSupport": True,
                "tagSupport": {"valueSet": [1]},
                "documentationFormat": ["markdown"],
                "resolveSupport": {"properties": ["documentation"]},
            }
        }
    }
}
SUGGEST = {"commands": ["editor.action.triggerSuggest"]}


def test_a_suggestion_replaces_what_is_typed() -> None:
    find = Asked(SUGGESTIONS)
    found = answer("textDocument/completion", "completion", find, at(1, 2), RICH, SUGGEST)
    assert find.arguments == (8,)
    assert find.options == {"project": None, "snippets": True}
    assert found["isIncomplete"] is False
    assert found["items"] == [
        {
            "label": "keep_alive",
            "kind": 10,
            "sortText": "0000",
            "textEdit": {"range": WIRE_AB, "newText": "keep_alive = "},
            "labelDetails": {"detail": " integer", "description": "60"},
            "data": [1, 0],
        },
        {
            "label": "app",
            "kind": 15,
            "sortText": "0001",
            "filterText": "ab",
            "preselect": True,
            "tags": [1],
            "insertTextFormat": 2,
            "textEdit": {"range": WIRE_AB, "newText": "x = $1"},
            "command": {"title": "Suggest", "command": "editor.action.triggerSuggest"},
            "data": [1, 1],
        },
    ]


def test_a_simple_client_gets_all_at_once() -> None:
    find = Asked(SUGGESTIONS[:1])
    found = answer("textDocument/completion", "completion", find, at(1, 2))
    assert find.options["snippets"] is False
    assert found["items"] == [
        {
            "label": "keep_alive",
            "kind": 10,
            "sortText": "0000",
            "textEdit": {"range": WIRE_AB, "newText": "keep_alive = "},
            "detail": "integer 60",
            "documentation": {"kind": "plaintext", "value": "Seconds."},
        }
    ]


def test_docs_are_resolved_while_they_are_remembered() -> None:
    with InProcess(FakeCore({"completion": Asked(SUGGESTIONS)})) as client:
        client.initialize(RICH)
        client.open(URI, TEXT)
        first = client.at("textDocument/completion", URI, 1, 2)["items"][0]
        second = client.at("textDocument/completion", URI, 1, 2)["items"][0]
        docs = {"kind": "markdown", "value": "Seconds."}
        assert client.request("completionItem/resolve", second)["documentation"] == docs
        assert client.request("completionItem/resolve", first)["documentation"] == docs
        for _ in range(5):
            client.at("textDocument/completion", URI, 1, 2)
        assert "documentation" not in client.request("completionItem/resolve", first)
        for data in (None, [1], ["a", "b"], [1, -1], [10**9, 0], {"a": 1}):
            item = {"label": "x", "data": data}
            assert client.request("completionItem/resolve", item)["label"] == "x"


# Code actions

FOUND = Diagnostic("unknown-key", Severity.ERROR, "m", AB, "u")
ACTIONS = (
    CodeAction("fix", "quickfix", (TextEdit(AB, "x"),), (FOUND,), preferred=True),
    CodeAction("all", "source.fixAll.fal-lsp", (TextEdit(AB, "x"), TextEdit(CD, "y"))),
    CodeAction("turn", "refactor.rewrite", (TextEdit(CD, ""),)),
)
KINDS = {"codeActionKind": {"valueSet": ["quickfix"]}}
LITERALS = {
    "textDocument": {"codeAction": {"codeActionLiteralSupport": KINDS}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


def actions(only: list[str] | None = None, capabilities: Any = LITERALS) -> Any:
    context = {"diagnostics": []} if only is None else {"diagnostics": [], "only": only}
    return answer(
        "textDocument/codeAction",
        "code_action",
        Asked(ACTIONS),
        {"range": WIRE_AB, "context": context},
        capabilities,
        found=(FOUND,),
    )


def test_a_code_action_edits_the_version_that_was_looked_at() -> None:
    first = actions()[0]
    assert first == {
        "title": "fix",
        "kind": "quickfix",
        "isPreferred": True,
        "diagnostics": [
            {
                "range": WIRE_AB,
                "severity": 1,
                "code": "unknown-key",
                "source": "fal-lsp",
                "message": "m",
            }
        ],
        "edit": {
            "documentChanges": [
                {
                    "textDocument": {"uri": URI, "version": 1},
                    "edits": [{"range": WIRE_AB, "newText": "x"}],
                }
            ]
        },
    }


def test_a_client_without_versioned_edits_gets_plain_ones() -> None:
    plain = {"textDocument": LITERALS["textDocument"]}
    edit = {"changes": {URI: [{"range": WIRE_CD, "newText": ""}]}}
    assert actions(["refactor"], plain)[0]["edit"] == edit


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        (None, ["fix", "all", "turn"]),
        ([], ["fix", "all", "turn"]),
        (["quickfix"], ["fix"]),
        (["source"], ["all"]),
        (["source.fixAll"], ["all"]),
        (["source.fixAll.fal-lsp"], ["all"]),
        (["source.fixAll.ruff"], []),
        (["source.organizeImports"], []),
        (["refactor", "quickfix"], ["fix", "turn"]),
        (["quick"], []),
    ],
)
def test_only_the_kinds_that_are_asked_for_come(only: list[str] | None, titles: list[str]) -> None:
    assert [action["title"] for action in actions(only)] == titles


def test_the_feature_is_told_which_kinds_are_asked_for() -> None:
    find = Asked(())
    params = {"range": WIRE_AB, "context": {"diagnostics": [], "only": ["source.fixAll"]}}
    answer("textDocument/codeAction", "code_action", find, params, LITERALS, found=(FOUND,))
    assert find.arguments == (AB, (FOUND,))
    assert find.options == {"kinds": {"source.fixAll.fal-lsp"}, "project": None}


def test_a_client_that_knows_only_commands_gets_no_actions() -> None:
    assert actions(capabilities={}) is None


# Navigation


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


def test_a_document_link_is_a_file_or_an_address() -> None:
    links = (Link(AB, FilePlace("/p/Dockerfile", 0), "Open"), Link(CD, "https://fal.ai"))
    assert answer("textDocument/documentLink", "document_link", links, {}) == [
        {"range": WIRE_AB, "target": "file:///p/Dockerfile", "tooltip": "Open"},
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
    with InProcess(FakeCore({"workspace_symbol": Asked(SYMBOLS)})) as client:
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


# The rest


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
    with InProcess(FakeCore({"code_lens": Asked(())})) as client:
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


@pytest.mark.parametrize("row", REQUESTS, ids=lambda row: row.method)
def test_every_request_can_be_switched_off(row: Any) -> None:
    assert f"{row.setting}.enable" in {setting.name for setting in SETTINGS}

    def find(*_: object, **__: object) -> None:
        raise AssertionError("it is switched off")

    with InProcess(FakeCore({row.feature: find, row.function: find})) as client:
        client.initialize(initializationOptions={row.setting: {"enable": False}})
        client.open(URI, TEXT)
        params = {
            **DOCUMENT,
            **at(0, 0),
            "range": WIRE_AB,
            "context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1},
            "newName": "x",
            "query": "x",
            "label": "x",
            "positions": [],
        }
        assert client.request(row.method, params) is None


def test_a_feature_that_does_not_exist_is_not_offered() -> None:
    with InProcess(FakeCore()) as client:
        offered = client.initialize(initializationOptions={"commands": ["fal-lsp.run"]})
        assert offered.keys() == {"positionEncoding", "textDocumentSync", "workspace"}


def test_every_kind_of_action_is_offered() -> None:
    with InProcess(FakeCore({"code_action": Asked(())})) as client:
        assert client.initialize()["codeActionProvider"]["codeActionKinds"] == list(ACTION_KINDS)


def test_a_burst_of_changes_is_parsed_when_somebody_asks() -> None:
    core = FakeCore({"hover": Asked(None)})
    with InProcess(core) as client:
        client.initialize({"textDocument": {"diagnostic": {}},
                           "workspace": {"diagnostics": {"refreshSupport": True}}})  # fmt: skip
        client.open(URI, TEXT)
        for version in range(2, 30):
            client.change(URI, TEXT + "#" * version, version)
        client.settle()
        assert core.parsed == 0
        client.at("textDocument/hover", URI, 0, 0)
        assert core.parsed == 1
