"""What comprehensions and generators stand for.

Knows their loops and conditions; must not know other expressions.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from .evaluation import read_at_once
from .module import Missing
from .plain_data import plain
from .scope import Scope
from .source import bound_names, place
from .values import Unknown, Value

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .run import Run

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp

_ITEM_COST = 4
"""How many nodes of a comprehension are evaluated in the time of a step."""


class Comprehensions:
    """Comprehensions in one run."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.run: Run = evaluator.run

    def value(self, node: Comprehension, scope: Scope, *, is_consumed: bool = False) -> Value:
        """The value of a comprehension; `is_consumed` where a generator is certainly asked."""
        evaluator = self.evaluator
        kind = {ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict"}.get(type(node), "")
        unknown = Unknown("a comprehension", kind or "generator")
        source = node.generators[0].iter
        first = evaluator.iterated(evaluator.value(source, scope), (scope, source))
        if first and (kind or is_consumed) and scope.kind == "class":
            self._note_of_class(node, scope)
        inner = Scope("function", self.run.store.table(), scope.source, scope)
        if self.run.has_walrus:
            named = (each for each in ast.walk(node) if isinstance(each, ast.NamedExpr))
            names = {each.target.id for each in named}
            inner.declared = {name: scope.declared.get(name, scope) for name in names}
        # A generator may never be asked for its items.
        with self.run.uncertainty:
            results = self._results(node, first, inner)
        if results is None or isinstance(node, ast.GeneratorExp):
            # How much of a generator runs, and when, is not known.
            self._walruses(node, scope)
        if results is None:
            self.run.risks += 1
        elif isinstance(node, ast.DictComp):
            return self.run.dictionary(dict(results))
        elif isinstance(node, ast.ListComp):
            return self.run.sequence("list", results)
        elif isinstance(node, ast.GeneratorExp):
            # Good for one round, which is all that is looked at.
            return self.run.sequence("tuple", results)
        if kind == "list":
            return self.run.sequence("list", None)
        if kind == "dict":
            return self.run.dictionary(None)
        return unknown

    def _results(
        self, node: Comprehension, items: list[Value] | None, scope: Scope
    ) -> list[Any] | None:
        """What comes of each item, `None` where that is not known; pairs for a dict."""
        evaluator, generator = self.evaluator, node.generators[0]
        if items is None or len(node.generators) > 1:
            return None
        if not self.run.spend(len(items) * self.run.size(node) // _ITEM_COST):
            return None
        results: list[Any] = []
        for item in items:
            evaluator.targets.assign(generator.target, item, scope)
            holds = {self.run.truth(evaluator.resolved(test, scope)) for test in generator.ifs}
            if False in holds:
                continue
            if None in holds:
                return None
            if isinstance(node, ast.DictComp):
                known, key = plain(evaluator.resolved(node.key, scope))
                if not known or isinstance(key, (list, dict, set)):
                    return None
                results.append((key, evaluator.value(node.value, scope)))
            else:
                results.append(evaluator.value(node.elt, scope))
        return results

    def _note_of_class(self, node: Comprehension, scope: Scope) -> None:
        """Keep the names of a class that a comprehension in it certainly reads."""
        first, *others = node.generators
        read: list[ast.expr] = first.ifs[:1]
        if not read and others:
            read = [others[0].iter]
        elif not read:
            read = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        bound = {*bound_names([first.target])}
        for each in read_at_once(read):
            binding = self.run.store.read(scope.names, each.id)
            is_own = binding is not None and each.id not in bound
            if is_own and self.run.is_missing(scope, each.id, is_inside=True):
                self.evaluator.note(Missing("", each.id, place(each), is_of_class=True))

    def _walruses(self, node: ast.AST, scope: Scope) -> None:
        if not self.run.has_walrus:
            return
        for found in ast.walk(node):
            if isinstance(found, ast.NamedExpr):
                self.run.bind(scope, found.target.id, Unknown("a comprehension"), found.lineno - 1)
