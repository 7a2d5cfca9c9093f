"""Every key of the model is complete: words, release, default and examples that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from fal_schema import docs, model, validate
from fal_schema.literals import document, literal
from fal_schema.tool_fal import TOOL_FAL

Entry = tuple[tuple[str, ...], model.Field]


def _fields(field: model.Field, path: tuple[str, ...]) -> Iterator[Entry]:
    yield path, field
    if isinstance(field.kind, model.Map):
        yield from _fields(field.kind.item, (*path, "my-key"))
    if isinstance(field.kind, model.Table):
        for child in field.kind.fields:
            yield from _fields(child, (*path, child.name))


FIELDS = list(_fields(TOOL_FAL, ()))
IDS = [".".join(path) or "tool.fal" for path, _ in FIELDS]
every_key = pytest.mark.parametrize(("path", "field"), FIELDS, ids=IDS)


def test_the_model_is_not_empty() -> None:
    assert len(FIELDS) == len(set(IDS))
    assert len(FIELDS) > 60


@every_key
def test_words(path: tuple[str, ...], field: model.Field) -> None:
    assert "\n" not in field.summary
    assert re.fullmatch(r"[A-Z`].*\.", field.summary)
    assert len(field.summary) <= 100
    assert field.docs.strip() == field.docs != ""
    assert field.docs.endswith((".", ")"))
    assert field.docs.count("`") % 2 == 0
    assert "  " not in field.docs
    assert field.url.startswith("https://fal.ai/docs/")


@every_key
def test_release(path: tuple[str, ...], field: model.Field) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", field.since)


@every_key
def test_default(path: tuple[str, ...], field: model.Field) -> None:
    assert field.default is None or not field.default_note
    if field.default is not None:
        assert not validate(_data(path, field.default))


@every_key
def test_examples(path: tuple[str, ...], field: model.Field) -> None:
    assert field.examples
    for example in field.examples:
        assert not validate(_data(path, example)), example


@every_key
def test_the_example_in_the_docs_is_toml(path: tuple[str, ...], field: model.Field) -> None:
    text = docs.example(field, path)
    value = tomli.loads(text)
    if isinstance(field.examples[0], dict):
        for part in ("tool", "fal", *path):
            value = value[part]
        assert value == field.examples[0]
    else:
        assert value == {path[-1]: field.examples[0]}
    assert f"```toml\n{text}\n```" in docs.markdown(field, path)


@every_key
def test_markdown_has_no_heading_and_no_price(path: tuple[str, ...], field: model.Field) -> None:
    text = docs.markdown(field, path)
    assert not re.search(r"^#", text, re.MULTILINE)
    assert not re.search(r"\$\d|€|per hour|\bcents?\b", text)


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        'quo"te',
        "back\\slash",
        "tab\tnew\nline",
        "\x00\x1f\x7f",
        "é😀",
        "\u2028",
        5,
        -1,
        True,
    ],
)
def test_literal(value: Any) -> None:
    assert tomli.loads(f"a = {literal(value)}") == {"a": value}
    assert tomli.loads(f"a = {literal([value, {'k e y': value}])}") == {
        "a": [value, {"k e y": value}]
    }
    assert tomli.loads(document({"b": value, "c": {"d": value}}, ("x y",))) == {
        "tool": {"fal": {"x y": {"b": value, "c": {"d": value}}}}
    }


def _data(path: tuple[str, ...], value: Any) -> Any:
    """The value at a path below `[tool.fal]`, with what its tables need around it."""
    if not path:
        return value
    data: Any = value
    for depth in range(len(path) - 1, -1, -1):
        data = {**_NEEDED.get((path[depth - 1] if depth else "", depth), {}), path[depth]: data}
        if depth == 2 and path[2] in ("python_entry_point", "image"):
            data.pop("ref", None)
        if depth == 2 and path[2] == "app_files_context_dir":
            data["app_files"] = ["a"]
        if depth == 3 and path[2:4] == ("image", "image"):
            data.pop("dockerfile")
    return data


_NEEDED: dict[tuple[str, int], dict[str, Any]] = {
    ("my-key", 2): {"ref": "a.py"},
    ("image", 3): {"dockerfile": "D"},
    ("health_check", 3): {"path": "/"},
    ("my-key", 5): {"username": "u", "password": "p"},
}
