"""Repairing every case of the corpus: valid stays valid, and once is enough."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from fal_lsp.lint.check import check
from fal_lsp.lint.diagnostic import Diagnostic
from fal_lsp.lint.fixing import fix_all
from fal_lsp.rules.finding import Severity
from fal_lsp.toml import parse

from tests.support.corpus import Case, cases


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_repairs(case: Case, unsafe: bool) -> None:
    before = parse(case.text)
    fixed = fix_all(before, check, unsafe)
    again = parse(fixed.document.text)
    assert fixed.diagnostics == check(again)
    assert before.error is not None or again.error is None
    assert fix_all(again, check, unsafe).repaired == 0
    assert _errors(fixed.diagnostics) <= _errors(check(before))


def _errors(diagnostics: Sequence[Diagnostic]) -> int:
    return sum(found.severity is Severity.ERROR for found in diagnostics)
