"""The attributes of a request that an endpoint certainly uses, and that its model does not have.

Knows which attributes the instances of a model have; must not know what fal makes of an endpoint.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .certain_reads import certain, passes_errors
from .computed_names import may_set_anything
from .model_refusals import has_no_keywords
from .plain_data import plain
from .pydantic_configuration import kept
from .pydantic_names import MODEL, MODEL_ATTRIBUTES, MODELS
from .source import Function, attribute_place, bound_names
from .syntax import read_source
from .unknown_attributes import UnknownAttribute
from .values import Binding, ClassValue, FunctionValue

if TYPE_CHECKING:
    from .attributes import Attributes
    from .loading import Loading
    from .module import Module


def unknown_fields(
    attributes: Attributes, loading: Loading, found: ClassValue
) -> Iterator[UnknownAttribute]:
    """Those of the endpoints of a class. Never raises."""
    workspace = attributes.modules.workspace
    if may_set_anything(read_source(workspace, each.path) for each in loading.running):
        return
    elsewhere = "\n".join(str(read_source(workspace, each.path)) for each in loading.possible)
    for name in attributes.names(found):
        binding = attributes.get(found, name)
        method = binding.value if binding is not None else None
        if not isinstance(method, FunctionValue) or method.route is None:
            continue
        is_plain = method.route.kind == "endpoint" and "is_websocket" not in method.route.keywords
        if method.opaque or method.kind != "function" or not is_plain:
            continue
        if isinstance(method.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for each in _of_endpoint(attributes, found, name, method):
                if not re.search(rf"\.\s*{each.name}\s*=", elsewhere):
                    yield each


def _of_endpoint(
    attributes: Attributes, found: ClassValue, name: str, method: FunctionValue
) -> Iterator[UnknownAttribute]:
    models: dict[str, ClassValue] = {}
    for parameter in _bare(method.node):
        model = _model(attributes, found, parameter.annotation, method.definition.path)
        if model is not None:
            models[parameter.arg] = model
    if not models:
        return
    changed = set(bound_names(method.node.body))
    called = {id(each.func) for each in ast.walk(method.node) if isinstance(each, ast.Call)}
    seen: set[tuple[str, str]] = set()
    for read in certain(
        method.node, passes_errors(attributes, method.node, method.definition.path)
    ):
        if not isinstance(read, ast.Attribute) or not isinstance(read.value, ast.Name):
            continue
        owner = read.value.id
        model = models.get(owner)
        if model is None or owner in changed or (owner, read.attr) in seen:
            continue
        seen.add((owner, read.attr))
        known = _attributes(attributes, model)
        if known and read.attr not in known and not read.attr.startswith("_"):
            yield UnknownAttribute(
                model.definition.name,
                read.attr,
                name,
                method.definition.path,
                attribute_place(read),
                tuple(sorted(each for each in known if not each.startswith("_"))),
                is_field=True,
                is_called=id(read) in called,
                is_set=isinstance(read.ctx, ast.Store),
            )


def _bare(node: Function) -> list[ast.arg]:
    """The parameters behind `self` that have a type and no default, which may make another one."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    bare = positional[1 : len(positional) - len(arguments.defaults)]
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return [*bare, *(each for each, default in named if default is None)]


def _model(
    attributes: Attributes, found: ClassValue, node: ast.expr | None, path: str
) -> ClassValue | None:
    """The class of the project that a type is, where it is written as a name of the module."""
    if not isinstance(node, ast.Name) or node.id in attributes.names(found):
        return None
    value = attributes.resolved(attributes.modules.member(path, node.id))
    return value if isinstance(value, ClassValue) else None


def _attributes(attributes: Attributes, model: ClassValue) -> frozenset[str]:
    """All attributes of the instances of a model; empty where they are not known."""
    line = attributes.lineage(model)
    if not all(isinstance(each, ClassValue) or each in MODELS for each in line.links):
        return frozenset()
    if not line.is_complete or not has_no_keywords(line) or MODEL not in line.links:
        return frozenset()
    if not all(_has_no_others(attributes, attributes.module, each) for each in line.classes):
        return frozenset()
    names = {name for each in line.classes for name in each.annotated}
    return frozenset({*names, *attributes.names(model)}) | MODEL_ATTRIBUTES


def _has_no_others(attributes: Attributes, module: Module, found: ClassValue) -> bool:
    """Whether a class gives its instances no attributes that are not written in it."""
    if attributes.may_have_others(found) or not found.is_as_written:
        return False
    if not {"__getattr__", "__getattribute__", "__new__"}.isdisjoint(found.namespace):
        return False
    if any(map(_may_replace, found.namespace.values())):
        return False
    config = kept(module.store, found)
    if config is None:
        return False
    extra = config.get("extra")
    return extra is None or plain(extra.value) in ((True, "ignore"), (True, "forbid"))


def _may_replace(bound: object) -> bool:
    """Whether what a class binds is a validator that may return another object than the model."""
    method = bound.value if isinstance(bound, Binding) else None
    node = method.node if isinstance(method, FunctionValue) else None
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    modes = [
        each.value.value if isinstance(each.value, ast.Constant) else None
        for call in calls
        if ast.unparse(call.func).rpartition(".")[2] == "model_validator"
        for each in call.keywords
        if each.arg == "mode"
    ]
    first = next((each.arg for each in [*node.args.posonlyargs, *node.args.args]), "")
    returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
    is_same = all(isinstance(each, ast.Name) and each.id == first for each in returned)
    return any(mode != "before" and not (mode == "after" and is_same) for mode in modes)
