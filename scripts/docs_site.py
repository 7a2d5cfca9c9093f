"""Hooks of the site: pages that stand outside of docs/, and the links from and to them.

Knows which files of the repository are pages of the site. The sources keep the links that work in
the repository; here they are turned into those of the site, and a link to a file that is no page
becomes its name. A link that leads nowhere in the repository raises `PluginError`.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "schema/REFERENCE.md": "reference.md",
    "CONTRIBUTING.md": "contributing.md",
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
}
"""Pages from elsewhere in the repository."""
FILES = {
    "schema/fal_schema/tool-fal.schema.json": "schema/tool-fal.schema.json",
    "schema/pyproject.schema.json": "schema/pyproject.schema.json",
    "schema/partial-fal.json": "schema/partial-fal.json",
}
"""The schemas, at the addresses that their `$id` names."""
SAME = {"README.md": "index.md", "vscode-extension": "editors/vscode.md"}
"""What the site has another page for."""
_NAMED_BLOCK = re.compile(r"^```(\w+) ([^\s=]+)$", re.MULTILINE)
"""A block with the name of its file: GitHub reads past it, Python-Markdown loses the page's end."""
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]*)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what stands outside of docs/."""
    for source, name in (PAGES | FILES).items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn the links of a page, and the names of its blocks, into those of the site."""
    sources = {name: source for source, name in PAGES.items()}
    here = page.file.src_uri
    source = sources.get(here, f"docs/{here}")

    def turned(match: re.Match[str]) -> str:
        mark, text, target, anchor = match.groups()
        if not target or re.match(r"[a-z]+:", target):
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        if not (ROOT / path).exists():
            raise PluginError(f"{source}: {target} does not exist")
        known = PAGES | FILES | SAME
        name = path.removeprefix("docs/") if path.startswith("docs/") else known.get(path)
        if name is None:
            return text
        relative = posixpath.relpath(name, posixpath.dirname(here) or ".")
        return f"{mark}[{text}]({relative}{anchor or ''})"

    return _NAMED_BLOCK.sub(r'```\1 title="\2"', _LINK.sub(turned, markdown))
