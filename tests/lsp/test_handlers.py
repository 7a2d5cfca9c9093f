"""How hovers, suggestions and code actions look on the wire."""

from __future__ import annotations

from typing import Any

import pytest
from fal_lsp.ide.types import CodeAction, Completion, Completions, Hover
from fal_lsp.lint.diagnostic import Diagnostic
from fal_lsp.memo import Memo
from fal_lsp.rules.finding import Severity
from fal_lsp.text import Span
from fal_lsp.toml.types import TextEdit

from tests.support.lsp_client import InProcess
from tests.support.lsp_stubs import (
    AB,
    CD,
    DOCUMENT,
    LITERALS,
    URI,
    WIRE_AB,
    WIRE_CD,
    Asked,
    answer,
    at,
)


def test_hover_is_markdown_where_the_client_takes_it() -> None:
    find = Asked(Hover(AB, "**bold** `code` [fal](https://fal.ai)"))
    markdown = {"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}}
    assert answer("textDocument/hover", "hover", find, at(0, 3), markdown) == {
        "contents": {"kind": "markdown", "value": "**bold** `code` [fal](https://fal.ai)"},
        "range": WIRE_AB,
    }
    # Column 3 in UTF-16 units is after the emoji and a blank.
    assert find.arguments == (2,)
    plain = answer("textDocument/hover", "hover", find, at(0, 3))
    assert plain["contents"] == {"kind": "plaintext", "value": "bold code fal (https://fal.ai)"}


def test_nothing_to_hover_is_null() -> None:
    assert answer("textDocument/hover", "hover", None, at(0, 0)) is None


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
            }
        }
    }
}
SUGGEST = {"commands": ["editor.action.triggerSuggest"]}


def test_the_typed_character_is_passed_on_if_an_editor_completes_because_of_it() -> None:
    for context, trigger in (
        ({"triggerKind": 2, "triggerCharacter": "["}, "["),
        ({"triggerKind": 1}, ""),
        (None, ""),
    ):
        find = Asked(Completions())
        answer("textDocument/completion", "completion", find, {**at(1, 2), "context": context})
        assert find.options["trigger"] == trigger


def test_a_suggestion_replaces_what_is_typed() -> None:
    find = Asked(Completions(SUGGESTIONS))
    found = answer("textDocument/completion", "completion", find, at(1, 2), RICH, SUGGEST)
    assert find.arguments == (8,)
    assert isinstance(find.options.pop("memo"), Memo)
    assert find.options == {"project": None, "snippets": True, "trigger": ""}
    assert found["isIncomplete"] is False
    assert found["items"] == [
        {
            "label": "keep_alive",
            "kind": 10,
            "sortText": "0000",
            "insertTextFormat": 2,
            "textEdit": {"range": WIRE_AB, "newText": "keep_alive = "},
            "labelDetails": {"detail": " integer", "description": "60"},
            "documentation": {"kind": "markdown", "value": "Seconds."},
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
        },
    ]


def test_a_text_with_a_blank_is_a_snippet_that_stands_for_itself() -> None:
    """Neovim 0.11 inserts of a plain text only what stands before the first blank."""
    texts = ('"M"', ' "M"', '{ TOKEN = "$TOKEN" }')
    find = Asked(
        Completions(Completion(str(n), "value", TextEdit(AB, t)) for n, t in enumerate(texts))
    )
    found = answer("textDocument/completion", "completion", find, at(1, 2), RICH)
    assert [
        (item.get("insertTextFormat"), item["textEdit"]["newText"]) for item in found["items"]
    ] == [
        (None, '"M"'),
        (2, ' "M"'),
        (2, '{ TOKEN = "\\$TOKEN" \\}'),
    ]


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_list_that_was_cut_says_so(is_cut: bool) -> None:
    cut = Completions(SUGGESTIONS)
    cut.is_incomplete = is_cut
    found = answer("textDocument/completion", "completion", Asked(cut), at(1, 2))
    assert found["isIncomplete"] is is_cut


def test_a_comma_that_is_missing_in_front_comes_along() -> None:
    comma = (TextEdit(Span(1, 1), ","),)
    find = Asked(Completions([Completion("b", "key", TextEdit(AB, "b"), also=comma)]))
    (item,) = answer("textDocument/completion", "completion", find, at(1, 2))["items"]
    at_one = {"line": 0, "character": 2}
    assert item["additionalTextEdits"] == [
        {"range": {"start": at_one, "end": at_one}, "newText": ","}
    ]


