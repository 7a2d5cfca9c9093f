"""The keywords of JSON Schema that the schema of `[tool.fal]` uses, with TOML's types.

Knows JSON Schema, not fal. `tests/schema/test_properties.py` holds it equal to the library
jsonschema, which takes as long to import as all the rest of a check. It differs in these ways:

- it writes no message: nobody would read it, and `repr` of a hostile value takes long or raises;
- `None` is a value that is there but malformed: it is present, and nothing else is checked;
- a short value that was right is not asked again: while somebody types, all but one are the same;
- of an `anyOf` the branch that the value was meant for is reported, not all of them;
- an unknown key and a missing one are an error of their own, with their path.

Under `x-fal`, `advises` is a schema whose errors are advice: fal accepts what it refuses. With
`outline` the `pattern` is for other readers only, and a rule of its own judges the string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from . import packaged

if TYPE_CHECKING:
    from .violation import Path

Schema = Any

MOST = 1000
"""Errors that are found. Nobody reads more, and each takes about a tenth of a millisecond."""

_MOST_RIGHT = 4096
_LONGEST_RIGHT = 100
"""Code points of a string that is cached as valid, so that the cache stays below 1 MB."""
_right: set[tuple[int, type, object]] = set()
_made: dict[int, list[tuple[Check, Schema]]] = {}


class Error(NamedTuple):
    """What a keyword says against a value."""

    keyword: str
    """The keyword; `false` for a schema that refuses everything."""
    value: Any
    path: Path = ()
    """The place of the value in the data."""
    way: tuple[str, ...] = ()
    """The keywords that lead to this one, and the keys of `dependencies`."""
    missing: tuple[str, ...] = ()
    """The keys that `required` misses."""


Errors = Sequence[Error]


def errors(data: Any) -> Errors:
    """What the packaged schema says of the content of `[tool.fal]`, in the order of the data."""
    return _errors(data, packaged.shared())


def accepts(schema: Schema, data: Any) -> bool:
    """Whether a node of the schema has nothing to say against a value."""
    return not _errors(data, schema)


def is_type(value: Any, kind: str) -> bool:
    """Whether a value is of a type of JSON Schema; 10.0 is no integer, `true` no number."""
    return isinstance(value, _TYPES.get(kind, ())) and (
        kind == "boolean" or not isinstance(value, bool)
    )


_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def _errors(value: Any, schema: Schema) -> Errors:
    if value is None or schema is True:
        return ()
    if schema is False:
        return (Error("false", value),)
    kind = type(value)
    is_short = kind is bool or kind is int or (kind is str and len(value) <= _LONGEST_RIGHT)
    # The type is part of the question: `1` and `true` are equal.
    question = (id(schema), kind, value) if is_short else None
    if question in _right:
        return ()
    found: list[Error] = []
    for check, limit in _checks(schema):
        said = check(value, limit, schema)
        if said:
            found += said
    if question is not None and not found:
        if len(_right) >= _MOST_RIGHT:
            _right.clear()
        _right.add(question)
    return found


def _checks(schema: Schema) -> list[tuple[Check, Schema]]:
    """The keywords of a node that ask something of a value, found once."""
    found = _made.get(id(schema))
    if found is None:
        found = [(_CHECKS[name], limit) for name, limit in schema.items() if name in _CHECKS]
        _made[id(schema)] = found
    return found


def _led(found: Errors, *way: str) -> Errors:
    """Errors of a schema inside of another one."""
    return [each._replace(way=(*way, *each.way)) for each in found]


def _below(found: Errors, key: str | int) -> Errors:
    """Errors of an entry as errors of what holds it."""
    return [each._replace(path=(key, *each.path)) for each in found]


def _properties(value: Any, properties: Schema, schema: Schema) -> Errors:
    found: list[Error] = []
    for key, entry in value.items() if isinstance(value, dict) else ():
        if key in properties:
            said = _errors(entry, properties[key])
            if said:
                found += _below(said, key)
    return found


def _additional_properties(value: Any, extra: Schema, schema: Schema) -> Errors:
    if extra is True or not isinstance(value, dict):
        return ()
    known = schema.get("properties", {})
    found: list[Error] = []
    for key, entry in value.items():
        if key in known:
            continue
        if extra is False:
            found.append(Error("additionalProperties", entry, (key,)))
        else:
            found += _below(_errors(entry, extra), key)
        if len(found) >= MOST:
            break
    return found


def _items(value: Any, items: Schema, schema: Schema) -> Errors:
    found: list[Error] = []
    for index, item in enumerate(value) if isinstance(value, list) else ():
        said = _errors(item, items)
        if said:
            found += _below(said, index)
            if len(found) >= MOST:
                break
    return found


def _required(value: Any, required: Schema, schema: Schema) -> Errors:
    missing = [key for key in required if key not in value] if isinstance(value, dict) else ()
    return (Error("required", value, missing=tuple(missing)),) if missing else ()


def _dependencies(value: Any, dependencies: Schema, schema: Schema) -> Errors:
    found: list[Error] = []
    for key, needed in dependencies.items() if isinstance(value, dict) else ():
        if key in value:
            found += _led(_errors(value, needed), "dependencies", key)
    return found


def _if(value: Any, condition: Schema, schema: Schema) -> Errors:
    if not isinstance(value, dict) or any(key in value for key in condition["properties"]):
        return ()
    return _led(_errors(value, schema["then"]), "then")


def _any_of(value: Any, branches: Schema, schema: Schema) -> Errors:
    fitting = [branch for branch in branches if _is_right_type(value, branch)]
    if any(not _errors(value, branch) for branch in fitting):
        return ()
    best = _nearest(value, fitting)
    return (Error("anyOf", value),) if best is None else _errors(value, best)


def _is_right_type(value: Any, branch: Schema) -> bool:
    return "type" not in branch or is_type(value, branch["type"])


def _nearest(value: Any, branches: list[Schema]) -> Schema | None:
    """The branch for lists whose items are of the list's kind; `None` where the items are mixed."""
    if not isinstance(value, list):
        return branches[-1] if branches else None
    found = [
        branch
        for branch in branches
        if any(_is_right_type(item, branch.get("items", {})) for item in value if item is not None)
    ]
    if len(found) > 1:
        return None
    return found[0] if found else branches[0] if branches else None


