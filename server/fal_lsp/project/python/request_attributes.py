"""The attributes of a request that an endpoint certainly uses, and that its model does not have.

Knows which attributes the instances of a model have; must not know what fal makes of an endpoint.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .certain_reads import certain
from .endings import FunctionEnds
from .model_refusals import has_no_keywords
from .plain_data import plain
from .pydantic_configuration import kept
from .pydantic_names import MODEL, MODEL_ATTRIBUTES, MODELS
from .set_attributes import set_attributes
from .source import Function, attribute_place, bound_names
from .unknown_attributes import UnknownAttribute
from .values import Binding, ClassValue, FunctionValue

if TYPE_CHECKING:
    from .attribute_words import AttributeWords
    from .attributes import Attributes
    from .endings import Endings
    from .module import Module

_HOOKS = frozenset({"__getattr__", "__getattribute__", "__new__", "__get_pydantic_core_schema__"})
"""Methods of a model by which it may make another object, or one with more attributes."""


def unknown_fields(words: AttributeWords, endings: Endings) -> Iterator[UnknownAttribute]:
    """Those of the endpoints of a class. Never raises.

    `words` are those of all files that run, or may run, with the class.
    """
    unknown = list(_of_endpoints(words, endings))
    workspace = endings.attributes.modules.workspace
    every = set_attributes(workspace, words.files) if unknown else None
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
    models = _Models(attributes)
    for name in attributes.names(found):
        binding = attributes.get(found, name)
        method = binding.value if binding is not None else None
        if not isinstance(method, FunctionValue) or method.route is None:
            continue
        is_plain = method.route.kind == "endpoint" and "is_websocket" not in method.route.keywords
        if method.opaque or method.kind != "function" or not is_plain:
            continue
        if isinstance(method.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _of_endpoint(endings, models, name, method, words)


class _Models:
    """The attributes of the instances of models, which many endpoints may have in common."""

    def __init__(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._known: dict[int, frozenset[str]] = {}
        self._shown: dict[int, tuple[str, ...]] = {}

    def names(self, model: ClassValue) -> frozenset[str]:
        """All of them; empty where they are not known."""
        if id(model) not in self._known:
            self._known[id(model)] = _attributes(self._attributes, model)
        return self._known[id(model)]

    def shown(self, model: ClassValue) -> tuple[str, ...]:
        """Those that may be meant by another name, in order."""
        if id(model) not in self._shown:
            names = (each for each in self.names(model) if not each.startswith("_"))
            self._shown[id(model)] = tuple(sorted(names))
        return self._shown[id(model)]


def _of_endpoint(
    endings: Endings, models: _Models, name: str, method: FunctionValue, words: AttributeWords
) -> Iterator[tuple[UnknownAttribute, str]]:
    owners: dict[str, ClassValue] = {}
    for parameter in _bare(method.node):
        model = _model(endings.attributes, method, parameter.arg)
        if model is not None:
            owners[parameter.arg] = model
    known = {name: models.names(model) for name, model in owners.items()}
    if all(words.used(name) <= names for name, names in known.items() if names):
        return
    changed = {*bound_names(method.node.body), *_nonlocals(method.node)}
    called = {id(each.func) for each in ast.walk(method.node) if isinstance(each, ast.Call)}
    seen: set[tuple[str, str]] = set()
    ends = FunctionEnds(endings, method.node, method.definition.path, owners.keys())
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


def _nonlocals(function: Function) -> Iterator[str]:
    """The names that functions in a function may bind again."""
    for each in ast.walk(function):
        if isinstance(each, ast.Nonlocal):
            yield from each.names


def _bare(node: Function) -> list[ast.arg]:
    """The parameters behind `self` that have a type and no default, which may make another one."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    bare = positional[1 : len(positional) - len(arguments.defaults)]
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return [*bare, *(each for each, default in named if default is None)]


def _model(attributes: Attributes, method: FunctionValue, parameter: str) -> ClassValue | None:
    """The class of the project that certainly is the type of a parameter of an endpoint."""
    parts = method.route.signature.types if method.route is not None else ()
    for each in parts:
        if each.name == parameter and each.is_whole:
            value = attributes.of_annotation(method.definition.path, each.value)
            return value if isinstance(value, ClassValue) else None
    return None


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
    if not _HOOKS.isdisjoint(found.namespace):
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
