"""Which conditions of an endpoint a request decides about, so that some requests go either way.

Knows which values a request chooses freely; must not know what is after a condition. A condition
that looks at anything else, such as a type or what another function says, may always be the same.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .request_models import chosen_type
from .source import Function, bound_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .request_models import RequestModels
    from .values import FunctionValue

_OF_TEXT = frozenset(name for name in dir(str) if not name.startswith("_"))


class RequestConditions:
    """The conditions of one endpoint."""

    def __init__(self, node: Function, method: FunctionValue, models: RequestModels) -> None:
        self._chosen: dict[str, bool] = {}
        """The parameters of which a request chooses the value; whether that may be `None`."""
        self._fields: dict[str, Mapping[str, bool]] = {}
        """Those that are models, with their fields of this kind."""
        bound = bound_inside(node)
        for parameter, default in _parameters(node):
            if parameter.arg in bound or parameter.annotation is None:
                continue
            model = models.of_parameter(method, parameter.arg)
            if model is not None and default is None:
                self._fields[parameter.arg] = models.chosen(model)
            elif default is None or isinstance(default, ast.Constant):
                may_be_none = chosen_type(parameter.annotation, default)
                if may_be_none is not None:
                    self._chosen[parameter.arg] = may_be_none
        self._has_own_len = "len" in bound or "len" in models.attributes.module.names

    def decides(self, test: ast.expr) -> bool:
        """Whether a request decides about a condition."""
        waiting = [test]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.BoolOp):
                waiting += node.values
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                waiting.append(node.operand)
            elif isinstance(node, ast.Compare):
                if not self._compares(node):
                    return False
            elif self._may_be_none(node) is None:
                return False
        return True

    def _compares(self, node: ast.Compare) -> bool:
        """Whether values that a request chooses are compared with each other or with constants."""
        every = [node.left, *node.comparators]
        others = [each for each in every if not _is_constant(each)]
        chosen = [self._may_be_none(each) for each in others]
        if not chosen or None in chosen:
            return False
        # What cannot be `None` never is.
        return all(chosen) or not any(_is_none(each) for each in every)

    def _may_be_none(self, node: ast.expr) -> bool | None:
        """Whether a value that a request chooses may be `None`; `None` for any other value."""
        is_result = False
        while True:
            if is_result and isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
                # An empty text in place of none.
                if not all(map(_is_constant, node.values[1:])):
                    return None
                node = node.values[0]
            if not isinstance(node, ast.Call) or node.keywords:
                break
            function, is_result = node.func, True
            if isinstance(function, ast.Attribute) and function.attr in _OF_TEXT:
                if not all(map(_is_constant, node.args)):
                    return None
                node = function.value
            elif getattr(function, "id", "") == "len" and len(node.args) == 1:
                if self._has_own_len:
                    return None
                node = node.args[0]
            else:
                return None
        found = None
        if isinstance(node, ast.Name):
            found = self._chosen.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = self._fields.get(node.value.id, {}).get(node.attr)
        return None if found is None else found and not is_result


def bound_inside(function: Function) -> set[str]:
    """The names that the body of a function binds, and those that functions in it bind for it."""
    every = (each for each in ast.walk(function) if isinstance(each, ast.Nonlocal))
    return {*bound_names(function.body), *(name for each in every for name in each.names)}


def _parameters(function: Function) -> list[tuple[ast.arg, ast.expr | None]]:
    """The parameters after `self`, each with its default."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    bare = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [*([None] * bare), *arguments.defaults]
    return [
        *list(zip(positional, defaults, strict=True))[1:],
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return all(isinstance(each, ast.Constant) for each in node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
