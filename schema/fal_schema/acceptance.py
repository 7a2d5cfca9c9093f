"""Whether the schema has nothing to say against plain data. Knows JSON Schema, not fal.

Most data is right, and to see that costs less than to import jsonschema. What is wrong is said by
jsonschema (`keywords.py`), with the same test for each keyword that asks one value; the tests hold
both against each other, and against jsonschema's own keywords.

`None` is a value that is there but malformed: it is present, and nothing else is checked. Under
`x-fal`, `advises` is a schema whose errors are advice: fal accepts what it refuses. With `outline`
the `pattern` is for other readers only, and a rule of its own judges the string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

Schema = Any

_MOST_RIGHT = 4096
_LONGEST_RIGHT = 100
"""Code points of a string that is cached as valid, so that the cache stays below 1 MB."""
_right: set[tuple[int, type, object]] = set()
_LONG = 32
"""Items of a list or table of which the answer is remembered: each table around it asks again."""
_known: dict[tuple[int, int], bool] | None = None
_tests: dict[int, list[tuple[Test, Schema]]] = {}


def accepts(schema: Schema, value: Any) -> bool:
    """Whether a node of the packaged schema has nothing to say against a value."""
    if value is None or schema is True:
        return True
    if schema is False:
        return False
    kind = type(value)
    is_short = kind is bool or kind is int or (kind is str and len(value) <= _LONGEST_RIGHT)
    # While somebody types, all values but one are the same. `1` and `true` are equal.
    question = (id(schema), kind, value) if is_short else None
    if question in _right:
        return True
    known = _known if (kind is list or kind is dict) and len(value) > _LONG else None
    if known is not None and (answer := known.get((id(schema), id(value)))) is not None:
        return answer
    tests = _tests.get(id(schema))
    if tests is None:
        tests = [(TESTS[name], limit) for name, limit in schema.items() if name in TESTS]
        _tests[id(schema)] = tests
    accepted = True
    for test, limit in tests:
        if not test(value, limit, schema):
            accepted = False
            break
    if known is not None:
        known[id(schema), id(value)] = accepted
    elif accepted and question is not None:
        if len(_right) >= _MOST_RIGHT:
            _right.clear()
        _right.add(question)
    return accepted


@contextmanager
def remembering() -> Iterator[None]:
    """Remember the answers about long lists and tables, which neither change nor go meanwhile."""
    global _known
    _known = {}
    try:
        yield
    finally:
        _known = None


def is_type(value: Any, kind: str) -> bool:
    """Whether a value is of a type of JSON Schema; 10.0 is no integer, `true` no number."""
    return isinstance(value, TYPES.get(kind, ())) and (
        kind == "boolean" or not isinstance(value, bool)
    )


TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def has_type_of(value: Any, branch: Schema) -> bool:
    """Whether a branch of `anyOf` is meant for such a value."""
    return "type" not in branch or is_type(value, branch["type"])


def _properties(value: Any, properties: Schema, schema: Schema) -> bool:
    if isinstance(value, dict):
        for key in value.keys() & properties.keys():
            if not accepts(properties[key], value[key]):
                return False
    return True


def _additional_properties(value: Any, extra: Schema, schema: Schema) -> bool:
    if extra is True or not isinstance(value, dict):
        return True
    unknown = value.keys() - schema.get("properties", {}).keys()
    # A key is one too many whether or not its value is known.
    return not unknown or (
        extra is not False and all(accepts(extra, value[key]) for key in unknown)
    )


def _items(value: Any, items: Schema, schema: Schema) -> bool:
    return not isinstance(value, list) or all(map(partial(accepts, items), value))


def _required(value: Any, required: Schema, schema: Schema) -> bool:
    return not isinstance(value, dict) or value.keys() >= set(required)


def _dependencies(value: Any, dependencies: Schema, schema: Schema) -> bool:
    if isinstance(value, dict):
        for key, needed in dependencies.items():
            if key in value and not accepts(needed, value):
                return False
    return True


def applies(condition: Schema, value: Any) -> bool:
    """Whether the schema of an `if` fits, which asks for the absence of keys."""
    return isinstance(value, dict) and condition["properties"].keys().isdisjoint(value)


def _if(value: Any, condition: Schema, schema: Schema) -> bool:
    return not applies(condition, value) or accepts(schema["then"], value)


def _any_of(value: Any, branches: Schema, schema: Schema) -> bool:
    return any(has_type_of(value, branch) and accepts(branch, value) for branch in branches)


def _x_fal(value: Any, facts: Schema, schema: Schema) -> bool:
    return "advises" not in facts or accepts(facts["advises"], value)


def _type(value: Any, wanted: Schema, schema: Schema) -> bool:
    return is_type(value, wanted)


def _pattern(value: Any, pattern: Schema, schema: Schema) -> bool:
    is_judged_elsewhere = not isinstance(value, str) or schema.get("x-fal", {}).get("outline")
    return is_judged_elsewhere or bool(re.search(pattern, value))


def _of(kind: str, holds: Callable[[Any, Any], bool]) -> Test:
    """The test of a keyword that asks something of the values of one type."""
    return lambda value, limit, schema: not is_type(value, kind) or holds(value, limit)


Test = Callable[[Any, Schema, Schema], bool]

ONE_VALUE: dict[str, Test] = {
    "type": _type,
    "pattern": _pattern,
    "enum": _of("string", lambda text, values: text in values),
    "minLength": _of("string", lambda text, least: len(text) >= least),
    "minItems": _of("array", lambda items, least: len(items) >= least),
    "maxItems": _of("array", lambda items, most: len(items) <= most),
    "minProperties": _of("object", lambda table, least: len(table) >= least),
    # `nan` is neither below nor above.
    "minimum": _of("number", lambda number, least: not number < least),
    "maximum": _of("number", lambda number, most: not number > most),
}
"""The keywords that ask a value, not what it holds."""

TESTS: dict[str, Test] = {
    "properties": _properties,
    "additionalProperties": _additional_properties,
    "required": _required,
    "items": _items,
    "dependencies": _dependencies,
    "if": _if,
    "anyOf": _any_of,
    "x-fal": _x_fal,
    **ONE_VALUE,
}
