"""The page of a rule: its sections, and the files of its examples.

Knows the headings and code blocks of a page; must not know what a rule looks for.
"""

from __future__ import annotations

import re

from fal_schema.words import listed

from .finding import Rule

HEADINGS = ("What it does", "Why", "Example", "Use instead", "Source in fal")

_BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_MANIFEST = "pyproject.toml"


def page(rule: Rule) -> str:
    """The page in Markdown: the summary, then the sections with headings of level 2.

    Use instead shows only the files that change; a line after it names those that do not.
    """
    text = (rule.docs or rule.name).strip()
    names = [f"`{name}`" for name in _carried_over(rule)]
    if not names:
        return text
    verb = "is" if len(names) == 1 else "are"
    end = text.index("\n\n## ", text.index("\n## Use instead\n"))
    return f"{text[:end]}\n\n{listed(names)} {verb} unchanged.{text[end:]}"


def section(rule: Rule, heading: str) -> str:
    """The text below a heading; empty where the page has no such heading."""
    pattern = rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)"
    match = re.search(pattern, rule.docs or "", re.DOTALL | re.MULTILINE)
    return match[1].strip() if match else ""


def bad_files(rule: Rule) -> dict[str, str]:
    """The files of Example by their path; a code block without a path is pyproject.toml."""
    return _files(rule, "Example")


def good_files(rule: Rule) -> dict[str, str]:
    """The files of Use instead by their path, with those of Example that stay the same."""
    return {**_carried_over(rule), **_files(rule, "Use instead")}


def manifest(files: dict[str, str]) -> str:
    """The path of the pyproject.toml to check: the first one."""
    return next(name for name in files if name.endswith(_MANIFEST))


def _carried_over(rule: Rule) -> dict[str, str]:
    before, after = _files(rule, "Example"), _files(rule, "Use instead")
    if not before or not after:
        return {}
    # A pyproject.toml at the root replaces the one that Example checks, wherever that is.
    replaced = {manifest(before)} if _MANIFEST in after else set()
    return {name: text for name, text in before.items() if name not in {*after, *replaced}}


def _files(rule: Rule, heading: str) -> dict[str, str]:
    return {name or _MANIFEST: text for _, name, text in _BLOCK.findall(section(rule, heading))}
