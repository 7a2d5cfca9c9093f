"""The pages of the rules are tests: Example yields the rule alone, Use instead nothing."""

from __future__ import annotations

import re

import pytest
from fal_lsp.check import check
from fal_lsp.rules import ALL, BY_NAME
from fal_lsp.rules._base import Rule
from fal_lsp.toml import parse

HEADINGS = ["What it does", "Why", "Example", "Use instead", "Source in fal"]
# Pages whose example is not a text: a file that cannot be read, or one with an invisible character.
WITHOUT_CODE = {"byte-order-mark", "file-too-large", "invalid-utf-8", "unreadable-file"}


def section(rule: Rule, heading: str) -> str:
    match = re.search(
        rf"^## {heading}\n(.*?)(?=^## |\Z)", rule.docs or "", re.DOTALL | re.MULTILINE
    )
    assert match, f"{rule.name} has no section {heading}"
    return match[1].strip()


def code(rule: Rule, heading: str) -> str | None:
    match = re.search(r"```toml\n(.*?)```", section(rule, heading), re.DOTALL)
    return match[1] if match else None


by_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)


@by_rule
def test_has_a_page_with_all_headings(rule: Rule) -> None:
    assert re.findall(r"^## (.*)$", rule.docs or "", re.MULTILINE) == HEADINGS
    assert rule.summary.endswith(".")
    assert all(section(rule, heading) for heading in HEADINGS)


@by_rule
def test_the_name_is_that_of_its_file(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    __import__(f"fal_lsp.rules.{rule.name.replace('-', '_')}")


@by_rule
def test_the_example_shows_the_problem_and_use_instead_does_not(rule: Rule) -> None:
    if rule.name in WITHOUT_CODE or rule.reads_project:
        pytest.skip("the example is a file, not a text")
    example, instead = code(rule, "Example"), code(rule, "Use instead")
    assert example is not None
    assert instead is not None
    assert [found.rule for found in check(parse(example))] == [rule.name]
    assert [found.rule for found in check(parse(instead))] == []


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(ALL)
