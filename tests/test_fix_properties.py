"""What holds for every fix: the file parses after it, lacks the finding, and is no worse."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.lint.check import check
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply, text_edits
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpus import Case, cases
from tests.support.strategies import fal_tables, mutated, slow, write_toml

if TYPE_CHECKING:
    from fal_lsp.lint.diagnostic import Diagnostic
    from fal_lsp.rules.finding import Fix
    from fal_lsp.toml import Document


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_fixes_of_the_corpus(case: Case) -> None:
    """What people write: each fix that is offered can be made, and a safe one breaks nothing."""
    document = parse(case.text)
    before = Counter(item.rule for item in check(document))
    for item in check(document):
        for fix in item.fixes:
            after = fixed(document, item, fix)
            assert after is not None, f"{item.rule}: {fix.title}\n{case.text}"
            now = Counter(other.rule for other in check(after))
            new = {rule for rule in now if now[rule] > before[rule]}
            assert not (fix.safe and new & ERRORS), f"{new}\n{case.text}\n---\n{after.text}"


@slow
@given(fal_tables, st.randoms(use_true_random=False))
def test_fixes_of_any_data(table: Any, random: Any) -> None:
    document = parse(write_toml({"tool": {"fal": table}}, random.randrange))
    for item in check(document):
        for fix in item.fixes:
            fixed(document, item, fix)


@slow
@given(mutated())
def test_fixes_of_changed_files(text: str) -> None:
    document = parse(text)
    for item in check(document):
        for fix in item.fixes:
            fixed(document, item, fix)


ERRORS = frozenset({"toml-syntax", "duplicate-key", "unknown-key", "wrong-type", "invalid-value"})


def fixed(document: Document, item: Diagnostic, fix: Fix) -> Document | None:
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
        assert _same(after, item) < _same(document, item), context
    else:
        assert len(after.problems) <= len(document.problems), context
    return after


def _same(document: Document, item: Diagnostic) -> int:
    """How many findings say the very same."""
    found = check(document)
    return sum((item.rule, item.message) == (other.rule, other.message) for other in found)
