"""What the models of requests are: their attributes, and the fields that a request chooses.

Knows what pydantic makes of a class of the project; must not know what an endpoint does with it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from .model_refusals import has_no_keywords
from .plain_data import plain
from .pydantic_configuration import kept
from .pydantic_names import MODEL, MODEL_ATTRIBUTES, MODELS
from .set_attributes import set_attributes
from .values import Binding, ClassValue, FunctionValue

if TYPE_CHECKING:
    from .attributes import Attributes
    from .module import Module
    from .set_attributes import SetAttributes
    from .trees import Trees

_HOOKS = frozenset({"__getattr__", "__getattribute__", "__new__", "__get_pydantic_core_schema__"})
"""Methods of a model by which it may make another object, or one with more attributes."""

_DATA = frozenset({"str", "int", "float", "bool", "list", "List", "dict", "Dict"})
"""Types of which a request may bring any value, at least an empty one and another one."""

_VALIDATORS = frozenset({"field_validator", "validator", "model_validator", "root_validator"})


class RequestModels:
    """The models of the endpoints of one app, which these may have in common."""

    def __init__(self, attributes: Attributes, trees: Trees, paths: Iterable[str]) -> None:
        """`paths` are those of all files that run, or may run, with the app."""
        self.attributes = attributes
        self._trees = trees
        self._paths = paths
        self._names: dict[int, frozenset[str]] = {}
        self._shown: dict[int, tuple[str, ...]] = {}
        self._chosen: dict[int, Mapping[str, bool]] = {}

    @cached_property
    def set_anywhere(self) -> SetAttributes | None:
        """The attributes that any code sets; `None` where that is not known."""
        return set_attributes(self.attributes.modules.workspace, self._paths)

    def of_parameter(self, method: FunctionValue, parameter: str) -> ClassValue | None:
        """The class of the project that certainly is the type of a parameter of an endpoint."""
        for each in method.route.signature.types if method.route is not None else ():
            if each.name == parameter and each.is_whole:
                value = self.attributes.of_annotation(method.definition.path, each.value)
                return value if isinstance(value, ClassValue) else None
        return None

    def names(self, model: ClassValue) -> frozenset[str]:
        """All attributes of its instances; empty where they are not known."""
        if id(model) not in self._names:
            self._names[id(model)] = _attributes(self.attributes, model)
        return self._names[id(model)]

    def shown(self, model: ClassValue) -> tuple[str, ...]:
        """Those that may be meant by another name, in order."""
        if id(model) not in self._shown:
            names = (each for each in self.names(model) if not each.startswith("_"))
            self._shown[id(model)] = tuple(sorted(names))
        return self._shown[id(model)]

    def chosen(self, model: ClassValue) -> Mapping[str, bool]:
        """The fields of which a request chooses the value; whether that may be `None`."""
        if id(model) not in self._chosen:
            self._chosen[id(model)] = self._fields(model) if self.names(model) else {}
        return self._chosen[id(model)]

    def _fields(self, model: ClassValue) -> Mapping[str, bool]:
        found: dict[str, bool] = {}
        if self.set_anywhere is None:
            return found
        classes = self.attributes.lineage(model).classes
        for each in reversed(classes):
            node = self._trees.statement(each.definition)
            if not isinstance(node, ast.ClassDef) or any(map(_validates, node.body)):
                return {}
            for name in (*each.namespace, *each.annotated):
                found.pop(name, None)
            for statement in node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    value = chosen_type(statement.annotation, statement.value)
                    if value is not None and not statement.target.id.startswith("_"):
                        found[statement.target.id] = value
        return {name: value for name, value in found.items() if name not in self.set_anywhere}


def chosen_type(annotation: ast.expr, default: ast.expr | None) -> bool | None:
    """Whether a value that a request chooses may be `None`; `None` where it may not choose."""
    is_data, may_be_none = False, _is_none(_default(default))
    waiting = [annotation]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            waiting += (node.left, node.right)
        elif _is_none(node):
            may_be_none = True
        elif isinstance(node, ast.Subscript):
            name = _last_name(node.value)
            inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if name in ("Optional", "Union"):
                may_be_none = may_be_none or name == "Optional"
                waiting += inner
            elif name == "Annotated" and all(map(_is_plain_note, inner[1:])):
                waiting += inner[:1]
            elif name in _DATA:
                is_data = True
            else:
                return None
        elif _last_name(node) in _DATA:
            is_data = True
        else:
            return None
    return may_be_none if is_data else None


def _default(node: ast.expr | None) -> ast.expr | None:
    """The default of a field, which a call of `Field` may give."""
    if isinstance(node, ast.Call):
        named = (each.value for each in node.keywords if each.arg == "default")
        return node.args[0] if node.args else next(named, None)
    return node


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_plain_note(node: ast.expr) -> bool:
    """Whether what `Annotated` adds to a type makes no other value of it."""
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.Call) and _last_name(node.func) == "Field"
    )


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _validates(node: ast.stmt) -> bool:
    """Whether a statement is a validator, which may make another value of what a request brings."""
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
        _last_name(each.func if isinstance(each, ast.Call) else each) in _VALIDATORS
        for each in node.decorator_list
    )


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
        if _last_name(call.func) == "model_validator"
        for each in call.keywords
        if each.arg == "mode"
    ]
    first = next((each.arg for each in [*node.args.posonlyargs, *node.args.args]), "")
    returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
    is_same = all(isinstance(each, ast.Name) and each.id == first for each in returned)
    # What runs before pydantic looks at the data gives it other data at most.
    return any(mode != "before" and not (mode == "after" and is_same) for mode in modes)
