"""The site for programs that read text: `llms.txt`, and each page as Markdown beside its HTML.

Knows the form of llms.txt (https://llmstxt.org). The order of the pages is that of the navigation.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli
from fal_lsp.rules import FAMILIES
from fal_schema.addresses import DOCUMENTATION, PAGES_OF_RULES

CONFIGURATION = Path(__file__).parent / "zensical.toml"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_DESCRIPTION = re.compile(r'^description: "?(.*?)"?$', re.MULTILINE)
_ATTRIBUTES = re.compile(r"^\{ [.#][^}\n]*\}\n| ?\{ [.#][^}\n]*\}", re.MULTILINE)
_TAG = re.compile(r"</?(?:div|span|p)\b[^>\n]*>\n?")


def write(pages: Path, site: Path) -> None:
    """Write the Markdown of each page to where the page is, with `.md` for the last slash."""
    for file in pages.rglob("[!.]*.md"):
        target = site / file.relative_to(pages)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(plain(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    shutil.copytree(pages / "schema", site / "schema", dirs_exist_ok=True)
    (site / "llms.txt").write_text(index(pages), encoding="utf-8", newline="\n")


def plain(text: str) -> str:
    """The Markdown of a page without what only the site understands."""
    return _TAG.sub("", _ATTRIBUTES.sub("", _FRONT_MATTER.sub("", text)))


def index(pages: Path) -> str:
    """The text of llms.txt."""
    project = tomli.loads(CONFIGURATION.read_text(encoding="utf-8"))["project"]
    lines = [f"# {project['site_name']}", "", f"> {project['site_description']}", ""]
    for title, names in _sections(project["nav"]):
        lines += [f"## {title}", ""]
        lines += [_line(pages, name) for name in names]
        lines.append("")
    for family, rules in FAMILIES.items():
        lines += [f"## {family}: rules", ""]
        lines += [_line(pages, f"{PAGES_OF_RULES}/{rule.name}.md") for rule in rules]
        lines.append("")
    return "\n".join(lines)


def _sections(nav: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """The pages of each entry of the navigation; those that are elsewhere are left out."""
    for entry in nav:
        ((title, target),) = entry.items()
        targets = [target] if isinstance(target, str) else [_target(each) for each in target]
        names = [name for name in targets if name.endswith(".md")]
        if names:
            yield title, names


def _target(entry: str | dict[str, str]) -> str:
    return entry if isinstance(entry, str) else next(iter(entry.values()))


def _line(pages: Path, name: str) -> str:
    text = (pages / name).read_text(encoding="utf-8")
    title = next(line for line in plain(text).splitlines() if line.startswith("# "))
    front = _FRONT_MATTER.match(text)
    described = _DESCRIPTION.search(front[1]) if front else None
    words = f": {described[1]}" if described else ""
    return f"- [{title[2:].replace('`', '')}]({DOCUMENTATION}{name}){words}"
