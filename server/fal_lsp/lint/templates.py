"""Whether a pyproject.toml is a template that a program fills in, such as cookiecutter's.

Knows the marks of Jinja; must not know rules. Nothing in such a file is final, so nothing in it is
wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..toml import Document

_MARK = re.compile(r"(?<!\$)\{\{-?\s*[A-Za-z_][^{}\n]*\}\}")
"""`{{ name }}`, but not `${{ name }}`."""


def is_template(document: Document, path: str) -> bool:
    """Whether a document at a path, which may be empty, is filled in before anybody reads it.

    Marks in the strings of other tools count only where they leave no TOML: those tools have
    templates of their own.
    """
    if "{{" in path and _MARK.search(path):
        return True
    text = document.text
    if "{{" not in text or not _MARK.search(text):
        return False
    if document.error is not None:
        return True
    name = document.data(("project", "name"))
    if isinstance(name, str) and _MARK.search(name):
        return True
    return any(_MARK.search(each) for each in _strings(document.data(("tool", "fal"))))


def _strings(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [text for key, value in data.items() for text in (key, *_strings(value))]
    if isinstance(data, list):
        return [text for each in data for text in _strings(each)]
    return []
