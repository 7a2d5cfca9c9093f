"""The scopes of a module that runs: which names belong to which, and what is kept of a class.

Knows how Python nests scopes; must not know what the names stand for.
"""

from __future__ import annotations

import ast
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .source import Definition, Source
    from .values import Made, Named, Table, TypePart


class Scope:
    """A namespace and the one around it; `declared` are names that belong to another one."""

    __slots__ = (
        *("annotated", "declared", "has_text_types", "in_text", "kind", "names", "notes", "outer"),
        *("owner", "replaced", "source", "types"),
    )

    def __init__(
        self,
        kind: Literal["module", "class", "function"],
        names: Table,
        source: Source,
        outer: Scope | None = None,
        owner: str = "",
    ) -> None:
        self.kind = kind
        self.names = names
        self.source = source
        self.outer = outer
        self.owner = owner
        """The name of the class."""
        self.replaced: list[Definition] = []
        """The endpoints whose name is certainly given to another function."""
        self.declared: dict[str, Scope] = {}
        self.annotated: dict[str, bool] = {}
        """The names that are annotated in a class, `False` for a `ClassVar`."""
        self.types: list[TypePart] = []
        """The parts of their types, as far as they are evaluated."""
        self.has_text_types = False
        self.notes: list[tuple[str, Made]] = []
        """The calls of pydantic in the types."""
        self.in_text: list[Named] = []
        """The names of those that are in strings."""

    def is_local(self) -> bool:
        """Whether a function is around, or a class with type parameters."""
        scope: Scope | None = self
        while scope is not None and scope.kind != "function":
            scope = scope.outer
        return scope is not None

    def top(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.outer is not None:
            scope = scope.outer
        return scope


Site = tuple[Scope, ast.expr]
"""An expression and the scope that it is in."""


def bound_in(scope: Scope, names: AbstractSet[str]) -> set[str]:
    """Those of some names that are bound in a scope or around it."""
    found: set[str] = set()
    current: Scope | None = scope
    while current is not None:
        found |= names & current.names.keys()
        current = current.outer
    return found


def around(scope: Scope) -> Scope:
    """Where a function finds its names: the body of a method does not see those of its class."""
    is_method = scope.kind == "class" and scope.outer is not None
    return scope.outer if is_method and scope.outer is not None else scope