def _x_fal(value: Any, facts: Schema, schema: Schema) -> Errors:
    return _led(_errors(value, facts["advises"]), "x-fal") if "advises" in facts else ()


def _type(value: Any, wanted: Schema, schema: Schema) -> Errors:
    return () if is_type(value, wanted) else (Error("type", value),)


def _pattern(value: Any, pattern: Schema, schema: Schema) -> Errors:
    if not isinstance(value, str) or schema.get("x-fal", {}).get("outline"):
        return ()
    return () if re.search(pattern, value) else (Error("pattern", value),)


def _fails(keyword: str, kind: str, test: Callable[[Any, Any], bool]) -> Check:
    """The function of a keyword that asks something of the values of one type."""

    def check(value: Any, limit: Schema, schema: Schema) -> Errors:
        return (Error(keyword, value),) if is_type(value, kind) and test(value, limit) else ()

    return check


Check = Callable[[Any, Schema, Schema], Errors]

_CHECKS: dict[str, Check] = {
    "properties": _properties,
    "additionalProperties": _additional_properties,
    "required": _required,
    "items": _items,
    "dependencies": _dependencies,
    "if": _if,
    "anyOf": _any_of,
    "x-fal": _x_fal,
    "type": _type,
    "pattern": _pattern,
    "enum": _fails("enum", "string", lambda text, values: text not in values),
    "minLength": _fails("minLength", "string", lambda text, least: len(text) < least),
    "minItems": _fails("minItems", "array", lambda items, least: len(items) < least),
    "maxItems": _fails("maxItems", "array", lambda items, most: len(items) > most),
    "minProperties": _fails("minProperties", "object", lambda table, least: len(table) < least),
    "minimum": _fails("minimum", "number", lambda number, least: number < least),
    "maximum": _fails("maximum", "number", lambda number, most: number > most),
}
