"""One class or function statement as plain values. Knows what a class body binds; must not know
the module around it (but for its constants), its base classes or fal.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple

from .constants import is_constant, value_of
from .nodes import base_expression, bound_names, dotted, extent, first_paragraph, truth
from .types import Decorator, PythonClass, PythonFunction, Setting

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Scope(NamedTuple):
    """What is known where a statement stands: the lines of the source in UTF-8, and constants."""

    lines: list[bytes]
    constants: Mapping[str, Any]
    order: int
    """Where the statement stands among those of the module that bind a name."""


def read_function(node: FunctionNode, scope: Scope, *, conditional: bool = False) -> PythonFunction:
    """A `def` or `async def`."""
    is_async = isinstance(node, ast.AsyncFunctionDef)
    decorators = _decorators(node.decorator_list, scope)
    doc = first_paragraph(node)
    return PythonFunction(
        node.name,
        node.lineno - 1,
        doc,
        decorators,
        is_async,
        scope.order,
        conditional,
        extent(node, scope.lines),
    )


def read_class(node: ast.ClassDef, scope: Scope) -> PythonClass:
    """A `class` with its body."""
    body = _Body(scope)
    body.block(node.body, conditional=False)
    keywords = _keywords(node.keywords, scope)
    metaclass = keywords.pop("metaclass", None)
    return PythonClass(
        node.name,
        node.lineno - 1,
        first_paragraph(node),
        _decorators(node.decorator_list, scope),
        tuple(base_expression(base) for base in node.bases),
        keywords,
        metaclass is not None,
        _spreads(node.keywords),
        body.attributes,
        tuple(body.methods),
        tuple(body.classes),
        scope.order,
        extent(node, scope.lines),
    )


def _decorators(nodes: list[ast.expr], scope: Scope) -> tuple[Decorator, ...]:
    return tuple(_decorator(node, scope) for node in nodes)


def _decorator(node: ast.expr, scope: Scope) -> Decorator:
    line = node.lineno - 1
    if not isinstance(node, ast.Call):
        return Decorator(dotted(node), line)
    arguments = tuple(value_of(each, scope.constants, scope.lines) for each in node.args)
    keywords = _keywords(node.keywords, scope)
    return Decorator(dotted(node.func), line, True, arguments, keywords, _spreads(node.keywords))


def _spreads(keywords: list[ast.keyword]) -> bool:
    return any(each.arg is None for each in keywords)


def _keywords(keywords: list[ast.keyword], scope: Scope) -> dict[str, Setting]:
    return {
        each.arg: Setting(value_of(each.value, scope.constants, scope.lines), each.value.lineno - 1)
        for each in keywords
        if each.arg is not None
    }


class _Body:
    """One walk over the body of one class."""

    def __init__(self, scope: Scope) -> None:
        self.constants = dict(scope.constants)
        self.scope = scope._replace(constants=self.constants)
        self.attributes: dict[str, Setting] = {}
        self.methods: list[PythonFunction] = []
        self.classes: list[PythonClass] = []

    def block(self, statements: list[ast.stmt], *, conditional: bool) -> None:
        for node in statements:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.methods.append(read_function(node, self.scope, conditional=conditional))
            elif isinstance(node, ast.ClassDef):
                self.classes.append(read_class(node, self.scope))
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self.assign(target, node.value, conditional)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                self.assign(node.target, node.value, conditional)
            elif isinstance(node, ast.AugAssign):
                self.assign(node.target, node, conditional)
            elif isinstance(node, ast.If) and truth(node.test) is False:
                self.block(node.orelse, conditional=conditional)
            else:
                for part in ("body", "handlers", "orelse", "finalbody", "cases"):
                    self.nested(getattr(node, part, None))

    def nested(self, part: Any) -> None:
        if not isinstance(part, list):
            return
        for item in part:
            if isinstance(item, ast.stmt):
                self.block([item], conditional=True)
            else:
                self.block(getattr(item, "body", []), conditional=True)

    def assign(self, target: ast.expr, value: ast.expr | ast.AugAssign, conditional: bool) -> None:
        names = [target.id] if isinstance(target, ast.Name) else bound_names([target])
        for name in names:
            node = value.value if isinstance(value, ast.AugAssign) else value
            known = value_of(node, self.constants, self.scope.lines)
            if isinstance(value, ast.AugAssign) or not isinstance(target, ast.Name):
                known = known._replace(known=False, data=None)
            self.attributes[name] = Setting(known, target.lineno - 1, conditional)
            self.constants.pop(name, None)
            if known.known and not conditional and is_constant(known.data):
                self.constants[name] = known.data
