"""Every case of the corpus: exactly what is written below its lines is found, at its place."""

from __future__ import annotations

from collections import Counter

import pytest
import tomli
from fal_lsp.lint.check import check
from fal_lsp.rules import ALL
from fal_lsp.toml import parse

from tests.support.corpus import Case, cases, difference
from tests.support.corpus_variants import NOTATIONS, read, rewrite

_BROKEN = frozenset({"toml-syntax", "duplicate-key", "byte-order-mark"})
_BEFORE_THE_TEXT = frozenset({"unreadable-file", "file-too-large", "invalid-utf-8"})
"""Found where a file is read, before there is a document."""


def _id(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", cases(), ids=_id)
def test_case(case: Case) -> None:
    message = difference(case, check(parse(case.text)))
    assert not message, message


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("folder", ["valid", "warned", "invalid"])
def test_other_notations(folder: str, notation: str) -> None:
    """The same data written otherwise has the same findings at the same keys and values."""
    rewritten = [rewrite(case, notation) for case in cases() if case.folder == folder]
    messages = [
        difference(case, check(parse(case.text)), ignore="toml-1-1-syntax")
        for case in rewritten
        if case is not None
    ]
    wrong = [message for message in messages if message]
    assert not wrong, f"{len(wrong)} of {len(messages)}:\n" + "\n\n".join(wrong[:10])


def test_most_cases_can_be_written_otherwise() -> None:
    assert sum(read(case) is not None for case in cases()) > 600


def test_each_case_is_where_it_belongs() -> None:
    """`valid` expects nothing, `warned` no error, `invalid` one; only broken text is broken."""
    assert [case.name for case in cases() if not is_where_it_belongs(case)] == []


def is_where_it_belongs(case: Case) -> bool:
    severities = {item.severity for item in case.expected}
    worst = "error" if "error" in severities else "no error" if severities else "nothing"
    if worst != {"valid": "nothing", "warned": "no error", "invalid": "error"}[case.folder]:
        return False
    broken = any(item.rule in _BROKEN for item in case.expected)
    try:
        tomli.loads(case.text)
    except tomli.TOMLDecodeError:
        return broken
    return not broken


def test_every_rule_is_in_the_corpus() -> None:
    """A rule that reads nothing but the text has at least three cases here."""
    counts = Counter(item.rule for case in cases() for item in case.expected)
    needed = {rule.name for rule in ALL if not rule.reads_project} - _BEFORE_THE_TEXT
    missing = {name for name in needed if counts[name] < 3}
    assert not missing, f"write three cases in tests/corpus/invalid or warned: {missing}"
    assert set(counts) <= {rule.name for rule in ALL}


def test_size() -> None:
    """The issue asks for breadth: a case more is one line more."""
    assert sum(case.valid for case in cases()) >= 350
    assert sum(not case.valid for case in cases()) >= 550
