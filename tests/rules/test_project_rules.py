"""The rules about the files around, on small projects: exactly what is marked, and no false alarm.

What the real fal does with such projects is asked in `tests/conformance/test_project_rules.py`.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fal_lsp.lint.check import subject
from fal_lsp.lint.effective import effective
from fal_lsp.lint.fixing import fix_all
from fal_lsp.memo import Memo
from fal_lsp.project import open_project
from fal_lsp.rules import ALL
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply, text_edits

from tests.support.corpus import Case, cases_of, difference
from tests.support.projects import files, found, write_text

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic
    from fal_lsp.toml import Document

CASES = cases_of(Path(__file__).with_name("projects.cases"))
# Linux has no file system that ignores case: `tests/test_windows.py`.
RULES = {rule.name for rule in ALL if rule.reads_project} - {"path-case-mismatch"}

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def _checked(case: Case, folder: Path) -> tuple[str, tuple[Diagnostic, ...]]:
    """The pyproject.toml of a case, written with its other files, and what is found in it."""
    write_text(folder, case.text)
    text = files(case.text)["pyproject.toml"]
    return text, _found(text, folder)


def _found(text: str, folder: Path, memo: Memo | None = None) -> tuple[Diagnostic, ...]:
    return found(folder, parse(text), memo, _raise).diagnostics


def _raise(rule: str, error: Exception) -> None:
    raise AssertionError(rule) from error


@each_case
def test_exactly_what_is_marked_is_found(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    write_text(folder, case.text)
    checked = found(folder, on_crash=_raise)
    message = difference(case, checked.diagnostics, elsewhere=checked.elsewhere)
    assert not message, message


@each_case
def test_a_fix_removes_its_finding(case: Case, tmp_path: Path) -> None:
    """And breaks nothing: no finding comes of a rule that found less before."""
    folder = tmp_path / "project"
    text, diagnostics = _checked(case, folder)
    before = Counter(item.rule for item in diagnostics)
    for item in diagnostics:
        for fix in item.fixes:
            edits = text_edits(parse(text), fix.edits)
            assert edits is not None
            changed = apply(text, edits)
            (folder / "pyproject.toml").write_text(changed, encoding="utf-8")
            after = _found(changed, folder)
            left = Counter((each.rule, each.message) for each in after)
            said = Counter((each.rule, each.message) for each in diagnostics)
            context = f"{item.message}\n{fix.title}\n{changed}{after}"
            assert left[item.rule, item.message] < said[item.rule, item.message], context
            # What a value of another type says is judged once it has the right one.
            shown = [each for each in after if item.rule != "wrong-type" or not _is_at(each, item)]
            new = Counter(each.rule for each in shown) - before
            assert not (fix.safe and new), context
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def _is_at(found: Diagnostic, item: Diagnostic) -> bool:
    """Whether a finding is where another one was, or after the bracket that its fix added."""
    return item.span.start <= found.span.start <= item.span.start + 1


@each_case
def test_safe_fixes_change_no_setting_without_a_finding(case: Case, tmp_path: Path) -> None:
    """What fal would deploy is the same, and so is what the file says of it."""
    folder = tmp_path / "project"
    text, _ = _checked(case, folder)
    document = parse(text)
    fixed = fix_all(document, lambda document: _found(document.text, folder), unsafe=False)
    assert _written(document) <= _written(fixed.document), fixed.document.text
    before, after = _settings(document, folder), _settings(fixed.document, folder)
    changed = {each for each in before.keys() | after.keys() if before.get(each) != after.get(each)}
    for app, key in changed:
        node = document.node(("tool", "fal", "apps", app, key))
        assert node is not None, f"{app} {key}\n{fixed.document.text}"
        spans = [*node.keys, node.span]
        found = _found(text, folder)
        assert any(
            fix.safe and span.start <= item.span.start < span.end
            for item in found
            for fix in item.fixes
            for span in spans
        ), f"{app} {key}\n{fixed.document.text}"


def _settings(document: Document, folder: Path) -> dict[tuple[str, str], object]:
    """Each setting of each app with its value and source."""
    project = open_project(str(folder / "pyproject.toml"))
    result: dict[tuple[str, str], object] = {}
    for app in subject(document, project).apps:
        for setting in effective(app).settings:
            result[app.name, setting.name] = setting.value, setting.source
    return result


def _written(document: Document) -> set[tuple[str, str]]:
    """The keys of each app that the file sets."""
    return {(app.name, key) for app in subject(document).apps for key in app.table}


def test_every_rule_has_a_project_where_it_finds_something() -> None:
    assert {item.rule for case in CASES for item in case.expected} >= RULES


def test_findings_are_kept_only_as_long_as_the_project_is_the_same(tmp_path: Path) -> None:
    write_text(
        tmp_path,
        """
        [tool.fal.apps.a]
        ref = "app.py::A"
        --- app.py
        import fal
        class B(fal.App):
            @fal.endpoint("/")
            def run(self): ...
        """,
    )
    text = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    memo = Memo()
    assert [item.rule for item in _found(text, tmp_path, memo)] == ["ref-symbol-missing"]
    app = tmp_path / "app.py"
    app.write_text(app.read_text(encoding="utf-8").replace("B", "A"), encoding="utf-8")
    assert _found(text, tmp_path, memo) == ()


CLASS = """
    --- src/pkg/__init__.py
    --- src/pkg/mod.py
    import fal
    class C(fal.App):
        @fal.endpoint("/")
        def run(self): ...
    --- Dockerfile
    FROM python:3.12
    EXPOSE 9000
    CMD ["server"]
    """


@pytest.mark.parametrize(
    ("app", "titles"),
    [
        (
            'x = "pkg.mod:C"',
            [
                '*Change to `{ ref = "src/pkg/mod.py::C" }`',
                'Change to `{ python_entry_point = "pkg.mod:C" }`',
            ],
        ),
        ('python_entry_point = "pkg.mod:C"', []),
        ('x = "pkg.mod:D"', ['*Change to `{ python_entry_point = "pkg.mod:D" }`']),
        (
            'x.ref = "pkg.mod:C"',
            ["*Change to `src/pkg/mod.py::C`", "Convert to `python_entry_point`"],
        ),
        ('x.ref = "other.mod:C"', ["*Convert to `python_entry_point`"]),
        ('x.image.dockerfile = "Dockerfile"', ["*Add `exposed_port = 9000`"]),
        ('x.image.image = "a/b:1"', ["Add `exposed_port = 8000`"]),
        (
            'x = { ref = "src/pkg/mod.py::C", app_files_context_dir = "src" }',
            ['*Add `app_files = ["."]`', "Remove `app_files_context_dir`"],
        ),
        (
            'x = { ref = "src/pkg/mod.py::C", app_files_ignore = ["x"], app_files = [] }',
            ['*Change to `app_files = ["."]`', "Remove `app_files_ignore`"],
        ),
    ],
)
def test_fixes_that_know_the_project(app: str, titles: list[str], tmp_path: Path) -> None:
    """The fixes on offer, each unsafe; a star marks the preferred one."""
    write_text(tmp_path, f"[tool.fal.apps]\n{app}\n{textwrap.dedent(CLASS)}")
    text = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    (found,) = _found(text, tmp_path)
    assert ["*" * fix.preferred + fix.title for fix in found.fixes] == titles
    for fix in found.fixes:
        assert not fix.safe
        edits = text_edits(parse(text), fix.edits)
        assert edits is not None
        assert found.rule not in {each.rule for each in _found(apply(text, edits), tmp_path)}