def test_a_simple_client_gets_all_at_once() -> None:
    find = Asked(Completions(SUGGESTIONS[:1]))
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


FOUND = Diagnostic("unknown-key", Severity.ERROR, "m", AB, "u")
ACTIONS = (
    CodeAction("fix", "quickfix", (TextEdit(AB, "x"),), (FOUND,), preferred=True),
    CodeAction("all", "source.fixAll.fal-lsp", (TextEdit(AB, "x"), TextEdit(CD, "y"))),
    CodeAction("turn", "refactor.rewrite", (TextEdit(CD, ""),)),
)


def actions(only: list[str] | None = None, capabilities: Any = LITERALS) -> Any:
    context = {"diagnostics": []} if only is None else {"diagnostics": [], "only": only}
    return answer(
        "textDocument/codeAction",
        "code_action",
        Asked(ACTIONS),
        {"range": WIRE_AB, "context": context},
        capabilities,
        diagnostics=(FOUND,),
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
        ([""], ["fix", "all", "turn"]),
    ],
)
def test_only_the_kinds_that_are_asked_for_come(only: list[str] | None, titles: list[str]) -> None:
    assert [action["title"] for action in actions(only)] == titles


def test_the_feature_is_told_which_kinds_are_asked_for() -> None:
    find = Asked(())
    params = {"range": WIRE_AB, "context": {"diagnostics": [], "only": ["source.fixAll"]}}
    answer("textDocument/codeAction", "code_action", find, params, LITERALS, diagnostics=(FOUND,))
    assert find.arguments == (AB, (FOUND,))
    options = {name: find.options[name] for name in ("kinds", "project", "defers")}
    assert options == {"kinds": {"source.fixAll.fal-lsp"}, "project": None, "defers": False}


def test_the_diagnostics_that_the_client_names_are_chosen() -> None:
    find = Asked(())
    named = {"range": WIRE_CD, "message": "m"}
    params = {"range": WIRE_AB, "context": {"diagnostics": [named]}}
    answer("textDocument/codeAction", "code_action", find, params, LITERALS)
    assert find.options["chosen"] == {CD}


def test_a_client_that_does_not_say_what_it_takes_gets_actions() -> None:
    assert [action["title"] for action in actions(capabilities={})] == ["fix", "all", "turn"]


LAZY = {
    "textDocument": {
        "codeAction": {
            **LITERALS["textDocument"]["codeAction"],
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        }
    }
}


@pytest.mark.parametrize("capabilities", [LITERALS, LAZY])
def test_fix_all_comes_with_its_edit_at_once_or_when_it_is_wanted(capabilities: Any) -> None:
    with InProcess() as client:
        client.initialize(capabilities)
        client.open(URI, '[tool.fal.apps.x]\nref = "a.py::A"\nno_scale = "true"\n')
        params = {**DOCUMENT, "range": WIRE_AB, "context": {"diagnostics": []}}
        (found,) = [
            action
            for action in client.request("textDocument/codeAction", params)
            if action["kind"].startswith("source")
        ]
        assert ("edit" in found) == (capabilities is LITERALS)
        if capabilities is LAZY:
            late = {**found, "data": [URI, 7]}
            assert client.request("codeAction/resolve", late) == late
            for data in (None, 5, [URI], ["file:///gone/pyproject.toml", 1], {"a": 1}):
                assert "edit" not in client.request("codeAction/resolve", {**found, "data": data})
            found = client.request("codeAction/resolve", found)
        edits = next(iter(found["edit"].values()))
        edits = edits[URI] if isinstance(edits, dict) else edits[0]["edits"]
        assert [edit["newText"] for edit in edits] == ["app_scale_settings", "false"]


@pytest.mark.parametrize("commands", [[], ["fal-lsp.explain"]])
def test_a_page_is_shown_by_a_command_of_the_client(commands: list[str]) -> None:
    with InProcess() as client:
        client.initialize(initializationOptions={"commands": commands})
        client.open(URI, "[tool.fal]\n[tool.fal.apps.x]\nref = 'a.py'\nauht = 1\n")
        span = {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 0}}
        params = {"textDocument": {"uri": URI}, "range": span, "context": {"diagnostics": []}}
        actions = client.request("textDocument/codeAction", params)
        explain = [each["command"] for each in actions if "command" in each]
        assert [each["command"] for each in explain] == commands
        assert all(each["arguments"][0] == "unknown-key" for each in explain)
        assert all("edit" in each or "command" in each or "data" in each for each in actions)
