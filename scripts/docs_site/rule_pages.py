"""The pages of the rules: a table of all, and a page for each. Knows Markdown, but no rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_lsp.rules import ALL, FAMILIES
from fal_lsp.rules.page import page
from fal_schema.addresses import PAGES_OF_RULES

if TYPE_CHECKING:
    from fal_lsp.rules.finding import Rule

ADDRESSES = {f"{PAGES_OF_RULES}/{rule.name}" for rule in ALL}
"""The addresses of the pages below that of the site."""
_INDEX = """\
---
description: Every problem that fal-lsp reports, with its severity and whether it can be fixed.
hide: [toc]
---
# Rules

The name of a rule describes the problem. It is the same in the editor, on the command line, in \
[`[tool.fal-lsp]`](../check.md#configure) and in `# fal-lsp: ignore[...]`, and it never changes. \
`fal-lsp explain NAME` prints the page of a rule.

A rule about a value also applies to a value that a class, one of its base classes, a class \
keyword or `@fal.function(...)` sets. The finding is then in the Python file, at that value, and \
the same comment suppresses it there.

A **safe** fix is applied by `fal-lsp check --fix`. An **unsafe** one needs `--unsafe-fixes`, too, \
because the file may then mean something else.

<div id="rule-filter"></div>
"""


def all_pages() -> dict[str, str]:
    """The text of each page by its path in the site's sources."""
    pages = {f"{PAGES_OF_RULES}/index.md": "\n".join([_INDEX, *_tables()])}
    for family, rules in FAMILIES.items():
        for rule in rules:
            pages[f"{PAGES_OF_RULES}/{rule.name}.md"] = _page(rule, family)
    return pages


def navigation() -> str:
    """The list of all pages by family, as the site's navigation reads it."""
    lines = ["- [All rules](index.md)"]
    for family, rules in FAMILIES.items():
        lines.append(f"- {family}")
        lines += [f"    - [{rule.name}]({rule.name}.md)" for rule in rules]
    return "\n".join([*lines, ""])


def _tables() -> Iterator[str]:
    for family, rules in FAMILIES.items():
        yield f"## {family}\n"
        yield "| Rule | Problem | Severity | Fix | Since |\n|---|---|---|---|---|"
        for rule in rules:
            summary = rule.summary.replace("|", "\\|")
            cells = (
                f"[`{rule.name}`]({rule.name}.md)",
                summary,
                _severity(rule),
                rule.fixable or "",
                rule.since,
            )
            yield f"| {' | '.join(cells)} |"
        yield ""


def _page(rule: Rule, family: str) -> str:
    summary, _, rest = page(rule).partition("\n")
    description = summary.replace("`", "").replace('"', '\\"')
    anchor = family.lower().replace(" ", "-")
    facts = [
        _severity(rule),
        _fix(rule),
        f"since {rule.since}",
        f"[{family}](index.md#{anchor})",
    ]
    return f"""\
---
title: {rule.name}
description: "{description}"
hide: [toc]
---
# `{rule.name}` {{ #{rule.name} }}

{" · ".join(facts)}
{{ .facts data-search-exclude="" }}

{summary}
{{ .summary }}

{rest.strip()}
"""


def _severity(rule: Rule) -> str:
    return f'<span class="severity {rule.severity.value}">{rule.severity.value}</span>'


def _fix(rule: Rule) -> str:
    if rule.fixable == "safe":
        return "fixed by `--fix`"
    if rule.fixable == "unsafe":
        return "fixed by `--fix --unsafe-fixes`"
    return "no fix"
