"""Checks that a tag such as `v1.2.3` is the version of every package that it releases.

    python scripts/release_version.py v1.2.3

The version is written in pyproject.toml, in the extension's package.json and as a heading of
CHANGELOG.md. Prints what differs; exits with 1 then.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def versions(root: Path) -> dict[str, str | None]:
    """The version that each file names; the changelog's is its newest one."""
    project = re.search(r'^version = "(.+)"$', (root / "pyproject.toml").read_text(), re.MULTILINE)
    package = json.loads((root / "vscode-extension/package.json").read_text())
    changes = re.search(r"^## (\d\S*)", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    module = re.search(
        r'^__version__ = "(.+)"$', (root / "server/fal_lsp/__init__.py").read_text(), re.MULTILINE
    )
    return {
        "pyproject.toml": project and project[1],
        "server/fal_lsp/__init__.py": module and module[1],
        "vscode-extension/package.json": package["version"],
        "CHANGELOG.md": changes and changes[1],
    }


def main(tag: str) -> int:
    """Compare a tag with the files."""
    wrong = {file: found for file, found in versions(ROOT).items() if f"v{found}" != tag}
    for file, found in wrong.items():
        print(f"{file}: {found or 'no version'}, but the tag is {tag}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
