"""What single nodes of a syntax tree say: names, kinds of expressions, docstrings, conditions.

Knows the nodes of `ast`; must not know modules, classes or fal.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from .types import Expression, Extent

_PLAIN = (
    ast.Constant,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.JoinedStr,
    ast.Lambda,
    ast.Compare,
    ast.UnaryOp,
    ast.BinOp,
)


_NAMED = re.compile(r"[ \t\f]*(?:class|def|async[ \t\f]+def)[ \t\f]+(\w+)")
_LONGEST = 1000
"""Bytes of a line that are kept."""


def expression(node: ast.expr) -> Expression:
    """What an expression may be, without its value."""
    name = dotted(node)
    if name:
        return Expression("name", name)
    if isinstance(node, _PLAIN):
        return Expression("plain")
    calls = -1
    while isinstance(node, ast.Call):
        node = node.func
        calls += 1
    name = dotted(node)
    return Expression("call", name, calls) if name and calls >= 0 else Expression("other")


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or a chain of attributes, else nothing."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def base_expression(node: ast.expr) -> Expression:
    """A base class, without what it is subscripted with."""
    # `Generic[T]` is as much of an app as `Generic`.
    return expression(node.value if isinstance(node, ast.Subscript) else node)


def extent(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, lines: Sequence[bytes]
) -> Extent | None:
    """Where a statement stands.

    `None` where its name is not in the line that it begins with, and for a last line so long that
    a file could make us keep much more than it holds, with one class in another.
    """
    found = _NAMED.match(lines[node.lineno - 1].decode("utf-8", "replace"))
    if found is None or node.end_lineno is None or (node.end_col_offset or 0) > _LONGEST:
        return None
    first = min((each.lineno for each in node.decorator_list), default=node.lineno)
    tail = lines[node.end_lineno - 1][: node.end_col_offset].decode("utf-8", "replace")
    return Extent(
        (first - 1, node.col_offset),
        (node.lineno - 1, found.start(1)),
        found[1],
        node.end_lineno - 1,
        tail,
    )


def first_paragraph(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> str | None:
    """The first paragraph of a docstring, on one line."""
    first = node.body[0] if node.body else None
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return None
    if not isinstance(first.value.value, str):
        return None
    lines = [line.strip() for line in first.value.value.strip().splitlines()]
    paragraph = lines[: lines.index("")] if "" in lines else lines
    return " ".join(paragraph) or None


def truth(test: ast.expr) -> bool | None:
    """Whether a condition holds when fal runs the file, `None` where that depends."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = truth(test.operand)
        return None if inner is None else not inner
    if dotted(test).rpartition(".")[2] == "TYPE_CHECKING":
        return False
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = [test.left, test.comparators[0]]
        names = [side.id for side in sides if isinstance(side, ast.Name)]
        values = [side.value for side in sides if isinstance(side, ast.Constant)]
        if names == ["__name__"] and values == ["__main__"]:
            return False
    return None


def bound_names(targets: Iterable[ast.expr]) -> Iterator[str]:
    """The names that assigning to (or deleting) some targets binds."""
    for target in targets:
        for found in ast.walk(target):
            if isinstance(found, ast.Name) and not isinstance(found.ctx, ast.Load):
                yield found.id


def captured_names(pattern: ast.pattern) -> Iterator[str]:
    """The names that a pattern of a `case` binds."""
    for found in ast.walk(pattern):
        name = getattr(found, "rest" if isinstance(found, ast.MatchMapping) else "name", None)
        if isinstance(name, str):
            yield name
