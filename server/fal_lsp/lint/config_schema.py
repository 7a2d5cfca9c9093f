"""The JSON Schema of `[tool.fal-lsp]`, for editors. Made from the rules and the severities."""

from __future__ import annotations

from typing import Any

from fal_schema.addresses import DOCUMENTATION, PAGES_OF_RULES
from fal_schema.json_schema import DRAFT

from ..rules import ALL
from ..rules.finding import Severity

_RULES = f"{DOCUMENTATION}{PAGES_OF_RULES}/"
_PATTERNS = (
    "Patterns as in a .gitignore file, relative to this pyproject.toml, of files and directories "
    "that a search leaves out"
)


def own_table() -> dict[str, Any]:
    """The schema of the table, without a head."""
    patterns = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "description": f"Configuration of fal-lsp, which checks [tool.fal].\n{DOCUMENTATION}",
        "properties": {
            "ignore": {
                "type": "array",
                "description": f"Rules that are not reported in this project.\n{_RULES}",
                "items": {
                    "type": "string",
                    "enum": [rule.name for rule in ALL],
                    "enumDescriptions": [rule.summary for rule in ALL],
                },
                "uniqueItems": True,
                "examples": [["negative-value"]],
            },
            "severity": {
                "type": "object",
                "description": f"The severities of rules in this project.\n{_RULES}",
                "properties": {
                    rule.name: {
                        "type": "string",
                        "description": f"{rule.summary}\n{rule.url}",
                        "enum": [level.value for level in Severity],
                        "default": rule.severity.value,
                    }
                    for rule in ALL
                },
                "additionalProperties": False,
                "examples": [{"unknown-machine-type": "warning"}],
            },
            "exclude": {
                **patterns,
                "description": f"{_PATTERNS}, instead of hidden ones and node_modules.",
                "examples": [["templates/"]],
            },
            "extend-exclude": {
                **patterns,
                "description": f"{_PATTERNS}, in addition to hidden ones and node_modules.",
                "examples": [["templates/"]],
            },
        },
        "additionalProperties": False,
    }


def build() -> dict[str, Any]:
    """The schema as a file of its own."""
    head = {
        "$schema": DRAFT,
        "$id": f"{DOCUMENTATION}schema/tool-fal-lsp.schema.json",
        "title": "tool.fal-lsp",
    }
    return {**head, **own_table()}
