"""How many examples a property is tried with. Knows no property."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import settings

_Row = TypeVar("_Row")

THOROUGH = bool(os.environ.get("THOROUGH"))
"""Set by `make thorough`: everything is tried, not a sample."""


def examples(count: int, **more: Any) -> settings:
    """Settings for `count` examples; a sample of them unless the run is thorough."""
    return settings(max_examples=count if THOROUGH else max(count // 6, 10), **more)


def sample(rows: Sequence[_Row], share: int, first: int = 0) -> Sequence[_Row]:
    """One row in so many, from the `first` on; all of them if the run is thorough."""
    return rows if THOROUGH else rows[first::share]
