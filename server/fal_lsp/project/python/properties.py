"""The properties of an app that certainly raise before `setup` has run.

fal looks at each attribute of a new instance (`inspect.getmembers` in `App.collect_routes`), which
forgets `AttributeError` alone. Knows tests and `raise`; must not know what else a property does.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from . import fal_names
from .scope import Scope
from .source import place
from .values import (
    Arguments,
    Binding,
    ClassValue,
    Constant,
    Dictionary,
    Foreign,
    FunctionValue,
    Made,
    RaisingProperty,
    Sequence,
    Value,
)

if TYPE_CHECKING:
    from .expressions import Evaluator

_TESTS = (ast.Name, ast.Attribute, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp)
_TEXTS = (ast.Constant, ast.JoinedStr, ast.FormattedValue, ast.Name)
_PARTS = (ast.expr_context, ast.cmpop, ast.boolop, ast.unaryop)


class Properties:
    """Properties at the end of one run."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.run = evaluator.run
        self._own: dict[int, frozenset[str]] = {}
        """The properties of each class itself, by its identity: many share a base."""

    def note(self, found: ClassValue) -> None:
        """Keep those of an app of the module that certainly raise."""
        run = self.run
        line = run.modules.lineage(found, run.store, run.lineages)
        if not line.is_app or not line.is_complete:
            return
        names = frozenset[str]().union(*map(self._own_names, line.classes))
        raising = []
        for name in sorted(names - fal_names.SETTINGS):
            binding, is_certain = run.modules.class_binding(found, name, run.store, run.lineages)
            value = binding.value if binding is not None and is_certain else None
            if not isinstance(value, FunctionValue) or not _is_property(value) or value.opaque:
                continue
            if not isinstance(value.node, ast.FunctionDef):
                continue
            raised = self._raised(value, found)
            if raised is not None:
                path = value.definition.path
                raising.append(RaisingProperty(name, raised[0], path, place(raised[1])))
        found.raising = tuple(raising)

    def _own_names(self, of: ClassValue) -> frozenset[str]:
        known = self._own.get(id(of))
        if known is None:
            known = self._own[id(of)] = frozenset(
                name
                for name, binding in of.namespace.items()
                if isinstance(binding, Binding) and _is_property(binding.value)
            )
        return known

    def _raised(self, function: FunctionValue, found: ClassValue) -> tuple[str, ast.stmt] | None:
        node, around = function.node, function.scope
        parameters = [*node.args.posonlyargs, *node.args.args]
        if around is None or around.kind != "class" or around.outer is None or not parameters:
            return None
        table = self.run.store.table()
        table.is_instance = True
        instance = Made(found, Arguments(), 0)
        instance.changed_later = table
        scope = Scope("function", self.run.store.table(), around.source, around.outer)
        self.run.bind(scope, parameters[0].arg, instance, node.lineno - 1)
        found_at = self._first(node.body, scope)
        if not isinstance(found_at, (ast.Raise, ast.Assert)):
            return None
        if isinstance(found_at, ast.Assert):
            is_plain = found_at.msg is None or self._is_text(found_at.msg, scope)
            return ("AssertionError", found_at) if is_plain else None
        error = self._error(found_at, scope)
        return (error, found_at) if error else None

    def _first(self, statements: list[ast.stmt], scope: Scope) -> ast.stmt | None:
        """The statement that certainly ends a block, or that is not followed; `None` at its end."""
        for each in statements:
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
                continue
            if isinstance(each, ast.If):
                holds = self._holds(each.test, scope)
                if holds is None:
                    return each
                inner = self._first(each.body if holds else each.orelse, scope)
                if inner is not None:
                    return inner
                continue
            if isinstance(each, ast.Assert):
                holds = self._holds(each.test, scope)
                if holds:
                    continue
                return each if holds is False else ast.Pass()
            return each
        return None

    def _holds(self, node: ast.expr, scope: Scope) -> bool | None:
        for each in ast.walk(node):
            if not isinstance(each, (*_TESTS, *_PARTS)):
                return None
            if isinstance(each, ast.Attribute) and not self._is_data(each, scope):
                return None
        return self.run.truth(self.evaluator.unrisked(node, scope))

    def _is_data(self, node: ast.Attribute, scope: Scope) -> bool:
        """Whether an attribute is no method or property, which would have to be followed."""
        owner = self.evaluator.unrisked(node.value, scope)
        if not isinstance(owner, Made) or not isinstance(owner.callee, ClassValue):
            return False
        run = self.run
        binding, _ = run.modules.class_binding(owner.callee, node.attr, run.store, run.lineages)
        return binding is not None and isinstance(binding.value, (Constant, Sequence, Dictionary))

    def _error(self, node: ast.Raise, scope: Scope) -> str:
        """The name of an error that is certainly raised and kept; empty where it is not."""
        if node.exc is None or node.cause is not None:
            return ""
        call = node.exc if isinstance(node.exc, ast.Call) else None
        named = call.func if call is not None else node.exc
        if not isinstance(named, (ast.Name, ast.Attribute)):
            return ""
        given = [*call.args, *(each.value for each in call.keywords)] if call is not None else []
        if not all(self._is_text(each, scope) for each in given):
            return ""
        found = self.evaluator.unrisked(named, scope)
        return ast.unparse(named) if self._is_error(found) else ""

    def _is_text(self, node: ast.expr, scope: Scope) -> bool:
        """Whether something is a text that is certainly made without an error."""
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                if not isinstance(self.evaluator.unrisked(each, scope), (Constant, Made)):
                    return False
            elif not isinstance(each, (*_TEXTS, ast.expr_context)):
                return False
        return True

    def _is_error(self, value: Value) -> bool:
        if isinstance(value, ClassValue):
            line = self.run.modules.lineage(value, self.run.store, self.run.lineages)
            others = [each for each in line.links if not isinstance(each, ClassValue)]
            is_plain = all("__new__" not in each.namespace for each in line.classes)
            is_plain = is_plain and all("__init__" not in each.namespace for each in line.classes)
            return bool(others) and is_plain and line.is_complete and all(map(_is_kept, others))
        return _is_kept(value)


def _is_property(value: Value) -> bool:
    return isinstance(value, FunctionValue) and value.kind == "property"


def _is_kept(value: Value) -> bool:
    """Whether something is an error of Python other than `AttributeError`."""
    if not isinstance(value, Foreign) or not value.name.startswith("builtins."):
        return False
    found = getattr(builtins, value.name.removeprefix("builtins."), None)
    if not isinstance(found, type) or not issubclass(found, Exception):
        return False
    return not issubclass(found, AttributeError)
