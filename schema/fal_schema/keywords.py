"""What the packaged schema says against data, with TOML's types. Knows JSON Schema, not fal.

What `acceptance.py` does not accept is walked here, a function for each keyword. They differ from
those of a validator for everybody in these ways, and the tests hold them against jsonschema's:

- they write no message: nobody would read it, and `repr` of a hostile value takes long or raises;
- of an `anyOf` the branch that the value was meant for is reported, not all of them;
- an unknown key and a missing one are an error of their own, with their path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from . import packaged
from .acceptance import ONE_VALUE, Schema, Test, accepts, applies, has_type_of


class Error(NamedTuple):
    """That a value is not as a keyword of a schema wants it."""

    keyword: str = ""
    limit: Any = None
    """What the keyword is set to."""
    instance: Any = None
    schema: Schema = None
    path: tuple[str | int, ...] = ()
    """The place of the value."""
    way: tuple[str, ...] = ()
    """The keywords that lead to it, and the keys of `dependencies`."""


Keyword = Callable[[Schema, Any, Schema], Iterable[Error]]


def errors(data: Any) -> Iterator[Error]:
    """What the packaged schema says of the content of `[tool.fal]`."""
    return _descend(data, packaged.shared())


def _descend(
    instance: Any, schema: Schema, key: str | int | None = None, *way: str
) -> Iterator[Error]:
    for error in _errors(instance, schema):
        path = error.path if key is None else (key, *error.path)
        yield error._replace(path=path, way=(*way, *error.way))


def _errors(instance: Any, schema: Schema) -> Iterator[Error]:
    if accepts(schema, instance):
        return
    if schema is False:
        yield Error("false", None, instance, schema)
        return
    for keyword, limit in schema.items():
        if keyword in _KEYWORDS:
            for error in _KEYWORDS[keyword](limit, instance, schema):
                known = error if error.keyword else Error(keyword, limit, instance, schema)
                yield known._replace(way=error.way if keyword == "if" else (keyword, *error.way))


def _properties(properties: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if isinstance(instance, dict):
        for key, value in instance.items():
            if key in properties:
                yield from _descend(value, properties[key], key)


def _additional_properties(extra: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if extra is True or not isinstance(instance, dict):
        return
    known = schema.get("properties", {})
    for key, value in instance.items():
        if key in known:
            continue
        if extra is False:
            yield Error("additionalProperties", extra, value, schema, (key,))
        else:
            yield from _descend(value, extra, key)


def _required(required: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if isinstance(instance, dict):
        missing = [key for key in required if key not in instance]
        if missing:
            yield Error("required", missing, instance, schema)


def _items(items: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if isinstance(instance, list):
        for index, item in enumerate(instance):
            yield from _descend(item, items, index)


def _dependencies(dependencies: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if isinstance(instance, dict):
        for key, helper in dependencies.items():
            if key in instance:
                yield from _descend(instance, helper, None, key)


def _if(condition: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if applies(condition, instance):
        yield from _descend(instance, schema["then"], None, "if", "then")


def _any_of(branches: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if any(has_type_of(instance, branch) and accepts(branch, instance) for branch in branches):
        return
    best = _nearest(instance, [branch for branch in branches if has_type_of(instance, branch)])
    if best is None:
        yield Error()
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


def _x_fal(facts: Schema, instance: Any, schema: Schema) -> Iterator[Error]:
    if "advises" in facts:
        yield from _descend(instance, facts["advises"])


def _one_value(test: Test) -> Keyword:
    """The function of a keyword that asks a value, not what it holds."""
    return lambda limit, instance, schema: () if test(instance, limit, schema) else (Error(),)


_KEYWORDS: dict[str, Keyword] = {
    "properties": _properties,
    "additionalProperties": _additional_properties,
    "required": _required,
    "items": _items,
    "dependencies": _dependencies,
    "if": _if,
    "anyOf": _any_of,
    "x-fal": _x_fal,
    **{name: _one_value(test) for name, test in ONE_VALUE.items()},
}
