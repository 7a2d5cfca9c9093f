"""The addresses of the project are the same wherever a file has to repeat them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli
from fal_schema.addresses import DOCUMENTATION, REPOSITORY

ROOT = Path(__file__).parents[1]


def test_the_metadata_names_the_repository_and_the_documentation() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["urls"] == {
        "Homepage": REPOSITORY,
        "Documentation": DOCUMENTATION,
        "Repository": REPOSITORY,
        "Issues": f"{REPOSITORY}/issues",
        "Changelog": f"{REPOSITORY}/blob/main/CHANGELOG.md",
    }


def test_the_extension_names_the_same() -> None:
    package = json.loads((ROOT / "vscode-extension/package.json").read_text())
    assert package["repository"]["url"] == REPOSITORY
    assert package["bugs"] == f"{REPOSITORY}/issues"
    assert DOCUMENTATION.startswith(package["homepage"])


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("scripts/docs_site/zensical.toml", f'site_url = "{DOCUMENTATION}"'),
        ("scripts/docs_site/zensical.toml", f'repo_url = "{REPOSITORY}"'),
        ("README.md", f"]({DOCUMENTATION}rules/)"),
        ("docs/index.md", f"]({DOCUMENTATION}rules/)"),
        ("docs/ci.md", f"repo: {REPOSITORY}"),
        ("vscode-extension/scripts/package.mjs", f"'{REPOSITORY}'"),
    ],
)
def test_other_files_name_the_same(file: str, address: str) -> None:
    assert address in (ROOT / file).read_text(encoding="utf-8")
