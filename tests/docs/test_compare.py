"""Every cell of docs/compare.md and of the table in docs/schema.md is what the tools really do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.docs import comparison
from tests.support.docs import DOCS
from tests.support.lsp_client import Client

pytestmark = pytest.mark.peers

COMPARE = (DOCS / "compare.md").read_text(encoding="utf-8")
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")
SCHEMA = (DOCS / "schema.md").read_text(encoding="utf-8")
TOLD: dict[str, Callable[[str], object]] = {
    # Tombi names the type, not the value.
    "all mistakes at once": lambda said: (
        ("300" in said or "Integer" in said) and "machin_type" in said
    ),
    "line and column": lambda said: ":7:14" in said,
    "a misspelled key once, and not its neighbours": lambda said: _reports(said) == 1,
    "suggests the key that was probably meant": lambda said: "machine_type" in said,
}
CAPABILITIES = {
    "completion and hover": ("completionProvider", "hoverProvider"),
    "quick fixes": ("codeActionProvider",),
    "go to definition": ("definitionProvider",),
    "find references": ("referencesProvider",),
    "rename": ("renameProvider",),
    "code lenses (`fal run`, `fal deploy`)": ("codeLensProvider",),
    "format the file": ("documentFormattingProvider",),
    "TOML syntax highlighting": ("semanticTokensProvider",),
}


def _reports(said: str) -> int:
    """How many lines tell of the misspelled key."""
    return sum("machin_type" in line and " = " not in line for line in said.splitlines())


def _check(text: str, heading: str, tool: str, expected: dict[str, bool]) -> None:
    """The column of a tool in a table; a cell with a link is cited, not tested."""
    rows = comparison.table(text, heading)
    assert list(rows) == list(expected)
    shown = {name: cells[tool] for name, cells in rows.items()}
    true = {name: "✓" if value else "–" for name, value in expected.items()}
    assert {name: cell for name, cell in shown.items() if "][" not in cell} == {
        name: true[name] for name, cell in shown.items() if "][" not in cell
    }


def _mistakes(tool: str) -> dict[str, bool]:
    seen = dict(comparison.look(tool))
    assert not seen.pop(""), f"{tool} finds something in the project without a mistake"
    return seen


@pytest.mark.parametrize("tool", comparison.TOOLS)
def test_what_each_sees(tool: str) -> None:
    _check(COMPARE, "What each tool finds", tool, _mistakes(tool))


@pytest.mark.parametrize("tool", ["fal-lsp", "Tombi", "Taplo", "fal"])
def test_what_the_front_door_says_of_each(tool: str) -> None:
    shown = comparison.table(README, "How it compares")
    _check(README, "How it compares", tool, {name: _mistakes(tool)[name] for name in shown})


@pytest.mark.parametrize("tool", [tool for tool in comparison.TOOLS if not tool.startswith("fal")])
def test_what_a_schema_can_see(tool: str) -> None:
    _check(SCHEMA, "What the schema finds in each tool", tool, _mistakes(tool))


@pytest.mark.parametrize("tool", comparison.TOOLS)
def test_how_each_tells_it(tool: str, tmp_path: Path) -> None:
    said = comparison.words(tool, tmp_path)
    assert said
    expected = {name: bool(is_told(said)) for name, is_told in TOLD.items()}
    _check(COMPARE, "How each tool reports it", tool, expected)


@cache
def _capabilities(*command: str) -> dict[str, Any]:
    """What a server says it can do for a client that can run our commands."""
    program = Path(sys.executable).parent / command[0]
    with subprocess.Popen(
        [str(program), *command[1:]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin
        assert process.stdout
        client = Client(process.stdout, process.stdin)
        commands = {"commands": ["fal-lsp.run", "fal-lsp.deploy"]}
        answer = client.initialize({"textDocument": {}}, initializationOptions=commands)
        client.request("shutdown")
        client.notify("exit")
    return answer


@pytest.mark.parametrize(
    ("tool", "command"), [("fal-lsp", ("fal-lsp", "--stdio")), ("Tombi", ("tombi", "lsp"))]
)
def test_what_each_can_do_in_the_editor(tool: str, command: tuple[str, ...]) -> None:
    able = _capabilities(*command)
    expected = {name: all(able.get(key) for key in keys) for name, keys in CAPABILITIES.items()}
    _check(COMPARE, "In the editor", tool, expected)


def test_what_is_not_tested_is_cited() -> None:
    assert all(
        "][taplo]" in cells["Taplo"]
        for cells in comparison.table(COMPARE, "In the editor").values()
    )
