"""What branches, loops and `try` do: which blocks may run, and what their changes come to.

Where a condition is not known, both branches run and their changes are joined; a loop that cannot
be unrolled makes unknown what its body changes; a branch that certainly leaves is not joined. So do
Pyright's binder and ty's semantic index. Must not know the simple statements.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Literal

from .lattice import choices
from .source import bound_names
from .values import (
    UNSET,
    ClassValue,
    Constant,
    FalThing,
    Foreign,
    FunctionValue,
    Made,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .calls import Calls
    from .flow import Changes, Store
    from .run import Run
    from .scope import Scope
    from .targets import Targets

Completion = Literal["raise", "return", "break", "continue"] | None
"""How a block ends: `None` where the next statement runs."""

_MAX_UNROLLED = 30
_MAX_LOOPS = 3
"""Loops inside of each other whose bodies are run to see what they change."""
_MAX_PASSES = 4

SWALLOWING = frozenset({"contextlib.suppress", "contextlib.ExitStack", "contextlib.AsyncExitStack"})
"""Context managers after which what was raised may be forgotten."""


class ControlFlow:
    """Compound statements in one run. `block` runs the statements of a block."""

    def __init__(
        self,
        calls: Calls,
        block: Callable[[list[ast.stmt], Scope], Completion],
    ) -> None:
        self.calls = calls
        self.evaluator = calls.evaluator
        self.targets: Targets = calls.targets
        self.run: Run = calls.run
        self.store: Store = self.run.store
        self.block = block
        self._loops = 0
        self._escapes = False
        """A loop or function was left in a branch whose condition is not known."""

    @contextmanager
    def function_body(self) -> Iterator[None]:
        """Around the body of a function: what leaves it leaves no loop around its call."""
        run = self.run
        escapes, loops, uncertain = self._escapes, self._loops, run.uncertainty.depth
        may_have_left = run.may_have_left
        self._escapes, self._loops = False, 0
        # What it calls runs where it still runs itself.
        run.uncertainty.depth += may_have_left
        run.may_have_left = False
        try:
            yield
        finally:
            self._escapes, self._loops, run.uncertainty.depth = escapes, loops, uncertain
            run.may_have_left = may_have_left

    def _branch(self, statements: list[ast.stmt], scope: Scope) -> tuple[Changes, Completion]:
        """Run a block that may not run."""
        self.store.branch()
        with self.run.uncertainty:
            completion = self.block(statements, scope)
        return self.store.take_back(), completion

    def _rescued(
        self, statements: list[ast.stmt], scope: Scope
    ) -> tuple[Completion, Changes, Iterable[Changes]]:
        """Run a block whose errors may be caught; its changes are taken back, with each write."""
        self.store.branch()
        self.store.watch()
        with self.run.rescue:
            completion = self.block(statements, scope)
        writes = self.store.watched()
        return completion, self.store.take_back(), writes

    def _merged(self, branches: list[tuple[Changes, Completion]]) -> Completion:
        """Go on after one of some branches."""
        continuing = [changes for changes, completion in branches if completion is None]
        leaving = [changes for changes, completion in branches if completion not in (None, "raise")]
        if continuing:
            self._escapes = self._escapes or bool(leaving)
            # What was changed before a `break` or `return` may be seen by whoever comes after.
            self.store.merge([*continuing, *leaving])
            return None
        if leaving:
            self.store.merge(leaving)
            completions = [each for _, each in branches if each not in (None, "raise")]
            self._escapes = self._escapes or len(set(completions)) > 1
            return completions[0]
        self.store.merge([changes for changes, _ in branches])
        return "raise"

    # Branches

    def if_(self, node: ast.If, scope: Scope) -> Completion:
        """Run `if`: the branch that is taken, or both where the condition is not known."""
        # `elif` is an `if` inside of an `else`: a long chain of them must not nest here.
        branches: list[tuple[Changes, Completion]] = []
        while True:
            holds = self.run.truth(self.evaluator.resolved(node.test, scope))
            if holds is not False:
                if holds and not branches:
                    return self.block(node.body, scope)
                branches.append(self._branch(node.body, scope))
                if holds:
                    return self._merged(branches)
            if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
                node = node.orelse[0]
                continue
            if not branches:
                return self.block(node.orelse, scope)
            branches.append(self._branch(node.orelse, scope))
            return self._merged(branches)

    def match(self, node: ast.Match, scope: Scope) -> Completion:
        """Run `match`: every case that may fit."""
        subject = self.evaluator.resolved(node.subject, scope)
        branches: list[tuple[Changes, Completion]] = []
        is_exhaustive = False
        for case in node.cases:
            fits = _fits(case.pattern, subject)
            if case.guard is not None and fits is not False:
                fits = None
            if fits is False:
                continue
            self.store.branch()
            with self.run.uncertainty:
                for name in set(bound_names([case.pattern])):
                    is_whole = (
                        isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
                    )
                    value = subject if is_whole else Unknown("a pattern")
                    self.run.bind(scope, name, value, case.pattern.lineno - 1)
                if case.guard is not None:
                    self.evaluator.value(case.guard, scope)
                completion = self.block(case.body, scope)
            branches.append((self.store.take_back(), completion))
            if fits:
                is_exhaustive = True
                break
        if not is_exhaustive:
            branches.append(({}, None))
        return self._merged(branches)

    def try_(self, node: ast.Try, scope: Scope) -> Completion:
        """Run `try` with its handlers, `else` and `finally`."""
        run = self.run
        before = run.risks
        completion, changes, writes = self._rescued(node.body, scope)
        may_raise = run.risks > before or completion == "raise"
        self.store.branch()
        self.store.apply(changes)
        if completion is None:
            # It only runs where nothing was raised.
            with run.uncertainty if may_raise else nullcontext():
                completion = self.block(node.orelse, scope)
        branches = [(self.store.take_back(), completion)]
        if may_raise and node.handlers:
            for handler in node.handlers:
                self.store.branch()
                with run.uncertainty:
                    self.store.merge([{}, changes, *writes])
                    if handler.name is not None:
                        self.run.bind(scope, handler.name, Unknown("an error"), handler.lineno - 1)
                    handled = self.block(handler.body, scope)
                    if handler.name is not None:
                        self.run.unbind(scope, handler.name)
                branches.append((self.store.take_back(), handled))
        completion = self._merged(branches)
        last = self.block(node.finalbody, scope)
        return last if last is not None else completion

    def with_(self, node: ast.With | ast.AsyncWith, scope: Scope) -> Completion:
        """Run `with`; what the context manager may swallow counts as rescued."""
        before = self.run.risks
        swallows, may_swallow = False, False
        leaving = []
        for item in node.items:
            value = self.evaluator.resolved(item.context_expr, scope)
            maker = value.callee if isinstance(value, Made) else value
            swallows = swallows or (isinstance(maker, Foreign) and maker.name in SWALLOWING)
            # A class of the project, or what one of its functions gives back.
            called = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
            made_by = self.evaluator.resolved(called, scope) if called is not None else None
            swallows = swallows or isinstance(maker, ClassValue)
            swallows = swallows or isinstance(made_by, FunctionValue)
            # Of one that is not known, only an error that is certain says that it may.
            may_swallow = may_swallow or not isinstance(maker, (Foreign, FalThing))
            if isinstance(maker, ClassValue):
                self.calls.unfollowed.run_methods(maker, ("__enter__", "__aenter__"))
                leaving.append(maker)
            before = max(before, self.run.risks)
            if item.optional_vars is not None:
                self.targets.assign(item.optional_vars, Unknown("a context"), scope)
        # A context manager may swallow what is raised.
        completion, changes, writes = self._rescued(node.body, scope)
        for maker in leaving:
            self.calls.unfollowed.run_methods(maker, ("__exit__", "__aexit__"))
        if swallows and (self.run.risks > before or completion == "raise"):
            self.store.merge([changes, {}, *writes])
            return None if completion == "raise" else completion
        if may_swallow and completion == "raise":
            self.store.merge([changes, {}, *writes])
            return None
        self.store.apply(changes)
        return completion

    # Loops

    def for_(self, node: ast.For | ast.AsyncFor, scope: Scope) -> Completion:
        """Run `for`: unrolled where the items are known, else what its body may change."""
        value = self.evaluator.value(node.iter, scope)
        site = (scope, node.iter) if isinstance(node, ast.For) else None
        items = self.evaluator.iterated(value, site)
        if isinstance(node, ast.For) and items is not None and len(items) <= _MAX_UNROLLED:
            completion = self._unrolled(node, items, scope)
            if completion != "continue":
                return completion
        self._widened(node, scope, value)
        return self._after_loop(node, scope)

    def _unrolled(self, node: ast.For, items: list[Value], scope: Scope) -> Completion:
        """Run a loop over known items; `continue` where that cannot be done."""
        outer, self._escapes = self._escapes, False
        self.store.branch()
        completion: Completion = None
        is_followed = self.run.steps > 0
        # A `break` under a condition may come before any statement of the body.
        with self.run.uncertainty:
            for item in items:
                if not is_followed or not self.run.spend(self.run.size(node)):
                    is_followed = False
                    break
                self.targets.assign(node.target, item, scope)
                completion = self.block(node.body, scope)
                if self._escapes or completion in ("return", "raise"):
                    is_followed = False
                if completion == "break":
                    break
        self._escapes = outer
        if not is_followed:
            self.store.take_back()
            return "continue"
        self.store.keep()
        return None if completion == "break" else self.block(node.orelse, scope)

    def while_(self, node: ast.While, scope: Scope) -> Completion:
        """Run `while`: what its body may change, unless it certainly does not run."""
        if self.run.truth(self.evaluator.resolved(node.test, scope)) is False:
            return self.block(node.orelse, scope)
        self._widened(node, scope)
        return self._after_loop(node, scope)

    def _after_loop(self, node: ast.For | ast.AsyncFor | ast.While, scope: Scope) -> Completion:
        if not node.orelse:
            return None
        changes, _ = self._branch(node.orelse, scope)
        self.store.merge([changes, {}])
        return None

    def _widened(
        self, node: ast.For | ast.AsyncFor | ast.While, scope: Scope, value: Value = UNSET
    ) -> None:
        """Run the body of a loop over a value as if any number of times."""
        reason = "a loop"
        repeated: list[ast.AST] = [*node.body, *node.orelse]
        items: dict[str, ast.expr] = {}
        if not isinstance(node, ast.While):
            items = dict.fromkeys(bound_names([node.target]), node.iter)
        self.calls.unfollowed.repeat(repeated, scope, items)
        if self._loops >= _MAX_LOOPS or self.run.steps < 0:
            self.targets.forget(repeated, scope, reason)
            self.run.module.sets_unknown = True
            return
        outer = self._escapes
        self._loops += 1
        size = -1
        places: dict[tuple[int, Any], Any] = {}
        with self.run.uncertainty:
            for number in range(_MAX_PASSES):
                # Of loops in loops, each pass of one takes all passes of the ones in it.
                if number and not self.run.spend(self.run.size(node)):
                    self.targets.forget(repeated, scope, reason)
                    break
                self.store.branch()
                self.store.widen(places, reason)
                if not isinstance(node, ast.While):
                    item = self.calls.some_item(self.run.resolve(value))
                    self.targets.assign(node.target, item, scope)
                else:
                    self.evaluator.value(node.test, scope)
                self.block(node.body, scope)
                places.update(self.store.take_back())
                if len(places) == size:
                    break
                size = len(places)
        self._loops -= 1
        self._escapes = outer
        self.store.widen(places, reason)


def _fits(pattern: ast.pattern, subject: Value) -> bool | None:
    """Whether a pattern without a guard matches, `None` where that is not known."""
    if isinstance(pattern, ast.MatchAs):
        return True if pattern.pattern is None else _fits(pattern.pattern, subject)
    if isinstance(pattern, ast.MatchOr):
        answers = [_fits(each, subject) for each in pattern.patterns]
        return True if True in answers else None if None in answers else False
    wanted: Any
    if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant):
        wanted = pattern.value.value
    elif isinstance(pattern, ast.MatchSingleton):
        wanted = pattern.value
    else:
        return None
    answers = [
        each.data == wanted if isinstance(each, Constant) else None for each in choices(subject)
    ]
    return answers[0] if len(set(answers)) == 1 else None
