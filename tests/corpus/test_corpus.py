"""Every case of the corpus: exactly what is written below its lines is found, at its place."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import tomli
from fal_lsp.check import check
from fal_lsp.toml import parse

from tests.support.corpus import Case, cases
from tests.support.findings import difference
from tests.support.notations import NOTATIONS, read, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

_BROKEN = frozenset({"toml-syntax", "duplicate-key", "byte-order-mark"})


def _id(case: Case) -> str:
    return case.name


@pytest.fixture(autouse=True)
def _no_rule_crashes(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The check goes on when a rule crashes, and says so in the log."""
    caplog.set_level(logging.ERROR)
    yield
    assert not caplog.records


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


@pytest.mark.parametrize("case", cases(), ids=_id)
def test_case_is_where_it_belongs(case: Case) -> None:
    """`valid` expects nothing, `warned` no error, `invalid` one; only broken text is broken."""
    severities = {item.severity for item in case.expected}
    if case.folder == "valid":
        assert not severities
    elif case.folder == "warned":
        assert severities
        assert "error" not in severities
    else:
        assert "error" in severities
    broken = any(item.rule in _BROKEN for item in case.expected)
    try:
        tomli.loads(case.text)
    except tomli.TOMLDecodeError:
        assert broken
    else:
        assert not broken


def test_size() -> None:
    """The issue asks for breadth: a case more is one line more."""
    assert sum(case.valid for case in cases()) >= 350
    assert sum(not case.valid for case in cases()) >= 550
