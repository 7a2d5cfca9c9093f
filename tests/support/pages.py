"""Reads the fenced blocks of a page of the docs, so that a test runs what a person copies.

Knows Markdown as far as that needs; no editor.
"""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def snippets(page: str, heading: str, language: str) -> list[str]:
    """The blocks of a language below a heading of a page in docs/, up to the next heading.

    Raises AssertionError where there is none: the page and its test belong together.
    """
    text = (DOCS / page).read_text(encoding="utf-8")
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.M | re.S)
    assert section, f"{page} has no heading {heading!r}"
    found = re.findall(rf"^```{language}\n(.*?)^```$", section[1], re.M | re.S)
    assert found, f"{page} has no {language} below {heading!r}"
    return found
