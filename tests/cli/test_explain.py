"""`fal-lsp explain`: the pages of the rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fal_lsp.rules import ALL

if TYPE_CHECKING:
    from fal_lsp.rules.finding import Rule

    from tests.support.cli import Cli

from tests.support.snapshots import check_snapshot

EXPECTED = Path(__file__).parent / "expected"
by_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)


@by_rule
def test_every_rule_has_a_page(cli: Cli, rule: Rule) -> None:
    run = cli.run("explain", rule.name)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(
        f"# {rule.name}\n\n{rule.summary}\n\nSeverity: {rule.severity.value}."
    )
    assert "\n## Why\n" in run.out


def test_a_page_on_a_terminal(cli: Cli) -> None:
    environment = {"TERM": "xterm", "COLUMNS": "60"}
    run = cli.run("explain", "ref-conflict", terminal=True, environment=environment)
    assert "\x1b[" in run.out
    text = re.sub(r"\x1b\[[0-9;]*m", "", run.out)
    assert "ref-conflict" in text
    assert "##" not in text
    assert max(map(len, text.splitlines())) <= 60
    plain = cli.run("explain", "ref-conflict", terminal=True, environment={"NO_COLOR": "1"})
    assert "\x1b[3" not in plain.out


def test_the_list_has_a_line_for_each_rule(cli: Cli) -> None:
    lines = cli.run("explain", "--all").out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [rule.name, rule.severity.value] for rule in ALL
    ]
    assert all(rule.summary in line for rule, line in zip(ALL, lines, strict=True))


@pytest.mark.snapshot
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("list", ("--all",)),
        ("page", ("overridden-by-class",)),
        ("json", ("overridden-by-class", "--output-format", "json")),
    ],
)
def test_whole_output(cli: Cli, name: str, arguments: tuple[str, ...]) -> None:
    check_snapshot(EXPECTED / f"explain-{name}.txt", cli.run("explain", *arguments).out)


@pytest.mark.snapshot
def test_whole_page_on_a_terminal(cli: Cli) -> None:
    environment = {"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "80"}
    run = cli.run("explain", "overridden-by-class", terminal=True, environment=environment)
    # Rich fills each line with blanks.
    lines = [line.rstrip() for line in run.out.splitlines()]
    check_snapshot(EXPECTED / "explain-terminal.txt", "\n".join([*lines, ""]))


def test_json(cli: Cli) -> None:
    rules = json.loads(cli.run("explain", "--all", "--output-format", "json").out)
    assert [rule["name"] for rule in rules] == [rule.name for rule in ALL]
    one = json.loads(cli.run("explain", "ref-conflict", "--output-format", "json").out)
    assert one in rules
    assert set(one) == {
        "name",
        "severity",
        "fixable",
        "since",
        "summary",
        "explanation",
        "url",
    }
