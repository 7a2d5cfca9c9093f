"""What FastAPI refuses of the path and the parameters of an endpoint.

Knows the functions of FastAPI that say where a value comes from; must not know what an app is, nor
how a problem is worded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from .plain_data import plain
from .pydantic_names import FIELD, refused_pattern
from .values import Constant, Foreign, Made, Parameter, Value

if TYPE_CHECKING:
    from .source import Written

_PARAMETER = r"(?a:{([a-zA-Z_]\w*)(?::[a-zA-Z_]\w*)?})"
"""Of a path, as Starlette reads it (`starlette.routing.compile_path`)."""

_TYPED = r"(?a:{([a-zA-Z_]\w*):([a-zA-Z_]\w*)})"
_CONVERTORS = frozenset({"str", "path", "int", "float", "uuid"})
"""Those of Starlette; `register_url_convertor` adds others."""

_OF_DATA = frozenset({"Query", "Header", "Cookie", "Body", "Form", "File"})
_DEPENDING = frozenset({"Depends", "Security"})
_MODULES = frozenset({"fastapi", "fastapi.param_functions", "fastapi.params"})
_SEVERAL = frozenset(
    {f"builtins.{each}" for each in ("list", "dict", "tuple", "set", "frozenset")}
    | {f"typing.{each}" for each in ("List", "Dict", "Tuple", "Set", "FrozenSet", "Sequence")}
    | {"collections.abc.Sequence"}
)
"""Types of more than one value, which no part of a path has."""

_DICTS = (Foreign("builtins.dict"), Foreign("typing.Dict"))

Kind = Literal[
    "path-twice",
    "path-type",
    "path-source",
    "path-default",
    "query-type",
    "default-in-type",
    "source-twice",
    "path-convertor",
    "pattern",
]


class RefusedParameter(NamedTuple):
    """A parameter that FastAPI certainly refuses; `words` are a type or a function."""

    kind: Kind
    name: str
    words: str
    written: Written | None
    """Where it is, `None` for the path."""


def in_path(path: str) -> list[str]:
    """The parameters of a path."""
    return re.findall(_PARAMETER, path) if "{" in path else []


def refused_path(path: str) -> Iterator[RefusedParameter]:
    """The first parameter that a path has more than once, or whose type Starlette does not know."""
    for name, kind in re.findall(_TYPED, path) if "{" in path else ():
        if kind not in _CONVERTORS:
            yield RefusedParameter("path-convertor", name, kind, None)
            return
    for name, count in Counter(in_path(path)).items():
        if count > 1:
            yield RefusedParameter("path-twice", name, "", None)
            return


def refused_parameters(
    path: str | None,
    parameters: Iterable[Parameter],
    resolve: Callable[[Value | str], Value],
    is_model: Callable[[Value], bool],
) -> Iterator[RefusedParameter]:
    """The first problem of each parameter; `resolve` finds what a type or a name stands for."""
    names = () if path is None else in_path(path)
    for each in parameters:
        problems = _problems(each, each.name in names, path is not None, resolve, is_model)
        yield from [*problems][:1]


def _problems(
    parameter: Parameter,
    is_in_path: bool,
    is_path_known: bool,
    resolve: Callable[[Value | str], Value],
    is_model: Callable[[Value], bool],
) -> Iterator[RefusedParameter]:
    name = parameter.name
    default = parameter.default
    source = "" if default is None else _source(default)
    notes = [(_source(each), each, written) for each, written in parameter.notes if _source(each)]
    for function, note, place in notes:
        if function not in _DEPENDING and _has_default(note):
            kind: Kind = "path-default" if function == "Path" else "default-in-type"
            yield RefusedParameter(kind, name, function, place)
    fields = [(default, parameter.default_written), *parameter.notes]
    for made, place_of_field in fields:
        words = "" if made is None else _pattern(made)
        if words:
            yield RefusedParameter("pattern", name, words, place_of_field)
    if notes and source:
        yield RefusedParameter("source-twice", name, source, parameter.default_written)
    if source == "Path" and default is not None and _has_default(default):
        yield RefusedParameter("path-default", name, source, parameter.default_written)
    if len(notes) > 1 or (default is not None and not source and not isinstance(default, Constant)):
        return
    written = parameter.default_written
    if notes:
        source, _, written = notes[0]
    if source in _DEPENDING:
        return
    if is_in_path and source in _OF_DATA:
        yield RefusedParameter("path-source", name, source, written)
    found = resolve(parameter.type) if parameter.type is not None else None
    shown = found.name.rpartition(".")[2] if isinstance(found, Foreign) else "a model"
    if is_in_path and found is not None:
        is_several = isinstance(found, Foreign) and found.name in _SEVERAL
        if is_several or is_model(found):
            yield RefusedParameter("path-type", name, shown, parameter.written)
    elif is_path_known and source == "Query" and found in _DICTS:
        yield RefusedParameter("query-type", name, shown, parameter.written)


def _pattern(value: Value) -> str:
    """What the pattern of a parameter has that pydantic refuses; empty where it has no such."""
    is_field = isinstance(value, Made) and value.callee == Foreign(FIELD)
    if not isinstance(value, Made) or not (is_field or _source(value) in _OF_DATA):
        return ""
    pattern = value.arguments.keywords.get("pattern")
    known, text = plain(pattern.value) if pattern is not None else (False, None)
    return refused_pattern(text) if known and isinstance(text, str) else ""


def _source(value: Value) -> str:
    """The function of FastAPI whose call says where a value comes from; empty for other values."""
    callee = value.callee if isinstance(value, Made) else None
    if not isinstance(callee, Foreign):
        return ""
    module, _, name = callee.name.rpartition(".")
    is_source = name in _OF_DATA | _DEPENDING or name == "Path"
    return name if module in _MODULES and is_source else ""


def _has_default(source: Value) -> bool:
    """Whether such a call certainly has a default; `...` is none."""
    if not isinstance(source, Made) or source.arguments.spreads:
        return False
    given = source.arguments.named(("default",)).get("default")
    known, data = plain(given) if given is not None else (False, None)
    return known and data is not Ellipsis
