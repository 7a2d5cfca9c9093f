"""What holds for every test: a rule that crashes is isolated for the user, never for us."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


class _Crash(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_rule_crashes() -> Iterator[None]:
    """Fails the test in which a rule raised."""
    crashes = _Crash()
    log = logging.getLogger("fal_lsp.check")
    log.addHandler(crashes)
    yield
    log.removeHandler(crashes)
    assert not crashes.records, "\n".join(
        logging.Formatter().format(record) for record in crashes.records
    )
