"""Collects the pages of the site as Markdown in one directory.

Knows which files of the repository are pages. The sources keep the links that work in the
repository; here they are turned into those of the site, and a link to a file that is no page
leads to the repository. A link to a file that does not exist raises `FileNotFoundError`.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path

from fal_schema.addresses import DOCUMENTATION, PAGES_OF_RULES, REPOSITORY

from . import rule_pages

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
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
    "schema/tool-fal-lsp.schema.json": "schema/tool-fal-lsp.schema.json",
    "schema/check-output.schema.json": "schema/check-output.schema.json",
    "schema/show-output.schema.json": "schema/show-output.schema.json",
}
"""The schemas, at the addresses that their `$id` names."""
WIDE = {"settings.md", "compare.md"}
"""Pages whose tables need the room of the table of contents."""
SAME = {"README.md": "index.md", "vscode-extension": "editors/vscode.md"}
"""What the site has another page for."""

_FENCE = re.compile(r"^( *)```.*?^\1```$", re.DOTALL | re.MULTILINE)
_NAMED_BLOCK = re.compile(r"^```(\w+) ([^\s=]+)$", re.MULTILINE)
"""A block with the name of its file: GitHub reads past it, Python-Markdown loses the page's end."""
_COMMENT = re.compile(r"^<!--.*?-->\n\n?", re.DOTALL | re.MULTILINE)
"""For those who edit the source."""
_DARK_PICTURE = re.compile(r"(!\[[^\]]*\]\(\S+)-dark\.png\)")
_LINK = re.compile(r"(!?)\[((?:`[^`]*`|[^\]`])*)\]\(([^)#\s]*)(#[^)\s]*)?\)")


def write(folder: Path) -> None:
    """Write all pages, pictures and files of the site into a directory of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder)
    shutil.copytree(HERE / "assets", folder / "assets")
    for source, name in (PAGES | FILES).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, folder / name)
    sources = {name: source for source, name in PAGES.items()}
    for file in sorted(folder.rglob("*.md")):
        name = file.relative_to(folder).as_posix()
        text = file.read_text(encoding="utf-8")
        text = _with_links_of_the_site(text, name, sources.get(name, f"docs/{name}"))
        _write(folder, name, text)
    for name, text in rule_pages.all_pages().items():
        (folder / name).parent.mkdir(exist_ok=True)
        _write(folder, name, text)
    navigation = folder / PAGES_OF_RULES / ".nav.md"
    navigation.write_text(rule_pages.navigation(), encoding="utf-8", newline="\n")


def _write(folder: Path, name: str, text: str) -> None:
    """A page with its own address in the front matter, for the link to its Markdown."""
    text = _COMMENT.sub("", _DARK_PICTURE.sub(_in_both_schemes, text))
    text = _NAMED_BLOCK.sub(r'```\1 title="\2"', text)
    front = text if text.startswith("---\n") else f"---\n---\n{text}"
    wide = "hide: [toc]\n" if name in WIDE else ""
    text = front.replace("---\n", f"---\nmarkdown: {name}\n{wide}", 1)
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _in_both_schemes(match: re.Match[str]) -> str:
    """A picture of the dark scheme is on the site the light one for those who read that."""
    picture = match[1]
    return f"{picture}-light.png#only-light)\n{picture}-dark.png#only-dark)"


def _with_links_of_the_site(text: str, name: str, source: str) -> str:
    def turned(match: re.Match[str]) -> str:
        mark, words, target, anchor = match.groups()
        return f"{mark}[{words}]({_address(target, name, source)}{anchor or ''})"

    parts = []
    end = 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(turned, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, _LINK.sub(turned, text[end:])])


def _address(target: str, name: str, source: str) -> str:
    """Where a link of a source leads on the page that is made of it."""
    if target.startswith(DOCUMENTATION):
        page = target.removeprefix(DOCUMENTATION)
        if page.startswith("playground/"):
            # No page of Markdown, and only there where it was built.
            return target
        page = f"{page.rstrip('/')}.md" if page.rstrip("/") in rule_pages.ADDRESSES else page
        return _relative(f"{page}index.md" if page.endswith("/") else page, name)
    if not target or re.match(r"[a-z]+:", target):
        return target
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    if not (ROOT / path).exists():
        raise FileNotFoundError(f"{source}: {target} does not exist")
    if path.startswith("docs/"):
        return _relative(path.removeprefix("docs/"), name)
    page = (PAGES | FILES | SAME).get(path, "")
    return _relative(page, name) if page else f"{REPOSITORY}/blob/main/{path}"


def _relative(page: str, name: str) -> str:
    return posixpath.relpath(page, posixpath.dirname(name) or ".")
