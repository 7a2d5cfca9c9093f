"""The package as others load it: light, and as a plugin of validate-pyproject."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

import fal_schema
import pytest
from fal_schema import json_schema


def _loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has after running some code."""
    command = f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stdout))


def test_import_is_light() -> None:
    before = _loaded("")
    ours = {"fal_schema", "fal_schema.violation"}
    extra = {name for name in _loaded("import fal_schema") - before if "." not in name}
    assert {name for name in _loaded("import fal_schema") if "fal_schema" in name} == ours
    assert not extra & {"jsonschema", "json", "dataclasses", "inspect", "pathlib"}


def test_schema_needs_neither_jsonschema_nor_the_model() -> None:
    loaded = _loaded("import fal_schema; fal_schema.get_schema()")
    assert not loaded & {"jsonschema", "fal_schema.model", "fal_schema.tool_fal", "dataclasses"}


def test_validation_and_lookup_do_not_need_the_model() -> None:
    code = """
import fal_schema
from fal_schema.lookup import node_at
fal_schema.validate({"apps": {"x": {"reff": 1, "keep_alive": "1"}}})
node_at(("apps", "x", "ref")).markdown
"""
    assert not _loaded(code) & {"fal_schema.model", "fal_schema.tool_fal", "difflib", "packaging"}


def test_get_schema_answers_a_copy_of_the_generated_file() -> None:
    schema = fal_schema.get_schema("fal")
    assert schema == json_schema.build("tool")
    schema["properties"].clear()
    assert fal_schema.get_schema()["properties"]
    assert fal_schema.validate({"apps": {"x": {"ref": "a.py"}}}) == []


def test_get_schema_is_documented_for_the_help_of_validate_pyproject() -> None:
    assert "[tool.fal]" in (inspect.getdoc(fal_schema.get_schema) or "")


@pytest.mark.peers
def test_validate_pyproject_finds_the_plugin() -> None:
    from validate_pyproject import api, errors, plugins

    found = {plugin.tool: plugin for plugin in plugins.list_from_entry_points()}
    assert found["fal"].schema == json_schema.build("tool")
    check = api.Validator(plugins=[found["fal"]])
    check({"tool": {"fal": {"apps": {"x": {"ref": "a.py", "no_scale": True}}}}})
    with pytest.raises(errors.ValidationError, match=r"tool\.fal\.apps\.x\.ref.*must not be there"):
        check({"tool": {"fal": {"apps": {"x": {"ref": "a.py", "python_entry_point": "a:b"}}}}})
