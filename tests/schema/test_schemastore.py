"""The contribution to SchemaStore is complete, and its own check would take it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from fal_lsp.lint.check import check
from fal_lsp.toml import parse
from fal_schema import json_schema, schemastore

from tests.support import peers

FILES = schemastore.files()
POSITIVE = [name for name in FILES if name.startswith("src/test/")]
NEGATIVE = [name for name in FILES if name.startswith("src/negative_test/")]
SCHEMA = json_schema.build("schemastore")


def _table(name: str) -> Any:
    return tomli.loads(FILES[name])["tool"]["fal"]


def _rules(name: str) -> list[str]:
    return [item.rule for item in check(parse(FILES[name]))]


def _properties(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for key, child in node.get("properties", {}).items():
        yield f"{path}/{key}", child
        yield from _properties(child, f"{path}/{key}")
    if isinstance(node.get("additionalProperties"), dict):
        yield from _properties(node["additionalProperties"], f"{path}/*")


def _written(value: Any, node: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every pair of a table with its path, where a key that is free is a star."""
    if not isinstance(value, dict):
        return
    for key, child in value.items():
        known = node.get("properties", {}).get(key)
        where = f"{path}/{key if known is not None else '*'}"
        yield where, child
        yield from _written(child, known or node.get("additionalProperties") or {}, where)


def test_one_command_writes_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert schemastore.main([str(tmp_path)]) == 0
    written = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert written == set(FILES)
    assert capsys.readouterr().out.count("wrote ") == len(FILES)
    partial = tmp_path / "src/schemas/json/partial-fal.json"
    assert json.loads(partial.read_bytes()) == SCHEMA


def test_without_a_clone_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemastore, "SOURCES", tmp_path / "missing")
    assert schemastore.main([str(tmp_path)]) == 1
    assert "needs a clone" in capsys.readouterr().err


@pytest.mark.parametrize("name", [*POSITIVE, *NEGATIVE])
def test_the_first_line_names_the_schema(name: str) -> None:
    assert FILES[name].startswith("#:schema ../../schemas/json/pyproject.json\n")


@pytest.mark.parametrize("name", POSITIVE)
def test_the_schema_takes_what_is_right(name: str) -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(_table(name))
    assert set(_rules(name)) <= {"deprecated-key"}


@pytest.mark.parametrize("name", NEGATIVE)
def test_the_schema_refuses_what_is_wrong_for_one_reason(name: str) -> None:
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(_table(name))
    assert len(_rules(name)) == 1


def test_every_key_and_every_value_is_tested() -> None:
    """What SchemaStore's own `cli.js coverage` looks at: keys, values of an enum, both ways."""
    right, wrong = (
        [pair for name in names for pair in _written(_table(name), SCHEMA)]
        for names in (POSITIVE, NEGATIVE)
    )
    for path, node in _properties(SCHEMA):
        if path.rpartition("/")[2].startswith("_"):
            continue
        assert path in {where for where, _ in right}, (
            f"set {path} in schema/schemastore/test/*.toml"
        )
        values = node.get("enum") or node.get("items", {}).get("enum") or []
        taken = _flat(value for where, value in right if where == path)
        assert set(values) <= set(taken), path
        if values:
            assert set(_flat(value for where, value in wrong if where == path)) - set(values), path


def _flat(values: Iterator[Any]) -> list[Any]:
    lists = [value if isinstance(value, list) else [value] for value in values]
    return [item for items in lists for item in items if isinstance(item, str)]


def test_the_note_holds_the_entries() -> None:
    note = FILES["fal-pull-request.md"]
    assert '"fal": {\n  "$ref": "partial-fal.json",' in note
    assert json.dumps(schemastore.catalog_entry(), indent=2) in note


@pytest.mark.peers
def test_ajv_in_strict_mode_says_the_same(tmp_path: Path) -> None:
    reason = peers.install_packages()
    if reason:
        pytest.skip(reason)
    answers = peers.ajv(SCHEMA, {name: _table(name) for name in [*POSITIVE, *NEGATIVE]}, tmp_path)
    assert {name for name, words in answers.items() if words} == set(NEGATIVE)


SORTED = {
    "$schema": None,
    "$id": None,
    "$comment": None,
    "$ref": None,
    r"/^\$.*/": None,
    r"/^[^\d+]/": "none",
    r"/^\d+/": "none",
    "if": None,
    "then": None,
    "else": None,
}
"""The order of keys that SchemaStore's .prettierrc.cjs asks for in src/schemas/json."""


@pytest.mark.peers
def test_prettier_changes_nothing(tmp_path: Path) -> None:
    reason = peers.install_packages()
    if reason:
        pytest.skip(reason)
    file = "src/schemas/json/partial-fal.json"
    text = FILES[file]
    options = {"jsonRecursiveSort": True, "jsonSortOrder": json.dumps(SORTED)}
    assert peers.prettier(text, Path(file).name, options, tmp_path) == text
