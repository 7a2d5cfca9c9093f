"""What `owner[key]` and `owner[a:b]` stand for.

Knows what classes, containers and strings give back; must not know other expressions.
"""

from __future__ import annotations

import ast
import contextlib
from typing import TYPE_CHECKING, Any

from .attribute_access import class_item
from .enumerations import is_enumeration
from .plain_data import plain
from .source import place
from .type_operators import with_arguments
from .values import (
    INDEXED,
    NONE,
    ClassValue,
    Constant,
    FalThing,
    Foreign,
    Namespace,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .run import Run
    from .scope import Scope


class Subscripts:
    """Subscripts in one run."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.run: Run = evaluator.run

    def value(self, node: ast.Subscript, scope: Scope) -> Value:
        """The value of `owner[...]`."""
        evaluator = self.evaluator
        owner = evaluator.resolved(node.value, scope)
        if isinstance(owner, ClassValue):
            key = evaluator.unrisked(node.slice, scope)
            of_class = class_item(self.run, owner, key)
            if of_class is not None:
                self.run.risks += 1
                if self._lacks_member(owner, key):
                    name = plain(key)[1]
                    self.run.raises(scope, node, "KeyError", repr(name), "member")
                return of_class
        if isinstance(owner, (ClassValue, FalThing)):
            if self.run.is_certain(scope):
                self.run.module.subscripted.append((owner, place(node)))
            return owner
        if isinstance(owner, Foreign):
            # `Generic[T]` is as much of an app as `Generic`.
            evaluator.value(node.slice, scope)
            self.run.risks += 1
            if owner.name == "os.environ":
                return Unknown("a variable", "str")
            return with_arguments(owner)
        evaluator.calls.operate((owner,))
        items = self.run.items(owner)
        if isinstance(node.slice, ast.Slice):
            return self._slice(owner, node.slice, scope)
        known, index = self.run.plain(evaluator.resolved(node.slice, scope))
        if isinstance(owner, Namespace) and isinstance(index, str):
            binding = self.run.store.read(owner.names, index)
            owner = self.run.sequence("tuple", [] if binding is None else [binding.value])
            return evaluator.calls.some_item(owner)
        if known:
            self._note_missing_item(node, scope, owner, items, index)
        try:
            if known and isinstance(items, dict) and index in items:
                value: Value = items[index]
                return value
            is_list = isinstance(owner, Sequence) and owner.kind in INDEXED
            if known and is_list and isinstance(items, tuple) and type(index) in (int, bool):
                item: Value = items[index]
                return item
            if known and isinstance(owner, Constant) and isinstance(owner.data, str):
                return Constant(owner.data[index])
        except (IndexError, TypeError):
            pass
        self.run.risks += 1
        return Unknown("an item that is not known") if known else evaluator.calls.some_item(owner)

    def _lacks_member(self, owner: ClassValue, key: Value) -> bool:
        """Whether an enumeration certainly has no member of a name."""
        run = self.run
        known, name = plain(key)
        is_name = known and isinstance(name, str)
        line = run.modules.lineage(owner, run.store, run.lineages)
        is_lacking = is_name and run.modules.class_lacks(owner, name, run.store, run.lineages)
        return is_lacking and is_enumeration(line)

    def _note_missing_item(
        self, node: ast.Subscript, scope: Scope, owner: Value, items: Any, index: Any
    ) -> None:
        """Keep an item that is certainly not there."""
        if isinstance(items, dict):
            with contextlib.suppress(TypeError):
                if index not in items:
                    self.run.raises(scope, node, "KeyError", repr(index), "key")
        elif isinstance(owner, Sequence) and owner.kind == "list" and items is not None:
            if type(index) is int and not -len(items) <= index < len(items):
                self.run.operation_raises((scope, node), IndexError("list index out of range"))
            elif isinstance(index, (str, float)) or index is None:
                kind = type(index).__name__
                words = f"list indices must be integers or slices, not {kind}"
                self.run.operation_raises((scope, node), TypeError(words))
        elif isinstance(owner, Constant) and isinstance(owner.data, (int, float, type(None))):
            kind = type(owner.data).__name__
            self.run.operation_raises(
                (scope, node), TypeError(f"'{kind}' object is not subscriptable")
            )

    def _slice(self, owner: Value, node: ast.Slice, scope: Scope) -> Value:
        bounds = [
            plain(NONE if each is None else self.evaluator.resolved(each, scope))
            for each in (node.lower, node.upper, node.step)
        ]
        items = self.run.items(owner)
        if all(known and (data is None or type(data) is int) for known, data in bounds):
            wanted = slice(*(data for _, data in bounds))
            if wanted.step != 0:
                if isinstance(owner, Sequence) and isinstance(items, tuple):
                    return self.run.sequence(owner.kind, items[wanted])
                if isinstance(owner, Constant) and isinstance(owner.data, str):
                    return Constant(owner.data[wanted])
        self.run.risks += 1
        return Unknown("a part that is not known")
