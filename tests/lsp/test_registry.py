"""Which requests are offered and answered, and which can be switched off."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fal_lsp.ide.types import ACTION_KINDS
from fal_lsp.lsp.handlers import REQUESTS
from fal_lsp.lsp.settings import SETTINGS

from tests.support.lsp_client import InProcess
from tests.support.lsp_stubs import (
    DOCUMENT,
    LITERALS,
    TEXT,
    URI,
    WIRE_AB,
    Asked,
    Stubs,
    at,
)

EXTENSION = Path(__file__).parents[2] / "vscode-extension"
UNCHANGED = {"codeAction/resolve": {"title": "x"}}


FEATURES = [row for row in REQUESTS if row.setting]


@pytest.mark.parametrize("row", FEATURES, ids=lambda row: row.method)
def test_every_request_can_be_switched_off(row: Any) -> None:
    assert f"{row.setting}.enable" in {setting.name for setting in SETTINGS}

    with InProcess(Stubs()) as client:
        client.initialize(initializationOptions={row.setting: {"enable": False}})
        client.open(URI, TEXT)
        params = {
            **DOCUMENT,
            **at(0, 0),
            "range": WIRE_AB,
            "context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1},
            "newName": "x",
            "query": "x",
            "files": [{"oldUri": "file:///a.py", "newUri": "file:///b.py"}],
            "title": "x",
            "positions": [],
        }
        assert client.request(row.method, params) == UNCHANGED.get(row.method)


def test_vs_code_does_not_request_for_python_files_what_they_have_not() -> None:
    client = (EXTENSION / "src/client.ts").read_text(encoding="utf-8")
    middleware = client.partition("const withoutPython")[2].partition("};")[0]
    names = re.findall(r"^  (?:provide)?(\w+?)s?: \(document", middleware, re.MULTILINE)
    # What cannot be prepared is not renamed.
    left = {
        row.method.partition("/")[2]
        for row in FEATURES
        if row.on_document and row.in_python is None and row.method != "textDocument/rename"
    }
    assert {name[0].lower() + name[1:] for name in names} == left


def test_every_kind_of_action_is_offered() -> None:
    with InProcess(Stubs({"code_action": Asked(())})) as client:
        offered = client.initialize(LITERALS)["codeActionProvider"]
        assert offered["codeActionKinds"] == list(ACTION_KINDS)


def test_a_client_that_does_not_say_what_it_takes_is_offered_actions() -> None:
    with InProcess(Stubs({"code_action": Asked(())})) as client:
        assert client.initialize()["codeActionProvider"]["codeActionKinds"] == list(ACTION_KINDS)


def test_a_burst_of_changes_is_parsed_when_somebody_asks() -> None:
    core = Stubs({"hover": Asked(None)})
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
