"""What operators make of values: all that may come of each possible one.

Knows values; must not know how an expression is written, nor what operators make of plain data
(`operations.py`).
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from . import fal_names
from .lattice import choices, join
from .operations import (
    MAX_ITEMS,
    SUMS_OF_PATH,
    FilePath,
    Raises,
    Unknowable,
    binary,
    compare,
    unary,
)
from .plain_data import is_none, plain
from .values import (
    INDEXED,
    NONE,
    Constant,
    Dictionary,
    FalThing,
    Foreign,
    Sequence,
    SequenceKind,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .run import Run
    from .scope import Site

_OLDEST_PYTHON = (3, 8)
"""fal runs on no older one."""


class Operators:
    """Operators in one run. `operate` is called with the values whose own methods may run."""

    def __init__(self, run: Run, operate: Callable[[Iterable[Value]], None]) -> None:
        self.run = run
        self._operate = operate

    def unary(self, node: ast.unaryop, value: Value, site: Site) -> Value:
        """`op value`; `site` is where that is written."""
        if isinstance(node, ast.Not):
            holds = self.run.truth(value)
            return Unknown("not", "bool") if holds is None else Constant(not holds)
        return self.of_data([value], lambda data: unary(node, data), "int", site)

    def binary(
        self, node: ast.operator, left: Value, right: Value, site: Site | None = None
    ) -> Value:
        """`left op right`; `site` is where that is written."""
        one, two = self.run.items(left), self.run.items(right)
        fits = one is not None and two is not None and len(one) + len(two) <= MAX_ITEMS
        are_lists = isinstance(left, Sequence) and isinstance(right, Sequence)
        if are_lists and isinstance(node, ast.Add) and _kind(left) == _kind(right) in INDEXED:
            return self.run.sequence(_kind(left), (*one, *two) if fits else None)
        are_dicts = isinstance(left, Dictionary) and isinstance(right, Dictionary)
        if are_dicts and isinstance(node, ast.BitOr):
            return self.run.dictionary({**one, **two} if fits else None)
        if isinstance(left, Sequence) and isinstance(node, ast.Mult) and left.kind in INDEXED:
            known, times = plain(right)
            is_counted = known and type(times) is int and one is not None
            is_small = is_counted and len(one) * max(times, 0) <= MAX_ITEMS
            return self.run.sequence(left.kind, one * times if is_small else None)
        is_text = isinstance(left, Constant) and isinstance(left.data, str)
        if is_text and isinstance(node, ast.Mod) and isinstance(right, (Sequence, Dictionary)):
            known, data = self.run.plain(right)
            is_several = isinstance(right, Dictionary) or right.kind == "tuple"
            if known and is_several:
                with contextlib.suppress(Unknowable):
                    self.of_data([left, Constant(data)], partial(binary, node), "str", site)
        error = _path_sum(left, right) if isinstance(node, ast.Add) else None
        if error is not None:
            self.run.operation_raises(site, error)
        kind = _kind_of_result(left, right)
        return self.of_data([left, right], lambda one, two: binary(node, one, two), kind, site)

    def compare(self, nodes: list[ast.cmpop], values: list[Value], site: Site) -> Value:
        """A chain of comparisons of values."""
        if len(nodes) == 1:
            special = _special_comparison(nodes[0], values)
            if special is not None:
                return Constant(special)
        results: list[bool | None] = []
        for operator, one, two in zip(nodes, values, values[1:], strict=False):
            results.append(self._compared(operator, one, two, None if results else site))
        if None in results:
            # `0 < []` raises.
            self.run.risks += 1
        if False in results:
            return Constant(False)
        return Unknown("a comparison", "bool") if None in results else Constant(True)

    def of_data(
        self,
        values: list[Value],
        function: Callable[..., Any],
        kind: str,
        site: Site | None = None,
    ) -> Value:
        """What a function of constants returns for all possible ones."""
        if any(not isinstance(each, Constant) for value in values for each in choices(value)):
            self.run.risks += 1
            self._operate(values)
            return Unknown("an operation on what is not known", kind)
        results: list[Value] = []
        combined: list[list[Any]] = [[]]
        for value in values:
            combined = [
                [*before, each.data]  # type: ignore[union-attr]
                for before in combined
                for each in choices(value)
            ]
        raised: list[Exception] = []
        for arguments in combined:
            try:
                results.append(Constant(function(*arguments)))
            except Unknowable as error:
                self.run.risks += 1
                raised += [error.error] if isinstance(error, Raises) else []
                results.append(Unknown("an operation that is not followed", kind))
        if len(raised) == len(combined):
            self.run.operation_raises(site, raised[0])
        return join(results)

    def _compared(
        self, node: ast.cmpop, left: Value, right: Value, site: Site | None
    ) -> bool | None:
        if isinstance(node, (ast.Is, ast.IsNot)) and right == NONE:
            none = is_none(left)
            return None if none is None else none is isinstance(node, ast.Is)
        answers: set[bool | None] = set()
        raised: list[Exception | None] = []
        for one in choices(left):
            for two in choices(right):
                data = [self.run.plain(each) for each in (one, two)]
                all_known = all(known for known, _ in data)
                answer, error = None, None
                if all_known:
                    answer, error = _compared(node, *(each for _, each in data))
                answers.add(answer)
                raised.append(error)
        if raised[0] is not None and None not in raised:
            self.run.operation_raises(site, raised[0])
        return answers.pop() if len(answers) == 1 else None


def _path_sum(left: Value, right: Value) -> TypeError | None:
    """What Python says of the sum of a path and a string."""
    if is_path(left) and _is_string(right):
        return TypeError(SUMS_OF_PATH[0])
    return TypeError(SUMS_OF_PATH[1]) if _is_string(left) and is_path(right) else None


def is_path(value: Value) -> bool:
    """Whether a value is certainly a path of `pathlib`."""
    if isinstance(value, FalThing):
        return value.name in fal_names.DIRECTORIES
    is_made = isinstance(value, Constant) and isinstance(value.data, FilePath)
    return is_made or (isinstance(value, Unknown) and value.kind == "Path")


def _is_string(value: Value) -> bool:
    is_made = isinstance(value, Constant) and isinstance(value.data, str)
    return is_made or (isinstance(value, Unknown) and value.kind == "str")


def _compared(node: ast.cmpop, left: Any, right: Any) -> tuple[bool | None, Exception | None]:
    try:
        return compare(node, left, right), None
    except Unknowable as error:
        return None, error.error if isinstance(error, Raises) else None


def _special_comparison(operator: ast.cmpop, values: list[Value]) -> bool | None:
    """Comparisons of what is the same wherever fal runs a file."""
    names = [each.name if isinstance(each, Foreign) else "" for each in values]
    if "builtins.__name__" in names and isinstance(operator, (ast.Eq, ast.NotEq)):
        other = values[1 - names.index("builtins.__name__")]
        if other == Constant("__main__"):
            return isinstance(operator, ast.NotEq)
    if names[0] == "sys.version_info":
        known, version = plain(values[1])
        if known and isinstance(version, tuple) and version and version <= _OLDEST_PYTHON:
            if isinstance(operator, (ast.GtE, ast.Gt)):
                return True
            if isinstance(operator, (ast.Lt, ast.LtE)):
                return False
    return None


def _kind_of_result(left: Value, right: Value) -> str:
    """The type that an operation with an unknown operand certainly has."""
    kinds = set()
    for each in (left, right):
        if isinstance(each, Unknown):
            kinds.add(each.kind)
        elif isinstance(each, Constant):
            kinds.add(type(each.data).__name__)
        else:
            return ""
    return kinds.pop() if len(kinds) == 1 else ""


def _kind(value: Value) -> SequenceKind:
    return value.kind if isinstance(value, Sequence) else "list"
