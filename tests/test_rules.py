"""The pages of the rules are tests: Example yields the rule alone, Use instead nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fal_lsp import rules
from fal_lsp.lint.check import check
from fal_lsp.project import open_project
from fal_lsp.rules import ALL, BY_NAME
from fal_lsp.rules.finding import Rule
from fal_lsp.toml import parse

HEADINGS = ["What it does", "Why", "Example", "Use instead", "Source in fal"]
# Pages whose example is not a text: a file that cannot be read, or one with an invisible character.
WITHOUT_CODE = {"byte-order-mark", "file-too-large", "invalid-utf-8", "unreadable-file"}

# The cause of the problem has a finding of its own, at another place.
ALSO = {"toml-1-1-local-build": ["toml-1-1-syntax"]}


def section(rule: Rule, heading: str) -> str:
    match = re.search(
        rf"^## {heading}\n(.*?)(?=^## |\Z)", rule.docs or "", re.DOTALL | re.MULTILINE
    )
    assert match, f"{rule.name} has no section {heading}"
    return match[1].strip()


def files(rule: Rule, heading: str) -> dict[str, str]:
    """The code blocks of a section by file: ```python src/app.py names one, ```toml is ours."""
    blocks = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```", section(rule, heading), re.DOTALL | re.M)
    return {name or "pyproject.toml": text for _, name, text in blocks}


def found_in(rule: Rule, heading: str, root: Path) -> list[str]:
    """The rules that the example of a section breaks, its files written below a directory."""
    written = files(rule, heading)
    assert written
    for name, text in written.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    manifest = next(name for name in written if name.endswith("pyproject.toml"))
    project = open_project(str(root / manifest)) if rule.reads_project else None
    return [found.rule for found in check(parse(written[manifest]), project)]


by_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)


@by_rule
def test_has_a_page_with_all_headings(rule: Rule) -> None:
    assert re.findall(r"^## (.*)$", rule.docs or "", re.MULTILINE) == HEADINGS
    assert rule.summary.endswith(".")
    assert all(section(rule, heading) for heading in HEADINGS)


@by_rule
def test_the_name_is_that_of_its_file(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    file = f"{rule.name.replace('-', '_')}.py"
    assert len(list(Path(rules.__file__).parent.glob(f"*/{file}"))) == 1


@by_rule
def test_the_example_shows_the_problem_and_use_instead_does_not(rule: Rule, tmp_path: Path) -> None:
    if rule.name in WITHOUT_CODE:
        pytest.skip("the example is a file that cannot be written on the page")
    expected = [*ALSO.get(rule.name, ()), rule.name]
    assert found_in(rule, "Example", tmp_path / "example") == expected
    assert found_in(rule, "Use instead", tmp_path / "instead") == []


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(ALL)
