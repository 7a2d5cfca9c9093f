"""`fal-lsp explain`: prints the pages of the rules, and writes them to docs/rules.md.

    python -m fal_lsp.commands.explain          write docs/rules.md
    python -m fal_lsp.commands.explain --check  write nothing; exit with 1 if it is stale

Knows how a page is laid out, not what a rule looks for.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..report.style import BOLD, is_terminal, paint, severity_color, wants_color
from ..rules import ALL, BY_NAME, FAMILIES
from ..rules.page import page
from .arguments import UsageError
from .console import screen_width, write

if TYPE_CHECKING:
    import argparse

    from ..rules.finding import Rule

COMMAND = "python -m fal_lsp.commands.explain"

_HEADING = re.compile(r"^## ", re.MULTILINE)
_TITLE = """\
# Rules

Every rule has a name that describes the problem. It is the same in the editor, on the command \
line, in `[tool.fal-lsp]` and in `# fal-lsp: ignore[...]`, and never changes. \
`fal-lsp explain NAME` prints the page of a rule. Under "Use instead" a page shows only the \
files that change.

A rule about a value also applies to a value that a class, one of its base classes, a class \
keyword or `@fal.function(...)` sets. The finding is then in the Python file, at that value, and \
the same comment suppresses it there.

<!-- Generated from the rules by `python -m fal_lsp.commands.explain`; do not edit. -->
"""


def run(arguments: argparse.Namespace) -> int:
    """Print the page of a rule, or the list of all. Raises `UsageError` for an unknown rule."""
    if arguments.all == (arguments.rule is not None):
        raise UsageError("give one RULE, or --all for the list")
    rules = ALL if arguments.all else (_rule(arguments.rule),)
    if arguments.output_format == "json":
        objects = [_object(rule) for rule in rules]
        text = json.dumps(objects if arguments.all else objects[0], indent=2)
        write([text + "\n"], sys.stdout)
    elif arguments.all:
        write(_list(rules), sys.stdout)
    elif is_terminal(sys.stdout):
        _print_page(rules[0])
    else:
        write([_page(rules[0], 1)], sys.stdout)
    return 0


def _rule(name: str) -> Rule:
    from ..lint.config import unknown_rule

    if name not in BY_NAME:
        raise UsageError(unknown_rule(name).text)
    return BY_NAME[name]


def rules_page() -> str:
    """The text of `docs/rules.md`: a table for each family, then a section for each rule."""
    tables = [_table(title, rules) for title, rules in FAMILIES.items()]
    return "\n".join([_TITLE, *tables, *(_page(rule, 2) for rule in ALL)])


def _table(title: str, rules: Sequence[Rule]) -> str:
    rows = [f"**{title}**", "", "| Rule | Severity | Problem |", "|---|---|---|"]
    for rule in rules:
        summary = rule.summary.replace("|", "\\|")
        rows.append(f"| [`{rule.name}`](#{rule.name}) | {rule.severity.value} | {summary} |")
    return "\n".join([*rows, ""])


def _page(rule: Rule, level: int) -> str:
    """The page in Markdown, its title a heading of the level and its sections one below."""
    title, sections = "#" * level, "#" * (level + 1)
    summary, _, rest = page(rule).partition("\n")
    body = _HEADING.sub(f"{sections} ", rest.strip())
    return f"{title} {rule.name}\n\n{summary}\n\nSeverity: {rule.severity.value}.\n\n{body}\n"


def _print_page(rule: Rule) -> None:
    """The page for a person at a terminal. Importing `rich` is slow, so other commands do not."""
    from rich.console import Console
    from rich.markdown import Markdown

    color = wants_color(sys.stdout)
    width = min(screen_width(sys.stdout), 100)
    Console(width=width, no_color=not color).print(Markdown(_page(rule, 1)))


def _list(rules: Sequence[Rule]) -> Iterator[str]:
    color = wants_color(sys.stdout)
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        name = paint(f"{rule.name:<{width}}", BOLD, color)
        severity = paint(f"{rule.severity.value:<11}", severity_color(rule.severity), color)
        yield f"{name}  {severity}  {rule.summary}\n"


def _object(rule: Rule) -> dict[str, str]:
    return {
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "explanation": page(rule) + "\n",
        "url": rule.url,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write `docs/rules.md`, or with `--check` return 1 if it is stale."""
    import argparse
    from pathlib import Path

    parser = argparse.ArgumentParser(prog=COMMAND, description="Write docs/rules.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it is stale")
    check = parser.parse_args(arguments).check
    file = Path(__file__).parents[3] / "docs" / "rules.md"
    text = rules_page()
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return 0
    if check:
        print(f"docs/rules.md is stale: run {COMMAND}", file=sys.stderr)
        return 1
    file.write_text(text, encoding="utf-8", newline="\n")
    print("wrote docs/rules.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
