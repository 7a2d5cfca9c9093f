"""Whatever the data: an answer, in English, at places that exist, and the schema's own verdict."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import jsonschema
import pytest
import tomli
from fal_schema import Violation, get_schema, validate
from fal_schema.acceptance import is_type
from fal_schema.lookup import SchemaNode, root
from fal_schema.validation import validate_app
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpus import cases
from tests.support.examples import examples

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**31, -(2**31) - 1, 2**63 - 1]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["private", "Private", "us-west", "GET", "300", "true", "a.py::B", "a:b", "$X"]
    ),
    st.datetimes(),
    st.dates(),
    st.times(),
)


def _names(node: SchemaNode) -> list[str]:
    below = [child for child in (*node.children.values(), node.entry) if child is not None]
    return [*node.children, *node.by_alias, *node.foreign, *(n for c in below for n in _names(c))]


NAMES = sorted(set(_names(root())))
KEYS = st.one_of(st.sampled_from(NAMES), st.text(max_size=12))
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=8)),
    max_leaves=15,
)
APPS = st.fixed_dictionaries(
    {"apps": st.dictionaries(KEYS, st.dictionaries(KEYS, DATA, max_size=6), max_size=2)}
)

JSONSCHEMA = re.compile(r"is not of type|is not valid under|False schema|is a dependency of|None")


def _without_outlines(schema: Any) -> Any:
    """A schema without the patterns that a rule outside it judges."""
    if isinstance(schema, list):
        return [_without_outlines(child) for child in schema]
    if not isinstance(schema, dict):
        return schema
    facts = schema.get("x-fal", {})
    judged = {"pattern"} if isinstance(facts, dict) and facts.get("outline") else set()
    return {key: _without_outlines(schema[key]) for key in schema.keys() - judged}


KINDS = ("integer", "number", "boolean", "string", "array", "object")


def _strict() -> Any:
    """The library jsonschema with our schema and TOML's types."""

    def asks(kind: str) -> Any:
        return lambda checker, value: is_type(value, kind)

    extend: Any = jsonschema.validators.extend
    types = jsonschema.TypeChecker({kind: asks(kind) for kind in KINDS})
    library = extend(jsonschema.Draft7Validator, type_checker=types)
    return library(_without_outlines(get_schema()))


STRICT = _strict()


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        data = data[part]
    return data


def _check(violation: Violation, data: Any) -> None:
    _at(data, violation.path)
    for path, part, message in violation.related:
        _at(data, path)
        assert part in ("key", "value")
        assert message
    assert violation.part == "value" or isinstance(violation.path[-1], str)
    assert re.search(r"[.?]$", violation.message)
    assert "\n" not in violation.message
    assert "`" in violation.message
    assert len(violation.message) < 800
    assert not JSONSCHEMA.search(violation.message) or "None" in repr(data)
    assert _at(data, violation.path) is not None


@examples(100)
@given(st.one_of(DATA, APPS))
def test_never_raises(data: Any) -> None:
    found = validate(data)
    for violation in found:
        _check(violation, data)
    assert len({(each.path, each.part, each.rule) for each in found}) == len(found)


def _without_none(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_none(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_without_none(item) for item in data if item is not None]
    return data


@examples(100)
@given(st.one_of(DATA, APPS))
def test_errors_are_those_of_plain_jsonschema(data: Any) -> None:
    """Our own keyword functions agree with those of jsonschema wherever data is whole."""
    _compare_with_jsonschema(_without_none(data))


def test_errors_in_the_corpus_are_those_of_plain_jsonschema() -> None:
    for case in cases():
        try:
            data = tomli.loads(case.text.removeprefix("\ufeff"))
        except tomli.TOMLDecodeError:
            continue
        tool = data.get("tool")
        if isinstance(tool, dict) and "fal" in tool:
            _compare_with_jsonschema(tool["fal"])


def _compare_with_jsonschema(data: Any) -> None:
    if data is None:
        return
    found = validate(data)
    assert STRICT.is_valid(data) is not any(
        each.severity == "error" or each.path[:-1] == () for each in found
    ), data
    apps = data.get("apps") if isinstance(data, dict) else None
    for name, app in apps.items() if isinstance(apps, dict) else ():
        assert validate_app(name, app) == validate({"apps": {name: app}})


@pytest.mark.parametrize("depth", [10, 1_000, 100_000])
def test_depth(depth: int) -> None:
    deep: Any = "x"
    for _ in range(depth):
        deep = [deep]
    table = {"ref": deep, "requirements": deep, "_scheduler_options": {"a": deep}, "foo": deep}
    assert [each.rule for each in validate({"apps": {"x": table}})] == [
        "wrong-type",
        "wrong-type",
        "unknown-key",
    ]


@pytest.mark.parametrize("text", ["a", " ", ":", "a:", "::", ".py", "a."])
def test_long_strings_take_no_time(text: str) -> None:
    schema = json.dumps(get_schema())
    for pattern in {node["pattern"] for node in _patterns(json.loads(schema))}:
        re.search(pattern, text * 100_000 + ":")
    table = {"ref": text * 100_000, "image": {"image": text * 100_000}}
    assert all(each.rule == "invalid-value" for each in validate({"apps": {"x": table}}))


def _patterns(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for child in schema for found in _patterns(child)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if isinstance(schema.get("pattern"), str) else []
    return own + [found for child in schema.values() for found in _patterns(child)]


def test_number_that_python_does_not_print() -> None:
    table = {"ref": 10**5000, "keep_alive": 10**5000, "regions": [10**5000]}
    assert [each.rule for each in validate({"apps": {"x": table}})] == [
        "wrong-type",
        "out-of-range",
        "wrong-type",
    ]


def test_many_problems_are_cut_off() -> None:
    table = {"ref": "a.py", "regions": ["mars"] * 50_000, **{f"key{i}": i for i in range(50_000)}}
    found = validate({"apps": {"x": table}})
    assert len(found) == 1000


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (10, {"integer", "number"}),
        (10.0, {"number"}),
        (True, {"boolean"}),
        ("", {"string"}),
        ([], {"array"}),
        ({}, {"object"}),
        (float("nan"), {"number"}),
        (datetime.date(1979, 5, 27), set()),
        (datetime.time(7, 32), set()),
        (datetime.datetime(1979, 5, 27), set()),
    ],
)
def test_types_are_those_of_toml(value: Any, kinds: set[str]) -> None:
    assert {kind for kind in KINDS if is_type(value, kind)} == kinds
