"""What holds for every fix: the file parses after it, lacks the finding, and is no worse."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from fal_lsp.check import check
from fal_lsp.toml import parse
from fal_lsp.toml.edits import apply, text_edits
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpus import Case, cases
from tests.support.strategies import fal_tables, mutated, slow
from tests.support.toml_writer import write

if TYPE_CHECKING:
    from fal_lsp.diagnostic import Diagnostic
    from fal_lsp.toml import Document


@slow
@given(fal_tables, st.randoms(use_true_random=False))
def test_fixes_of_any_data(table: Any, random: Any) -> None:
    document = parse(write({"tool": {"fal": table}}, random.randrange))
    for item in check(document):
        assert_fixed(document, item)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_fixes_of_the_corpus(case: Case) -> None:
    document = parse(case.text)
    for item in check(document):
        assert_fixed(document, item)


@slow
@given(mutated())
def test_fixes_of_changed_files(text: str) -> None:
    document = parse(text)
    for item in check(document):
        assert_fixed(document, item)


def assert_fixed(document: Document, item: Diagnostic) -> None:
    """Each fix leaves a file that parses and lacks the finding; a safe one makes no error."""
    for fix in item.fixes:
        after = parse(apply(document.text, text_edits(document, fix.edits)))
        context = f"{item.rule}: {fix.title}\n{document.text}\n--- gave ---\n{after.text}"
        if document.error is None:
            assert after.error is None, context
        else:
            assert len(after.problems) <= len(document.problems), context
        before, now = _counts(document), _counts(after)
        assert now[item.rule] < before[item.rule], context
        if fix.safe:
            new = {rule for rule in now if now[rule] > before[rule]}
            assert not new & ERRORS, context


ERRORS = frozenset({"toml-syntax", "duplicate-key", "unknown-key", "wrong-type", "invalid-value"})


def _counts(document: Document) -> Counter[str]:
    return Counter(item.rule for item in check(document))
