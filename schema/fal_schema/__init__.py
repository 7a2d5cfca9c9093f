"""The keys of `[tool.fal]`: schema, validation, lookup. Light to import: it loads nothing heavy.

`validate(data)` checks plain data; `lookup.node_at(path)` returns what a key means;
`json_schema.build(flavour)` builds the JSON Schemas; `get_schema` is the plugin for
validate-pyproject, which loads this module in everybody's environment.
"""

from __future__ import annotations

from typing import Any

from .violation import Path, Related, Violation

__all__ = ["Path", "Related", "Violation", "get_schema", "validate"]


def get_schema(tool_name: str = "fal") -> dict[str, Any]:
    """The JSON Schema for the table `[tool.fal]` (fal Serverless apps).

    The signature is that of validate-pyproject's entry point `validate_pyproject.tool_schema`,
    which prints this text as its help; `tool_name` is always "fal".
    """
    from .packaged import load

    return load()


def validate(data: Any) -> list[Violation]:
    """The violations of the content of the `[tool.fal]` table; see `validation.validate`."""
    from .validation import validate as run

    return run(data)
