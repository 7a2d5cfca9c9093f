"""Random edits and requests: nothing fails, versions rise, and the end is as if opened afresh.

`FAL_LSP_SOAK=10000` makes it long.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from fal_lsp.lsp.handlers import REQUESTS
from lsprotocol import types

from tests.support.corpus import cases
from tests.support.lsp_client import InProcess

STEPS = int(os.environ.get("FAL_LSP_SOAK", "300"))
URI = "file:///nowhere/pyproject.toml"
PIECES = [
    "\n[tool.fal.apps.x]\n", "\n[tool.fal.apps.x.image]\n", "ref = ", "image = {", "}", "[", "]",
    '"', "'", '"""', "=", "\n", "\r\n", "\r", "#", "😀", "漢", "\u2028", "a", ".", "auth", " = ",
    "true", "1", ",", "keep_alive = 5400\n", "machine_type = [\n", "\ufeff", "\x00", "\\",
]  # fmt: skip
METHODS = [*(row.method for row in REQUESTS if row.setting), types.TEXT_DOCUMENT_DIAGNOSTIC]


def edited(text: str, chance: random.Random) -> str:
    """The text with something put in or taken out; not above a size."""
    at = chance.randint(0, len(text))
    if chance.random() < 0.4 or len(text) > 4000:
        return text[:at] + text[at + chance.randint(1, 60) :]
    return text[:at] + chance.choice(PIECES) + text[at:]


def params(text: str, chance: random.Random) -> dict[str, Any]:
    """Parameters that fit every request."""
    line = chance.randint(0, text.count("\n") + 1)
    position = {"line": line, "character": chance.randint(0, 40)}
    return {
        "textDocument": {"uri": URI},
        "position": position,
        "positions": [position],
        "range": {"start": {"line": 0, "character": 0}, "end": position},
        "context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1},
        "newName": chance.choice(["x", "a b", "auth", "漢"]),
        "query": chance.choice(["", "x", "A"]),
        "label": "auth",
        "title": "Remove it",
        "files": [{"oldUri": "file:///nowhere/a.py", "newUri": "file:///nowhere/b.py"}],
    }


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_random_edits_and_requests(encoding: str, seed: int) -> None:
    chance = random.Random(seed)
    text = chance.choice(cases()).text
    capabilities = {
        "general": {"positionEncodings": [encoding]},
        "textDocument": {
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            "completion": {"completionItem": {"snippetSupport": True}},
        },
    }
    settings = {"inlayHints": {"enable": True}, "commands": ["fal-lsp.run", "fal-lsp.deploy"]}
    with InProcess() as client, InProcess() as fresh:
        for each in (client, fresh):
            each.initialize(capabilities, initializationOptions=settings)
        client.open(URI, text, version=0)
        for version in range(1, STEPS // 6 + 1):
            text = edited(text, chance)
            client.change(URI, text, version)
            client.request(chance.choice(METHODS), params(text, chance))
        fresh.open(URI, text, version=version)
        assert client.diagnostics(URI, version) == fresh.diagnostics(URI, version)
        versions = [entry["version"] for entry in client.published(URI)]
        assert versions == sorted(versions)
        for method in METHODS:
            given = params(text, chance)
            answers = [each.request(method, given) for each in (client, fresh)]
            if method == types.TEXT_DOCUMENT_DIAGNOSTIC:
                answers = [answer["items"] for answer in answers]
            assert answers[0] == answers[1], method
