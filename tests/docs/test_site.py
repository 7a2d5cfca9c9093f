"""The site of the documentation: its pages, its links, and what the program links to."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from docs_site import links, llms, rule_pages
from fal_lsp.rules import ALL
from fal_schema.addresses import DOCUMENTATION

ROOT = Path(__file__).parents[2]
_BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = ROOT / "build" / "docs-env" / _BIN / "python"
"""What `make docs` installs."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh build; a link that leads nowhere stops it."""
    if not PYTHON.exists():
        pytest.skip("`make docs` has not installed what builds the site")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [PYTHON, "-m", "docs_site", "--build", folder],
        cwd=ROOT / "scripts",
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.mark.peers
def test_the_program_links_to_what_the_site_has(site: Path) -> None:
    for rule in ALL:
        assert rule.url.startswith(DOCUMENTATION)
        page = site / rule.url.removeprefix(DOCUMENTATION) / "index.html"
        assert f'<h1 id="{rule.name}">' in page.read_text(encoding="utf-8")
    for path in (*ROOT.glob("schema/*.schema.json"), *ROOT.glob("schema/*/*.schema.json")):
        schema = json.loads(path.read_bytes())
        file = site / schema["$id"].removeprefix(DOCUMENTATION)
        assert json.loads(file.read_bytes()) == schema
    for line in (site / "llms.txt").read_text(encoding="utf-8").splitlines():
        if "](" in line:
            address = line.partition("](")[2].partition(")")[0]
            assert (site / address.removeprefix(DOCUMENTATION)).is_file(), line


def test_each_rule_is_in_the_table_and_in_the_navigation() -> None:
    pages = rule_pages.all_pages()
    navigation = rule_pages.navigation()
    for rule in ALL:
        row = f"| [`{rule.name}`]({rule.name}.md) |"
        (line,) = (line for line in pages["rules/index.md"].splitlines() if line.startswith(row))
        assert line.endswith(f"| {rule.fixable or ''} | {rule.since} |")
        assert f">{rule.severity.value}<" in line
        assert f"[{rule.name}]({rule.name}.md)" in navigation


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ('<a href="two/">', ""),
        ('<a href="two/#there">', ""),
        ('<a href="https://example.com/">', ""),
        ('<link rel="canonical" href="https://example.com/">', ""),
        ('<a href="two/#gone">', "two/#gone has no such anchor"),
        ('<a href="three/">', "three/ does not exist"),
        ('<img src="https://example.com/x.png">', "is loaded from another site"),
        ('<link rel="stylesheet" href="https://example.com/x.css">', "is loaded from another site"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, link: str, wrong: str) -> None:
    (tmp_path / "two").mkdir()
    (tmp_path / "index.html").write_text(link, encoding="utf-8")
    (tmp_path / "two" / "index.html").write_text('<h2 id="there">', encoding="utf-8")
    found = links.broken(tmp_path)
    assert len(found) == bool(wrong)
    assert all(wrong in line for line in found)


def test_what_only_the_site_understands_is_not_in_the_markdown() -> None:
    text = '---\ntitle: x\n---\n# `x` { #x }\n\n<div class="y" markdown>\n\nText\n{ .facts }\n'
    assert llms.plain(text) == "# `x`\n\n\nText\n"
