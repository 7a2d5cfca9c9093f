"""What code that is not followed may change: that is unknown afterwards.

Knows what the body of a function assigns to; must not know what it computes.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .values import (
    ANY_NAME,
    Binding,
    ClassValue,
    FunctionValue,
    Keywords,
    Made,
    Unknown,
    Value,
    choices,
)

if TYPE_CHECKING:
    from .run import Run


class Unfollowed:
    """Functions in one run whose bodies are not run."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def run_methods(
        self, found: ClassValue, names: tuple[str, ...], arguments: tuple[Value, ...] = ()
    ) -> None:
        """Python calls methods of a class, which are not followed, by itself."""
        if not self.run.spend(50):
            return
        instance = Made(found, (), {}, False, 0)
        line = self.run.modules.lineage(found, self.run.store, self.run.lineages)
        for link in line.classes:
            for name in names:
                binding = self.run.store.read(link.namespace, name)
                for each in choices(binding.value) if isinstance(binding, Binding) else ():
                    if isinstance(each, FunctionValue):
                        self.leave(each, (instance, *arguments), {})

    def leave(
        self, function: FunctionValue, arguments: tuple[Value, ...], keywords: Keywords
    ) -> None:
        """A function runs that is not followed: what it can change is unknown."""
        self.run.escape_all([*arguments, *(each.value for each in keywords.values())])
        node, scope = function.node, function.scope
        if node is None or scope is None or not self.run.spend(100):
            return
        names = [each.arg for each in node.args.args]
        given = dict(zip(names, arguments, strict=False))
        for found in ast.walk(node):
            owner, is_set = _changed(found)
            root, is_class = _root(owner)
            if root is None:
                continue
            value = given.get(root.id) or self.run.resolve(self.run.lookup(scope, root.id))
            if isinstance(value, Made) and isinstance(value.callee, ClassValue):
                self.run.escape_attributes(value.callee)
                value = value.callee if is_class else value
            elif isinstance(value, ClassValue):
                self.run.escape_attributes(value)
            self.run.escape(value)
            if is_set and isinstance(value, ClassValue):
                unknown = Binding(Unknown("a call that cannot be followed"), 0)
                self.run.store.write(value.changed_later, ANY_NAME, unknown)


def _changed(node: ast.AST) -> tuple[ast.expr | None, bool]:
    """What an expression may change, and whether it sets something of it."""
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        return node.value, True
    if not isinstance(node, ast.Call):
        return None, False
    if isinstance(node.func, ast.Attribute):
        return node.func.value, False
    is_setattr = isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr")
    return (node.args[0], True) if is_setattr and node.args else (None, False)


def _root(node: ast.expr | None) -> tuple[ast.Name | None, bool]:
    """The name that an expression starts from, and whether the class of its value is meant."""
    is_class = False
    while node is not None and not isinstance(node, ast.Name):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id != "type":
                return None, False
            node, is_class = node.args[0], True
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            is_class = is_class or (isinstance(node, ast.Attribute) and node.attr == "__class__")
            node = node.value
        else:
            return None, False
    return node, is_class
