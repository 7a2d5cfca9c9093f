"""jsonschema with TOML's types, quick enough for every keystroke. Knows JSON Schema, not fal.

`jsonschema` walks the data and calls the keyword functions below. They differ from its own in
these ways:

- they write no message: nobody would read it, and `repr` of a hostile value takes long or raises;
- `None` is a value that is there but malformed: it is present, and nothing else is checked;
- a node's validator is created once and cached: no `$ref` of the schema needs a scope;
- a short value that was right is not asked again: while somebody types, all but one are the same;
- of an `anyOf` the branch that the value was meant for is reported, not all of them;
- an unknown key and a missing one are an error of their own, with their path.

Under `x-fal`, `advises` is a schema whose errors are advice: fal accepts what it refuses. With
`outline` the `pattern` is for other readers only, and a rule of its own judges the string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jsonschema import Draft7Validator, TypeChecker, ValidationError, validators

from . import packaged

Schema = Any
_made: dict[int, Any] = {}

_MOST_RIGHT = 4096
_LONGEST_RIGHT = 100
"""Code points of a string that is cached as valid, so that the cache stays below 1 MB."""
_right: set[tuple[int, type, object]] = set()


def errors(data: Any) -> Iterator[ValidationError]:
    """What the packaged schema says of the content of `[tool.fal]`.

    An error's `path` is the place, its `validator` the keyword, its `schema_path` the way there.
    """
    return _descend(None, data, packaged.shared())


def accepts(schema: Schema, data: Any) -> bool:
    """Whether a node of the schema has nothing to say against a value."""
    return next(iter(_errors(data, schema)), None) is None


def _descend(
    validator: Any, instance: Any, schema: Schema, key: str | int | None = None, *way: str
) -> Iterator[ValidationError]:
    if instance is None or schema is True:
        return
    for error in _errors(instance, schema):
        if key is not None:
            error.path.appendleft(key)
        error.schema_path.extendleft(reversed(way))
        yield error


def _errors(instance: Any, schema: Schema) -> Iterable[ValidationError]:
    if schema is False:
        return [ValidationError("", validator="false", instance=instance, schema=schema)]
    known = _made.get(id(schema))
    if known is None:
        known = _made[id(schema)] = Validator(schema)
    kind = type(instance)
    if kind is not bool and kind is not int and (kind is not str or len(instance) > _LONGEST_RIGHT):
        return known.iter_errors(instance)  # type: ignore[no-any-return]
    # The type is part of the question: `1` and `true` are equal.
    question = (id(schema), kind, instance)
    if question in _right:
        return ()
    found = list(known.iter_errors(instance))
    if not found:
        if len(_right) >= _MOST_RIGHT:
            _right.clear()
        _right.add(question)
    return found


def _properties(
    validator: Any, properties: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for key, value in instance.items():
            if key in properties:
                yield from _descend(validator, value, properties[key], key)


def _additional_properties(
    validator: Any, extra: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if extra is True or not isinstance(instance, dict):
        return
    known = schema.get("properties", {})
    for key, value in instance.items():
        if key in known:
            continue
        if extra is False:
            yield ValidationError("", path=[key], instance=value)
        else:
            yield from _descend(validator, value, extra, key)


def _required(
    validator: Any, required: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        missing = [key for key in required if key not in instance]
        if missing:
            yield ValidationError("", validator_value=missing)


def _items(
    validator: Any, items: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, list):
        for index, item in enumerate(instance):
            yield from _descend(validator, item, items, index)


def _dependencies(
    validator: Any, dependencies: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for key, helper in dependencies.items():
            if key in instance:
                yield from _descend(validator, instance, helper, None, key)


def _if(
    validator: Any, condition: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, dict) and not any(key in instance for key in condition["properties"]):
        yield from _descend(validator, instance, schema["then"], None, "if", "then")


def _any_of(
    validator: Any, branches: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    fitting = [branch for branch in branches if _right_type(instance, branch)]
    for branch in fitting:
        if not any(True for _ in _errors(instance, branch)):
            return
    best = _nearest(instance, fitting)
    if best is None:
        yield ValidationError("")
    else:
        yield from _errors(instance, best)


def _right_type(instance: Any, branch: Schema) -> bool:
    return "type" not in branch or TYPES.is_type(instance, branch["type"])


def _nearest(instance: Any, branches: list[Schema]) -> Schema | None:
    """The branch for lists whose items are of the list's kind; `None` where the items are mixed."""
    if not isinstance(instance, list):
        return branches[-1] if branches else None
    found = [
        branch
        for branch in branches
        if any(_right_type(item, branch.get("items", {})) for item in instance if item is not None)
    ]
    if len(found) > 1:
        return None
    return found[0] if found else branches[0] if branches else None


def _x_fal(
    validator: Any, facts: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if "advises" in facts:
        yield from _descend(validator, instance, facts["advises"], None)


def _type(
    validator: Any, wanted: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if not TYPES.is_type(instance, wanted):
        yield ValidationError("")


def _fails(kind: str, test: Callable[[Any, Any], bool]) -> Any:
    """The function of a keyword that asks something of the values of one type."""

    def keyword(
        validator: Any, limit: Schema, instance: Any, schema: Schema
    ) -> Iterator[ValidationError]:
        if TYPES.is_type(instance, kind) and test(instance, limit):
            yield ValidationError("")

    return keyword


def _pattern(
    validator: Any, pattern: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    judged_elsewhere = schema.get("x-fal", {}).get("outline")
    if isinstance(instance, str) and not judged_elsewhere and not re.search(pattern, instance):
        yield ValidationError("")


def _is(*types: type) -> Any:
    return lambda checker, instance: isinstance(instance, types)


def _is_number(*types: type) -> Any:
    return lambda checker, instance: isinstance(instance, types) and not isinstance(instance, bool)


TYPES = TypeChecker(
    {
        "object": _is(dict),
        "array": _is(list),
        "string": _is(str),
        "boolean": _is(bool),
        "integer": _is_number(int),
        "number": _is_number(int, float),
    }
)
"""TOML's types: 10.0 is no integer, `true` is no integer, a date is no string."""

Validator: Any = validators.extend(  # type: ignore[no-untyped-call]
    Draft7Validator,
    {
        "properties": _properties,
        "additionalProperties": _additional_properties,
        "required": _required,
        "items": _items,
        "dependencies": _dependencies,
        "if": _if,
        "anyOf": _any_of,
        "x-fal": _x_fal,
        "type": _type,
        "enum": _fails("string", lambda text, values: text not in values),
        "pattern": _pattern,
        "minLength": _fails("string", lambda text, least: len(text) < least),
        "minItems": _fails("array", lambda items, least: len(items) < least),
        "maxItems": _fails("array", lambda items, most: len(items) > most),
        "minProperties": _fails("object", lambda table, least: len(table) < least),
        "minimum": _fails("number", lambda number, least: number < least),
        "maximum": _fails("number", lambda number, most: number > most),
    },
    type_checker=TYPES,
)
