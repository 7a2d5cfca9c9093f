"""What holds for every fix: the file parses after it, lacks the finding, and is no worse.

A safe fix does what its title says and nothing else: every other setting and every comment stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.lint.check import check
from fal_lsp.lint.fixing import fix_all
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply, key_text, text_edits
from fal_lsp.toml.types import (
    ArrayToTable,
    ExpandInline,
    MoveKey,
    RenameKey,
    ReplaceText,
    ReplaceValue,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpus import Case, cases
from tests.support.examples import sample
from tests.support.strategies import fal_tables, mutated, write_toml

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic
    from fal_lsp.rules.finding import Fix
    from fal_lsp.toml import Document
    from fal_lsp.toml.types import Path


@pytest.mark.parametrize("case", sample(cases(), 2), ids=lambda case: case.name)
def test_fixes_of_the_corpus(case: Case) -> None:
    """What people write: each fix that is offered can be made, and a safe one breaks nothing."""
    document = parse(case.text)
    found = check(document)
    before = Counter(item.rule for item in found)
    for item in found:
        for fix in item.fixes:
            after = fixed(document, found, item, fix)
            assert after is not None, f"{item.rule}: {fix.title}\n{case.text}"
            now = Counter(other.rule for other in check(after))
            new = {rule for rule in now if now[rule] > before[rule]}
            assert not (fix.safe and new & ERRORS), f"{new}\n{case.text}\n---\n{after.text}"
            if fix.safe:
                check_promise(document, fix, after)


@pytest.mark.parametrize("case", sample(cases(), 2, 1), ids=lambda case: case.name)
def test_all_safe_fixes_of_the_corpus(case: Case) -> None:
    check_all_safe_fixes(case.text)


@given(fal_tables, st.randoms(use_true_random=False))
def test_all_safe_fixes_of_any_data(table: Any, random: Any) -> None:
    check_all_safe_fixes(write_toml({"tool": {"fal": table}}, random.randrange))


@given(mutated())
def test_all_safe_fixes_of_changed_files(text: str) -> None:
    check_all_safe_fixes(text)


@pytest.mark.parametrize(
    "pair",
    [
        'name = [ # the public one\n  "sana",\n]',
        'auth = [\n  "private",\n  # "public",\n]',
        "no_scale = true # for now",
        'ref = "a.py:X" # moved',
        'health_check = { # first\n  path = "health", # second\n}',
        'regions = "us-east" # near',
    ],
)
def test_a_safe_fix_keeps_comments(pair: str) -> None:
    check_all_safe_fixes(f'[tool.fal.apps.x]\n# above\n{pair}\n# below\nkeep_alive = "5m" # long\n')


@given(fal_tables, st.randoms(use_true_random=False))
def test_fixes_of_any_data(table: Any, random: Any) -> None:
    document = parse(write_toml({"tool": {"fal": table}}, random.randrange))
    found = check(document)
    for item in found:
        for fix in item.fixes:
            fixed(document, found, item, fix)


@given(mutated())
def test_fixes_of_changed_files(text: str) -> None:
    document = parse(text)
    found = check(document)
    for item in found:
        for fix in item.fixes:
            fixed(document, found, item, fix)


ERRORS = frozenset({"toml-syntax", "duplicate-key", "unknown-key", "wrong-type", "invalid-value"})


def fixed(
    document: Document, found: Sequence[Diagnostic], item: Diagnostic, fix: Fix
) -> Document | None:
    """The document after a fix: no less readable, and without the finding where all can be read.

    None where the fix can't be made: its place is malformed, or something else is there already.
    """
    edits = text_edits(document, fix.edits)
    if edits is None:
        return None
    after = parse(apply(document.text, edits))
    context = f"{item.rule}: {fix.title}\n{document.text}\n--- gave ---\n{after.text}"
    if document.error is None:
        assert after.error is None, context
        # What is moved can hold the same mistake once more, which is only seen then.
        is_repeated = document.text.count(document.text[item.span.start : item.span.end]) > 1
        is_moved = is_repeated and any(isinstance(edit, MoveKey) for edit in fix.edits)
        assert is_moved or _same(check(after), item) < _same(found, item), context
    else:
        assert len(after.problems) <= len(document.problems), context
    return after


def _same(found: Sequence[Diagnostic], item: Diagnostic) -> int:
    """How many findings say the very same."""
    return sum((item.rule, item.message) == (other.rule, other.message) for other in found)


def check_all_safe_fixes(text: str) -> None:
    """Each safe fix keeps its promise, and so do all of them together."""
    document = parse(text)
    if document.error is not None:
        return
    touched: list[Path] = []

    def look(document: Document) -> tuple[Diagnostic, ...]:
        """What is found in a round, the promise of each safe fix held against what it does."""
        diagnostics = check(document)
        for item in diagnostics:
            for fix in item.fixes:
                after = fixed(document, diagnostics, item, fix) if fix.safe else None
                if after is not None:
                    check_promise(document, fix, after)
                    touched.extend(
                        edit.path for edit in fix.edits if not isinstance(edit, ReplaceText)
                    )
        return diagnostics

    after = fix_all(document, look, unsafe=False).document
    lost = leaves(document.data(())) - leaves(after.data(()))
    own = [path for path in lost if not any(path[: len(each)] == each for each in touched)]
    assert not own, f"{own}\n{text}\n--- gave ---\n{after.text}"
    assert not comments(document) - comments(after), f"{text}\n--- gave ---\n{after.text}"


def check_promise(document: Document, fix: Fix, after: Document) -> None:
    """Whether a safe fix changes what its title says, and nothing else."""
    context = f"{fix.title}\n{document.text}\n--- gave ---\n{after.text}"
    assert not comments(document) - comments(after), context
    if document.error is not None:
        return
    data = deepcopy(document.data(()))
    for edit in fix.edits:
        if isinstance(edit, (ReplaceText, ExpandInline)):
            continue
        *parents, last = edit.path
        table = at(data, parents)
        if isinstance(edit, ReplaceValue):
            value = parse(f"value = {edit.text}").data(("value",))
            assert edit.text in fix.title or str(value) in fix.title, context
            table[last] = value
        elif isinstance(edit, ArrayToTable):
            (table[last],) = table[last]
        elif isinstance(edit, RenameKey):
            assert key_text(edit.name) in fix.title, context
            table[edit.name] = table.pop(last)
        else:
            assert isinstance(edit, MoveKey), f"{edit}\n{context}"
            assert key_text(str(last)) in fix.title, context
            at(data, edit.table)[last] = table.pop(last)
    assert same(data, after.data(())), context


def at(data: Any, path: Path | list[str | int]) -> Any:
    """The table at a path, made where it is not there."""
    for step in path:
        data = data[step] if isinstance(step, int) else data.setdefault(step, {})
    return data


def leaves(data: Any, path: Path = ()) -> set[Path]:
    """The paths of all values, each with its value as the last step."""
    if isinstance(data, dict):
        return {each for key in data for each in leaves(data[key], (*path, key))}
    if isinstance(data, list):
        return {each for index, item in enumerate(data) for each in leaves(item, (*path, index))}
    return {(*path, repr(data))}


def same(one: Any, other: Any) -> bool:
    """Whether two tables have the same values; an empty table is as good as none."""
    return leaves(one) == leaves(other)


def comments(document: Document) -> Counter[str]:
    """The text of every comment."""
    return Counter(
        document.text[base + start : base + end].rstrip()
        for base, section in zip(document.starts, document.sections, strict=True)
        for start, end, *_ in section.comments()
    )
