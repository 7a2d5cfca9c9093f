"""The generated files are fresh, and the schemas have the form that every reader copes with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fal_schema import generate, json_schema
from fal_schema.json_schema import FLAVOURS, Flavour

every_flavour = pytest.mark.parametrize("flavour", FLAVOURS)
OTHERS = {"properties", "additionalProperties", "dependencies", "if", "then", "items", "anyOf"}
SCHEMASTORE = {
    *jsonschema.Draft7Validator.META_SCHEMA["properties"],
    "deprecated",
    "enumDescriptions",
    "markdownDescription",
    "x-taplo",
    "x-tombi-additional-key-label",
    "x-tombi-toml-version",
}
"""What SchemaStore's check (Ajv in strict mode, with keywords for editors) knows."""


def _nodes(schema: Any, where: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(schema, dict):
        return
    yield where, schema
    for name in ("properties", "dependencies"):
        for key, child in schema.get(name, {}).items():
            yield from _nodes(child, f"{where}/{name}/{key}")
    for name in ("additionalProperties", "items", "if", "then"):
        yield from _nodes(schema.get(name), f"{where}/{name}")
    for index, child in enumerate(schema.get("anyOf", ())):
        yield from _nodes(child, f"{where}/anyOf/{index}")


@pytest.mark.parametrize("path", generate.files(), ids=lambda path: path.name)
def test_file_is_fresh(path: Path) -> None:
    assert path not in generate.stale(), f"{path.name} is stale: run {generate.COMMAND}"


def test_check_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "_SCHEMA", tmp_path / "schema")
    monkeypatch.setattr(generate, "_PACKAGE", tmp_path / "schema" / "fal_schema")
    (tmp_path / "schema" / "fal_schema").mkdir(parents=True)
    assert generate.main(["--check"]) == 1
    assert generate.COMMAND in capsys.readouterr().err
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert not generate.stale()


@every_flavour
def test_schema_passes_its_metaschema(flavour: Flavour) -> None:
    schema = json_schema.build(flavour)
    jsonschema.Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@every_flavour
def test_form(flavour: Flavour) -> None:
    schema = json_schema.build(flavour)
    assert schema["$schema"] == json_schema.DRAFT
    assert schema["x-tombi-toml-version"] == "v1.1.0"
    assert '"$ref"' not in json.dumps(schema)
    for where, node in _nodes(schema):
        if "properties" in node or node.get("type") == "object":
            assert "additionalProperties" in node, where
        if "properties" in node:
            assert not {"allOf", "oneOf", "anyOf", "not"} & node.keys(), where
        assert len(node.get("anyOf", ())) in (0, 2), where
        assert not isinstance(node.get("type"), list), where
        assert len(node.get("enum", ())) == len(node.get("enumDescriptions", ())), where
        inside_helper = "/dependencies/" in where or where.endswith(("/if", "/then"))
        if inside_helper and "/properties/" not in where.rpartition("/dependencies/")[2]:
            assert node["additionalProperties"] is True, where


@every_flavour
def test_every_key_has_words(flavour: Flavour) -> None:
    for where, node in _nodes(json_schema.build(flavour)):
        if where.rpartition("/")[0].endswith("/properties") and "/dependencies/" not in where:
            if where.endswith("/then/properties/ref") or where == "#/properties/tool":
                continue
            assert node["description"], where
            assert node["markdownDescription"], where


def test_schemastore_gets_only_what_its_check_knows() -> None:
    for where, node in _nodes(json_schema.build("schemastore")):
        assert node.keys() <= SCHEMASTORE, where
    assert (
        json_schema.build("schemastore")["$id"] == "https://json.schemastore.org/partial-fal.json"
    )


def test_our_annotations_are_only_in_our_flavour() -> None:
    assert '"x-fal"' in json.dumps(json_schema.build("tool"))
    for flavour in ("pyproject", "schemastore"):
        assert '"x-fal"' not in json.dumps(json_schema.build(flavour))


def test_pyproject_holds_the_table_and_leaves_the_rest_open() -> None:
    schema = json_schema.build("pyproject")
    check = jsonschema.Draft7Validator(schema)
    assert check.is_valid({"project": {"name": "x"}, "tool": {"other": 1}})
    assert check.is_valid({"tool": {"fal": {"apps": {"x": {"ref": "a.py"}}}}})
    assert not check.is_valid({"tool": {"fal": {"apps": {"x": {}}}}})


def test_unknown_flavour() -> None:
    with pytest.raises(ValueError, match="choose one of tool, pyproject, schemastore"):
        json_schema.build("xml")  # type: ignore[arg-type]


def test_reference_has_every_key_that_is_not_internal() -> None:
    text = next(text for path, text in generate.files().items() if path.suffix == ".md")
    for where, node in _nodes(json_schema.build("tool")):
        name = where.rpartition("/")[2]
        facts = node.get("x-fal", {})
        if where.rpartition("/")[0].endswith("/properties") and "since" in facts:
            assert (f"### `{name}`" in text) is not facts.get("internal", False), name
