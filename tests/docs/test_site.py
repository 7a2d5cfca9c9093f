"""The site is built in strict mode, and has what the program links to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fal_lsp.rules import ALL
from fal_schema import json_schema

ROOT = Path(__file__).parents[2]
HOME = "https://fal-lsp.readthedocs.io/en/latest/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh build; a link that leads nowhere stops it."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_page_of_each_rule_is_where_the_program_says(site: Path) -> None:
    page = (site / "rules" / "index.html").read_text(encoding="utf-8")
    anchors = set(re.findall(r'<h2 id="([^"]+)"', page))
    for rule in ALL:
        assert rule.url == f"{HOME}rules/#{rule.name}"
        assert rule.name in anchors


@pytest.mark.parametrize("flavour", ["tool", "pyproject"])
def test_the_schemas_are_where_they_say(site: Path, flavour: json_schema.Flavour) -> None:
    schema = json_schema.build(flavour)
    file = site / schema["$id"].removeprefix(HOME)
    assert json.loads(file.read_bytes()) == schema


def test_reading_a_page_asks_nobody_else(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert (
            re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="https?://(?!fal-lsp\.)', text) == []
        )
