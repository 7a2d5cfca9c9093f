"""What a project's own pyproject.toml says, from the document that is checked.

Knows neither TOML nor what the tables mean. A file of its own since every layer from the workspace
up to the check speaks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

TABLES = ("tables of the own pyproject.toml",)
"""The read of `OwnTables.data`."""
SYNTAX = ("syntax of the own pyproject.toml",)
"""The read of `OwnTables.is_valid`."""


class OwnTables:
    """What a project's own pyproject.toml says outside of `[tool.fal]`, as it is in the editor.

    Its text changes with every keystroke and need not be valid; what projects read of it rarely
    changes. `is_valid` is whether tomli accepts the text.
    """

    def __init__(self, data: Callable[[], Mapping[str, Any]], is_valid: bool) -> None:
        self._find: Callable[[], Mapping[str, Any]] | None = data
        self.is_valid = is_valid

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The plain data; `None` stands for what is malformed."""
        find, self._find = self._find, None
        # Versions of the document share the data: that should not keep the first one alive.
        assert find is not None
        return find()
