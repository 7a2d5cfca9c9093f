"""What holds for every test: no clock decides, chance can be repeated, no rule crashes unseen."""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.examples import THOROUGH

# A test never fails for the time that it took: the machine may be busy. In CI the examples are the
# same in every run, so that what fails there fails here.
settings.register_profile(
    "fal-lsp",
    deadline=None,
    max_examples=100 if THOROUGH else 20,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("fal-lsp")

# The environment that the tests run in is not that of a project in a test.
os.environ.pop("VIRTUAL_ENV", None)

# A shell starts what runs in its background with this signal ignored, and programs inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What is imported and collected lives to the end: the garbage collector would only walk through it
# again and again, for a tenth of the time of all tests.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


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
    log = logging.getLogger("fal_lsp.lint.check")
    log.addHandler(crashes)
    yield
    log.removeHandler(crashes)
    assert not crashes.records, "\n".join(
        logging.Formatter().format(record) for record in crashes.records
    )
