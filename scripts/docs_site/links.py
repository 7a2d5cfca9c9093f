"""Finds links of a built site that lead nowhere, or to another site's script, style or picture.

Knows HTML, and neither Markdown nor what built the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from fal_schema.addresses import DOCUMENTATION

if TYPE_CHECKING:
    from pathlib import Path

_LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src")}
_LINKS = _LOADED | {("a", "href")}
_NAMED_BY = {"canonical", "alternate"}
"""A `link` of these kinds is not loaded."""


class _Page(HTMLParser):
    """The anchors of a page, and its links: whether it loads them, and the address."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors = {"", "top"}
        self.links: list[tuple[bool, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors |= {values[key] or "" for key in ("id", "name") if key in values}
        for key, value in attrs:
            if (tag, key) in _LINKS and value:
                loaded = (tag, key) in _LOADED and values.get("rel") not in _NAMED_BY
                self.links.append((loaded, value))


def broken(site: Path) -> list[str]:
    """A line for each link that is wrong, in the order of the pages."""
    pages = {file: _Page(file.read_text(encoding="utf-8")) for file in sorted(site.rglob("*.html"))}
    return [line for file in pages for line in _wrong(site, file, pages)]


def _wrong(site: Path, file: Path, pages: dict[Path, _Page]) -> Iterator[str]:
    page = file.relative_to(site)
    for loaded, link in pages[file].links:
        if loaded and urlsplit(link).netloc:
            yield f"{page}: {link} is loaded from another site"
            continue
        # Only the page for addresses that do not exist has links from the root of the site.
        parts = urlsplit(link.removeprefix(DOCUMENTATION) if page.name == "404.html" else link)
        if parts.scheme or parts.netloc or (page.name == "404.html" and link.startswith("/")):
            continue
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file():
            yield f"{page}: {link} does not exist"
        elif target in pages and unquote(parts.fragment) not in pages[target].anchors:
            yield f"{page}: {link} has no such anchor"
