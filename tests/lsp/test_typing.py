"""Types the specification's "Container Image" example from an empty file, over real stdio."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from fal_lsp.ide.types import Completion
from fal_lsp.text import LineIndex, Span
from fal_lsp.toml.types import TextEdit

from tests.support.completion import EXAMPLES, FIRST, applied, goal, is_known, words
from tests.support.lsp_client import Process

NAME = "dockerfile"
CAPABILITIES = {
    "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
}


def accepted(text: str, item: dict[str, Any]) -> str:
    """The text up to the end of the suggestion, once it is accepted."""
    lines = LineIndex(text)
    ends = (item["textEdit"]["range"][side] for side in ("start", "end"))
    span = Span(*(lines.offset(end["line"], end["character"], "utf-16") for end in ends))
    edit = TextEdit(span, item["textEdit"]["newText"])
    snippet = item.get("insertTextFormat") == 2
    return applied(text, Completion(item["label"], "key", edit, snippet=snippet))


@pytest.mark.parametrize("capabilities", [{}, CAPABILITIES], ids=["plain", "snippets"])
def test_the_right_item_is_among_the_first_after_each_character(
    capabilities: dict[str, Any], tmp_path: Path
) -> None:
    shutil.copytree(EXAMPLES / NAME, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text("", encoding="utf-8")
    inside = {
        offset: (start, end)
        for start, end in words(text)
        if is_known(NAME, text[start:end])
        for offset in range(start + 1, end)
    }
    assert len(inside) > 100
    late = []
    with Process() as client:
        client.initialize(capabilities, rootUri=tmp_path.as_uri())
        client.open(path.as_uri(), "", version=0)
        for offset in range(1, len(text) + 1):
            typed = text[:offset]
            client.change(path.as_uri(), typed, version=offset)
            line, column = LineIndex(typed).position(offset, "utf-16")
            items = client.at("textDocument/completion", path.as_uri(), line, column)["items"]
            if offset not in inside:
                continue
            wanted = goal(text, *inside[offset])
            if not any(accepted(typed, item).startswith(wanted) for item in items[:FIRST]):
                late.append((typed[-40:], [item["label"] for item in items[:FIRST]]))
        client.diagnostics(path.as_uri(), len(text))
    assert not late
