"""The packaged schema of `[tool.fal]`. Knows where the file lies, not what is in it."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any

FILE = os.path.join(os.path.dirname(__file__), "tool-fal.schema.json")  # noqa: PTH118, PTH120
"""The path of the generated file. `os.path`, since pathlib takes longer to import than this."""


def load() -> dict[str, Any]:
    """A fresh copy of the schema, for callers that may change it."""
    with open(FILE, encoding="utf-8") as file:  # noqa: PTH123
        schema: dict[str, Any] = json.load(file)
    return schema


@lru_cache(maxsize=1)
def shared() -> dict[str, Any]:
    """The one copy that this package reads; not to be changed."""
    return load()
