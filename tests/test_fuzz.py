"""The seeds of the fuzz targets, which `make fuzz` changes until something does not hold."""

from __future__ import annotations

import pytest

from fuzz.__main__ import seeds
from fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_seeds(name: str) -> None:
    inputs = seeds(name)
    assert inputs
    for data in inputs:
        TARGETS[name](data)
