"""The attributes of a request that an endpoint certainly uses, and that its model does not have.

Knows which attributes the instances of a model have; must not know what fal makes of an endpoint.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .certain_reads import certain
from .request_conditions import bound_inside
from .source import Function, attribute_place
from .unknown_attributes import UnknownAttribute
from .values import ClassValue, FunctionValue

if TYPE_CHECKING:
    from .attribute_words import AttributeWords
    from .endings import Endings


def unknown_fields(words: AttributeWords, endings: Endings) -> Iterator[UnknownAttribute]:
    """Those of the endpoints of a class. Never raises.

    `words` are those of all files that run, or may run, with the class.
    """
    unknown = list(_of_endpoints(words, endings))
    every = endings.models.set_anywhere if unknown else None
    if every is None:
        return
    for each, parameter in unknown:
        # What is set on the parameter itself is what is reported.
        if every.get(each.name, frozenset()) <= {parameter}:
            yield each


def _of_endpoints(
    words: AttributeWords, endings: Endings
) -> Iterator[tuple[UnknownAttribute, str]]:
    """Those that no model has, each with its parameter."""
    attributes, found = endings.attributes, endings.found
    for name in attributes.names(found):
        binding = attributes.get(found, name)
        method = binding.value if binding is not None else None
        if not isinstance(method, FunctionValue) or method.opaque or method.kind != "function":
            continue
        if method.route is None or not method.route.is_of_requests:
            continue
        if isinstance(method.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _of_endpoint(endings, name, method, words)


def _of_endpoint(
    endings: Endings, name: str, method: FunctionValue, words: AttributeWords
) -> Iterator[tuple[UnknownAttribute, str]]:
    models = endings.models
    owners: dict[str, ClassValue] = {}
    for parameter in _bare(method.node):
        model = models.of_parameter(method, parameter.arg)
        if model is not None:
            owners[parameter.arg] = model
    known = {name: models.names(model) for name, model in owners.items()}
    if all(words.used(name) <= names for name, names in known.items() if names):
        return
    changed = bound_inside(method.node)
    called = {id(each.func) for each in ast.walk(method.node) if isinstance(each, ast.Call)}
    seen: set[tuple[str, str]] = set()
    ends = endings.of_method(method.node, method)
    for each in certain(method.node, ends):
        missing = _missing(each, known)
        if missing is None or missing[0] in changed or (missing[0], missing[1].attr) in seen:
            continue
        owner, read = missing
        seen.add((owner, read.attr))
        unknown = UnknownAttribute(
            owners[owner].definition.name,
            read.attr,
            name,
            method.definition.path,
            attribute_place(read),
            models.shown(owners[owner]),
            is_field=True,
            is_called=id(read) in called,
            is_set=isinstance(read.ctx, ast.Store),
        )
        yield unknown, owner


def _missing(
    node: ast.AST, known: Mapping[str, frozenset[str]]
) -> tuple[str, ast.Attribute] | None:
    """The parameter of which something reads or sets an attribute that its model does not have."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    names = known.get(node.value.id)
    if not names or node.attr in names or node.attr.startswith("_"):
        return None
    return node.value.id, node


def _bare(node: Function) -> list[ast.arg]:
    """The parameters after `self` that have a type and no default, which may make another one."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    bare = positional[1 : len(positional) - len(arguments.defaults)]
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return [*bare, *(each for each, default in named if default is None)]
