"""`fal-lsp explain`: prints the pages of the rules. Knows how they are laid out, not the words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..report.style import BOLD, is_terminal, paint, severity_color, wants_color
from ..rules import ALL, BY_NAME
from ..rules.page import page
from .arguments import UsageError, as_clause
from .console import screen_width, write

if TYPE_CHECKING:
    import argparse

    from ..rules.finding import Rule

_FIXED_BY = {
    "safe": "`fal-lsp check --fix` can fix it.",
    "unsafe": "`fal-lsp check --fix --unsafe-fixes` can fix it.",
    None: "There is no fix.",
}


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
        write([_page(rules[0])], sys.stdout)
    return 0


def _rule(name: str) -> Rule:
    from ..lint.config import unknown_rule

    if name not in BY_NAME:
        raise UsageError(as_clause(unknown_rule(name).text))
    return BY_NAME[name]


def _page(rule: Rule) -> str:
    """The page in Markdown."""
    summary, _, rest = page(rule).partition("\n")
    facts = f"Severity: {rule.severity.value}. {_FIXED_BY[rule.fixable]} Since {rule.since}."
    return f"# {rule.name}\n\n{summary}\n\n{facts}\n\n{rest.strip()}\n"


def _print_page(rule: Rule) -> None:
    """The page for a person at a terminal. Importing `rich` is slow, so other commands do not."""
    from rich.console import Console
    from rich.markdown import Markdown

    color = wants_color(sys.stdout)
    width = min(screen_width(sys.stdout), 100)
    Console(width=width, no_color=not color).print(Markdown(_page(rule)))


def _list(rules: Sequence[Rule]) -> Iterator[str]:
    color = wants_color(sys.stdout)
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        name = paint(f"{rule.name:<{width}}", BOLD, color)
        severity = paint(f"{rule.severity.value:<11}", severity_color(rule.severity), color)
        yield f"{name}  {severity}  {rule.summary}\n"


def _object(rule: Rule) -> dict[str, str | None]:
    return {
        "name": rule.name,
        "severity": rule.severity.value,
        "fixable": rule.fixable,
        "since": rule.since,
        "summary": rule.summary,
        "explanation": page(rule) + "\n",
        "url": rule.url,
    }
