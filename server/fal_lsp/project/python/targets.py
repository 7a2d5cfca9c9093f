"""What assignments, `del` and `+=` do. Knows their targets; must not know where they are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from .attribute_access import delete_attribute, get_attribute, set_attribute
from .lattice import choices
from .operations import MAX_ITEMS
from .plain_data import non_iterable, plain
from .source import bound_names, place
from .values import Binding, Dictionary, Namespace, Sequence, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .expressions import Evaluator
    from .run import Run
    from .scope import Scope
    from .source import Written


class Targets:
    """Assigns in one run."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.run: Run = evaluator.run

    def assign(
        self,
        target: ast.expr,
        value: Value,
        scope: Scope,
        source: str = "",
        written: Written | None = None,
    ) -> None:
        """Run `target = value`; `source` is how the value is written, and `written` where."""
        if isinstance(target, ast.Name):
            places = (place(target), written) if written is not None else None
            self.run.bind(scope, target.id, value, target.lineno - 1, source, places)
        elif isinstance(target, ast.Attribute):
            owner = self.evaluator.value(target.value, scope)
            name = place(target) if written is not None else None
            path = scope.source.path
            binding = Binding(value, target.lineno - 1, source, path, "", name, written)
            set_attribute(self.run, owner, target.attr, binding)
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = {} if written is None else written.parts
            self._unpack(target, value, scope, source, parts)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, value, scope)
        elif isinstance(target, ast.Subscript):
            self.set_item(target, value, scope)

    def _unpack(
        self,
        target: ast.Tuple | ast.List,
        value: Value,
        scope: Scope,
        source: str,
        written: Mapping[int | str, Written],
    ) -> None:
        targets = target.elts
        items = self.evaluator.iterated(value)
        starred = [i for i, each in enumerate(targets) if isinstance(each, ast.Starred)]
        if items is not None and not starred and len(items) == len(targets):
            for index, (each, item) in enumerate(zip(targets, items, strict=True)):
                self.assign(each, item, scope, "", written.get(index))
            return
        if items is not None and len(starred) == 1 and len(items) >= len(targets) - 1:
            (at,) = starred
            end = len(items) - (len(targets) - at - 1)
            for each, item in zip(targets[:at], items[:at], strict=True):
                self.assign(each, item, scope)
            self.assign(targets[at], self.run.sequence("list", items[at:end]), scope)
            for each, item in zip(targets[at + 1 :], items[end:], strict=True):
                self.assign(each, item, scope)
            return
        self.run.risks += 1
        kind = non_iterable(self.run.resolve(value))
        error, words = "TypeError", f"cannot unpack non-iterable {kind} object" if kind else ""
        if items is not None and len(items) <= MAX_ITEMS:
            wanted, count = len(targets) - len(starred), len(items)
            at_least = "at least " if starred else ""
            error, words = "ValueError", f"too many values to unpack (expected {wanted})"
            if count < wanted:
                words = f"not enough values to unpack (expected {at_least}{wanted}, got {count})"
        if words:
            self.run.raises(scope, target, error, words, "unpack", text=source)
        for each in targets:
            self.assign(each, Unknown("a part of what is not known"), scope)

    def set_item(self, target: ast.Subscript, value: Value, scope: Scope) -> None:
        """Run `owner[key] = value`."""
        owner = self.evaluator.resolved(target.value, scope)
        if isinstance(target.slice, ast.Slice):
            self.run.escape_all((owner, value))
            return
        key = self.evaluator.resolved(target.slice, scope)
        if isinstance(owner, Namespace):
            self.run.bind_by_key(owner, key, value)
            return
        if len(choices(owner)) > 1:
            self.run.escape_all((owner, value))
            return
        items = self.run.items(owner)
        known, data = plain(key)
        if isinstance(owner, Dictionary) and isinstance(items, dict):
            try:
                changed: Any = {**items, data: value} if known else None
            except TypeError:
                changed = None
            if changed is not None and len(changed) > MAX_ITEMS:
                changed = None
            self.run.set_items(owner, changed)
        elif isinstance(owner, Sequence) and isinstance(items, tuple):
            listed: list[Value] | None = list(items)
            if known and type(data) is int and -len(items) <= data < len(items):
                listed[data] = value  # type: ignore[index]
            else:
                listed = None
            self.run.set_items(owner, None if listed is None else tuple(listed))
        if self.run.items(owner) is None:
            # Whoever has what it is in may change it.
            self.run.escape(value)
        self.run.risks += 1

    def augment(self, node: ast.AugAssign, scope: Scope) -> None:
        """Run `target += value`."""
        right = self.evaluator.resolved(node.value, scope)
        target = node.target
        if isinstance(target, ast.Subscript):
            old = self.evaluator.resolved(
                ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target),
                scope,
            )
            item = self.evaluator.operators.binary(node.op, old, right, (scope, target))
            self.set_item(target, item, scope)
            return
        if isinstance(target, ast.Attribute):
            old = self.run.resolve(
                get_attribute(self.run, self.evaluator.value(target.value, scope), target.attr)
            )
        else:
            old = self.run.resolve(self.run.lookup(scope, target.id))
        if isinstance(old, Sequence) and old.kind == "list" and isinstance(node.op, ast.Add):
            # In place: every other name of the list sees it, too.
            self.extend(old, right)
            new: Value = old
        elif isinstance(old, Dictionary) and isinstance(node.op, ast.BitOr):
            self.update(old, right)
            new = old
        else:
            new = self.evaluator.operators.binary(node.op, old, right, (scope, target))
        is_shown = scope.kind == "class"
        source = scope.source.text(node.value) if is_shown else ""
        written = place(node.value, 0) if is_shown else None
        self.assign(target, new, scope, source, written)

    def extend(self, owner: Sequence, value: Value) -> None:
        """Run `owner.extend(value)`."""
        items, more = self.run.items(owner), self.evaluator.iterated(value)
        changed = None if items is None or more is None else (*items, *more)
        is_known = changed is not None and len(changed) <= MAX_ITEMS
        self.run.set_items(owner, changed if is_known else None)
        if not is_known:
            self.run.escape_all(more or ())

    def update(self, owner: Dictionary, value: Value) -> None:
        """Run `owner.update(value)`."""
        items = self.run.items(owner)
        more = self.run.items(value) if isinstance(value, Dictionary) else None
        changed = None if items is None or more is None else {**items, **more}
        is_known = changed is not None and len(changed) <= MAX_ITEMS
        self.run.set_items(owner, changed if is_known else None)
        if not is_known and more is not None:
            self.run.escape_all(more.values())

    def delete(self, target: ast.expr, scope: Scope) -> None:
        """Run `del target`."""
        self.run.risks += 1
        if isinstance(target, ast.Name):
            self.run.unbind(scope, target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for each in target.elts:
                self.delete(each, scope)
        elif isinstance(target, ast.Subscript):
            owner = self.evaluator.resolved(target.value, scope)
            items = self.run.items(owner)
            known, key = plain(self.evaluator.resolved(target.slice, scope))
            if isinstance(owner, Dictionary) and isinstance(items, dict) and known:
                left = {each: value for each, value in items.items() if each != key}
                self.run.set_items(owner, left)
            else:
                self.run.escape(owner)
        elif isinstance(target, ast.Attribute):
            owner = self.evaluator.value(target.value, scope)
            delete_attribute(self.run, owner, target.attr, target.lineno - 1)

    def forget(self, nodes: list[ast.AST], scope: Scope, reason: str) -> None:
        """Whatever some statements bind is unknown."""
        for name in set(bound_names(nodes)):
            self.run.bind(scope, name, Unknown(reason), getattr(nodes[0], "lineno", 1) - 1)
