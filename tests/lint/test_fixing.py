"""The fix loop: which fixes go together, which are refused, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fal_lsp.lint.check import check
from fal_lsp.lint.diagnostic import Diagnostic
from fal_lsp.lint.fixing import fix_all
from fal_lsp.rules.finding import Fix, ReplaceText, Severity
from fal_lsp.text import Span
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply

from tests.support.corpus import Case, cases
from tests.support.examples import sample

if TYPE_CHECKING:
    from fal_lsp.toml import Document


def diagnostic(span: Span, *fixes: Fix, message: str = "") -> Diagnostic:
    return Diagnostic("wrong-type", Severity.ERROR, message, span, "", fixes=fixes)


def replace(text: str, old: str, new: str, *, safe: bool = True, preferred: bool = True) -> Fix:
    start = text.index(old)
    edit = ReplaceText(Span(start, start + len(old)), new)
    return Fix(f"{old} to {new}", (edit,), safe, preferred)


def check_rounds(
    before: str, after: str, count: int, *steps: tuple[str, str], converged: bool = True
) -> None:
    """Repair a text with fixes that replace one part by another, wherever that part stands."""

    def find(document: Document) -> list[Diagnostic]:
        text = document.text
        return [
            diagnostic(Span(0, 0), replace(text, old, new), message=old)
            for old, new in steps
            if old in text
        ]

    fixed = fix_all(parse(before), find, unsafe=False)
    assert (fixed.document.text, len(fixed.repaired), fixed.converged) == (after, count, converged)


def test_fixes_of_different_places_are_one_round() -> None:
    check_rounds("a = 1\nb = 2\n", "a = 3\nb = 4\n", 2, ("1", "3"), ("2", "4"))


def test_fixes_that_touch_wait_for_the_next_round() -> None:
    check_rounds("a = 12\n", "a = 34\n", 2, ("1", "3"), ("2", "4"))


def test_the_fix_of_a_fix() -> None:
    check_rounds("a = 1\n", "a = 3\n", 1, ("1", "2"), ("2", "3"))


def test_fixes_that_contradict_each_other_end() -> None:
    check_rounds("a = 1\n", "a = 2\n", 1, ("1", "2"), ("2", "1"), converged=False)


def test_a_fix_that_tears_the_file_is_refused_and_the_others_are_made() -> None:
    steps = ("1", "4"), ("2", "["), ("3", "5")
    check_rounds("a = 1\nb = 2\nc = 3\n", "a = 4\nb = 2\nc = 5\n", 2, *steps)


def test_a_fix_that_makes_more_errors_is_refused() -> None:
    def find(document: Document) -> list[Diagnostic]:
        text = document.text
        if "1" in text:
            return [diagnostic(Span(0, 0), replace(text, "1", "2"))]
        return [diagnostic(Span(0, 0)), diagnostic(Span(0, 0))]

    assert fix_all(parse("a = 1\n"), find, unsafe=True).document.text == "a = 1\n"


def test_a_malformed_file_may_be_repaired() -> None:
    check_rounds("a = [\nb = 2\n", "a = [\nb = 4\n", 1, ("2", "4"))


def test_of_alternatives_none_is_made() -> None:
    text = "a = 1\n"

    def find(document: Document) -> list[Diagnostic]:
        choices = [replace(text, "1", new, preferred=False) for new in "23"]
        return [diagnostic(Span(0, 0), *choices)]

    assert not fix_all(parse(text), find, unsafe=True).repaired


def test_many_findings_are_repaired_in_few_rounds() -> None:
    apps = 200
    app = '[tool.fal.apps.x{}]\nref = "a.py"\nkeep_alive = "1"\n'
    text = "".join(app.format(number) for number in range(apps))
    rounds = 0

    def find(document: Document) -> tuple[Diagnostic, ...]:
        nonlocal rounds
        rounds += 1
        return check(document)

    assert len(fix_all(parse(text), find, unsafe=False).repaired) == apps
    assert rounds <= 3


def test_an_unsafe_fix_is_made_only_for_what_was_reported() -> None:
    """Of two values with the same mistake, one only comes to light by the fix of its key."""
    app = '[tool.fal.apps.{0}]\nref = "a.py::X"\n{1} = "{2}"\n'
    text = app.format("x", "machine_type", "H100") + app.format("y", "gpu", "H100")
    fixed = fix_all(parse(text), check, unsafe=True)
    x = app.format("x", "machine_type", "GPU-H100")
    assert fixed.document.text == x + app.format("y", "machine_type", "H100")
    assert len(fixed.repaired) == 2
    again = fix_all(fixed.document, check, unsafe=True)
    assert again.document.text == x + app.format("y", "machine_type", "GPU-H100")


def test_keys_that_exclude_each_other_are_not_both_renamed() -> None:
    text = '[tool.fal.apps.x.image]\n{} = "Dockerfile"\n{} = "a/b"\n'
    fixed = fix_all(parse(text.format("docker_file", "name")), check, unsafe=True)
    assert fixed.document.text == text.format("dockerfile", "name")
    fixed = fix_all(parse(text.format("docker_file", "comand")), check, unsafe=True)
    assert fixed.document.text == text.format("dockerfile", "cmd")


@pytest.mark.parametrize(
    "text", ['y."\0', 'y."\0\n', "'\0 = 1\n", 'a = "\0\n', "a = [\0\n", "[a\0\n"]
)
def test_fixing_ends_for_control_characters(text: str) -> None:
    document = parse(text)
    for _ in range(3):
        document = fix_all(document, check, unsafe=True).document
    assert fix_all(document, check, unsafe=True).document.text == document.text


@pytest.mark.parametrize("below", ["", "\n[tool.x]\n"], ids=["last", "above another"])
@pytest.mark.parametrize("between", ["", "\n"], ids=["close", "apart"])
def test_tables_are_expanded_in_one_round_and_in_order(between: str, below: str) -> None:
    count = 20
    apps = [f'x{number} = {{\n  ref = "a.py::A",\n}}\n' for number in range(count)]
    rounds = 0

    def find(document: Document) -> tuple[Diagnostic, ...]:
        nonlocal rounds
        rounds += 1
        return check(document)

    fixed = fix_all(parse("[tool.fal.apps]\n" + between.join(apps) + below), find, unsafe=False)
    tables = [f'\n[tool.fal.apps.x{number}]\nref = "a.py::A"\n' for number in range(count)]
    assert fixed.document.text == "[tool.fal.apps]\n" + "".join(tables) + below
    assert rounds == 2


# --- the corpus: valid stays valid, and fixing ends ---


@pytest.mark.parametrize("case", sample(cases(), 3, 1), ids=lambda case: case.name)
def test_fixes_of_the_corpus(case: Case) -> None:
    @cache
    def found(document: Document) -> tuple[Diagnostic, ...]:
        return check(document)

    original = parse(case.text)
    for unsafe in (False, True):
        document = original
        for _ in range(3 if unsafe else 1):
            fixed = fix_all(document, found, unsafe)
            again = document
            if fixed.document.text != document.text:
                again = parse(fixed.document.text)
            assert fixed.converged
            assert apply(document.text, fixed.edits) == fixed.document.text
            assert fixed.diagnostics == found(again)
            assert document.error is not None or again.error is None
            assert _errors(fixed.diagnostics) <= _errors(found(document))
            document = again
        assert fix_all(document, found, unsafe).document.text == document.text


def _errors(diagnostics: Sequence[Diagnostic]) -> int:
    return sum(found.severity is Severity.ERROR for found in diagnostics)
