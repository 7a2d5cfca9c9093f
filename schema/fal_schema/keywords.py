"""What jsonschema says against data, with TOML's types. Knows JSON Schema, not fal.

`jsonschema` walks what `acceptance.py` does not accept, and calls the keyword functions below. They
differ from its own in these ways:

- they write no message: nobody would read it, and `repr` of a hostile value takes long or raises;
- a node's validator is created once and cached: no `$ref` of the schema needs a scope;
- of an `anyOf` the branch that the value was meant for is reported, not all of them;
- an unknown key and a missing one are an error of their own, with their path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jsonschema import Draft7Validator, TypeChecker, ValidationError, validators

from .acceptance import ONE_VALUE, TYPES, Schema, Test, accepts, applies, has_type_of, is_type

if TYPE_CHECKING:
    from .violation import Path

_made: dict[int, Any] = {}


def errors(data: Any, schema: Schema, path: Path) -> Iterator[ValidationError]:
    """What a node of the packaged schema says of data that it does not accept.

    `path` is where the data is below `[tool.fal]`. An error's `path` is its place, its `validator`
    the keyword, its `schema_path` the way there from the node.
    """
    for error in _validator(schema).iter_errors(data):
        error.path.extendleft(reversed(path))
        yield error


def _descend(
    validator: Any, instance: Any, schema: Schema, key: str | int | None = None, *way: str
) -> Iterator[ValidationError]:
    for error in _errors(instance, schema):
        if key is not None:
            error.path.appendleft(key)
        error.schema_path.extendleft(reversed(way))
        yield error


def _errors(instance: Any, schema: Schema) -> Iterable[ValidationError]:
    if accepts(schema, instance):
        return ()
    if schema is False:
        return [ValidationError("", validator="false", instance=instance, schema=schema)]
    return _validator(schema).iter_errors(instance)  # type: ignore[no-any-return]


def _validator(schema: Schema) -> Any:
    known = _made.get(id(schema))
    if known is None:
        known = _made[id(schema)] = Validator(schema)
    return known


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
    if applies(condition, instance):
        yield from _descend(validator, instance, schema["then"], None, "if", "then")


def _any_of(
    validator: Any, branches: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if any(has_type_of(instance, branch) and accepts(branch, instance) for branch in branches):
        return
    best = _nearest(instance, [branch for branch in branches if has_type_of(instance, branch)])
    if best is None:
        yield ValidationError("")
    else:
        yield from _errors(instance, best)


def _nearest(instance: Any, branches: list[Schema]) -> Schema | None:
    """The branch for lists whose items are of the list's kind; `None` where the items are mixed."""
    if not isinstance(instance, list):
        return branches[-1] if branches else None
    found = [
        branch
        for branch in branches
        if any(has_type_of(item, branch.get("items", {})) for item in instance if item is not None)
    ]
    if len(found) > 1:
        return None
    return found[0] if found else branches[0] if branches else None


def _x_fal(
    validator: Any, facts: Schema, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if "advises" in facts:
        yield from _descend(validator, instance, facts["advises"], None)


def _one_value(test: Test) -> Any:
    """The function of a keyword that asks a value, not what it holds."""

    def keyword(
        validator: Any, limit: Schema, instance: Any, schema: Schema
    ) -> Iterator[ValidationError]:
        if not test(instance, limit, schema):
            yield ValidationError("")

    return keyword


def _is(kind: str) -> Any:
    return lambda checker, instance: is_type(instance, kind)


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
        **{name: _one_value(test) for name, test in ONE_VALUE.items()},
    },
    type_checker=TypeChecker({kind: _is(kind) for kind in TYPES}),
)
