"""How many examples a property is tried with. Knows no property."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

THOROUGH = bool(os.environ.get("THOROUGH"))
"""Set by `make thorough`: everything is tried, not a sample."""


def examples(count: int, **more: Any) -> settings:
    """Settings for `count` examples; a sample of them unless the run is thorough."""
    return settings(max_examples=count if THOROUGH else max(count // 6, 10), **more)
