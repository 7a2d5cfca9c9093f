"""The pages of the rules are tests: Example yields the rule alone, Use instead nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fal_lsp import rules
from fal_lsp.lint.check import check
from fal_lsp.lint.diagnostic import Diagnostic
from fal_lsp.rules import ALL, BY_NAME, FAMILIES
from fal_lsp.rules.finding import Rule, Severity
from fal_lsp.rules.page import HEADINGS, bad_files, good_files, manifest, page, section
from fal_lsp.toml import parse

from tests.support.projects import found

# Pages whose example is not a text: a file that cannot be read, or one with an invisible character.
WITHOUT_CODE = {"byte-order-mark", "file-too-large", "invalid-utf-8", "unreadable-file"} | {
    "dockerfile-not-utf-8",
    # Needs a file system that ignores case: `tests/test_windows.py` has one.
    "path-case-mismatch",
}

# The cause of the problem has a finding of its own, at another place.
ALSO = {"toml-1-1-local-build": ["toml-1-1-syntax"]}

# The fix is for another mistake of this kind than the example shows.
SOMETIMES_FIXABLE = {"build-arg-undeclared", "invalid-requirement"}


def reported(rule: Rule, files: dict[str, str], root: Path) -> tuple[Diagnostic, ...]:
    """What is reported of an example, its files written below a directory."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    path = root / manifest(files)
    if rule.reads_project:
        checked = found(path.parent)
        elsewhere = (each for file in checked.elsewhere for each in file.diagnostics)
        return (*checked.diagnostics, *elsewhere)
    return check(parse(path.read_text(encoding="utf-8")))


by_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)


@by_rule
def test_has_a_page_with_all_headings(rule: Rule) -> None:
    assert tuple(re.findall(r"^## (.*)$", rule.docs or "", re.MULTILINE)) == HEADINGS
    assert rule.summary.endswith(".")
    assert all(section(rule, heading) for heading in HEADINGS)


@by_rule
def test_the_name_is_that_of_its_file(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    file = f"{rule.name.replace('-', '_')}.py"
    (path,) = Path(rules.__file__).parent.glob(f"*/{file}")
    siblings = {path.stem.replace("_", "-") for path in path.parent.glob("*.py")}
    family = next(family for family in FAMILIES.values() if rule in family)
    assert {each.name for each in family} <= siblings


@by_rule
def test_the_example_shows_the_problem_and_use_instead_does_not(rule: Rule, tmp_path: Path) -> None:
    if rule.name in WITHOUT_CODE:
        pytest.skip("the example is a file that cannot be written on the page")
    expected = [*ALSO.get(rule.name, ()), rule.name]
    shown = reported(rule, bad_files(rule), tmp_path / "example")
    assert [each.rule for each in shown] == expected
    assert not reported(rule, good_files(rule), tmp_path / "instead")
    fixes = [fix for each in shown if each.rule == rule.name for fix in each.fixes]
    assert bool(fixes) == (rule.fixable is not None and rule.name not in SOMETIMES_FIXABLE)
    assert rule.fixable == "safe" or not any(fix.safe for fix in fixes)


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(ALL)


PAGE = """A summary.

## Example
```toml
bad
```
```python src/app.py
same
```
```text notes/Dockerfile
old
```

## Use instead
```toml
good
```
```text notes/Dockerfile
new
```

## Source in fal
None.
"""


def test_use_instead_restates_only_the_files_that_change() -> None:
    rule = Rule("x", Severity.ERROR, PAGE)
    assert good_files(rule) == {
        "pyproject.toml": "good\n",
        "src/app.py": "same\n",
        "notes/Dockerfile": "new\n",
    }
    assert "new\n```\n\n`src/app.py` is unchanged.\n\n## Source in fal" in page(rule)


def test_a_page_can_change_another_file_alone() -> None:
    rule = Rule("x", Severity.ERROR, PAGE.replace("```toml\ngood\n```\n", ""))
    assert good_files(rule)["pyproject.toml"] == "bad\n"
    assert "\n\n`pyproject.toml` and `src/app.py` are unchanged.\n" in page(rule)


def test_a_pyproject_at_the_root_takes_the_place_of_one_below() -> None:
    rule = Rule(
        "x", Severity.ERROR, PAGE.replace("```toml\nbad", "```toml sub/pyproject.toml\nbad")
    )
    assert "sub/pyproject.toml" not in good_files(rule)
    assert manifest(bad_files(rule)) == "sub/pyproject.toml"


@by_rule
def test_a_page_restates_no_file_that_stays_the_same(rule: Rule) -> None:
    shown = section(rule, "Use instead")
    blocks = set(re.findall(r"^```\w+.*\n((?:.*\n)*?)```", shown, re.MULTILINE))
    assert not blocks & set(bad_files(rule).values())
