"""What other projects get of ours: every file can be read, and says what we say elsewhere."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import tomli
from fal_lsp import __version__
from ruamel.yaml import YAML

from tests.support import docs

ROOT = Path(__file__).parents[2]
CONTRIB = ROOT / "contrib"
FILES = sorted(path for path in CONTRIB.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONTRIB)))
def test_a_file_can_be_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    if path.suffix == ".json":
        json.loads(text)
    elif path.suffix == ".sublime-settings":
        json.loads(re.sub(r"^//.*$", "", text, flags=re.MULTILINE))
    elif path.suffix == ".toml":
        tomli.loads(text)
    elif path.suffix in (".yaml", ".yml"):
        assert list(YAML(typ="safe").load_all(text))
    elif path.suffix == ".py":
        ast.parse(text)


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("mason/packages/fal-lsp/package.yaml", r"fal-lsp@(\S+)"),
        ("zed/extension.toml", r'^version = "(.+)"$'),
        ("zed/Cargo.toml", r'^version = "(.+)"$'),
        ("claude-code/.claude-plugin/plugin.json", r'"version": "(.+)"'),
    ],
)
def test_the_versions_are_ours(file: str, pattern: str) -> None:
    found = re.search(pattern, (CONTRIB / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    assert found[1] == __version__


def test_each_directory_has_its_row() -> None:
    rows = re.findall(r"^\| `([^/`]+)/", (CONTRIB / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(path.name for path in CONTRIB.iterdir() if path.is_dir())


def test_coc_gets_what_the_page_shows() -> None:
    shown = docs.snippets("editors/vim.md", "coc.nvim", "json")[0]
    assert json.loads(shown) == json.loads((CONTRIB / "coc/coc-settings.json").read_text())
