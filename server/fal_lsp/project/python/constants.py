"""The values of Python expressions that can be known without running them. Knows syntax nodes;
must not know what a value is for.

Beyond `ast.literal_eval` it follows names of constants and counts `5 * 60`, since that is how
people write seconds. All of it is bounded: no power, no long strings by multiplication.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple

MAX_SOURCE = 80
"""Characters of an expression that are kept to be shown."""

_MAX_DEPTH = 30
_MAX_NUMBER = 10**15
_MAX_LENGTH = 1_000
_MAX_CONSTANT_ITEMS = 100


class Value(NamedTuple):
    """What an expression is worth: `data` where it is `known`, else only how it is written."""

    known: bool
    data: Any
    source: str
    """The expression as written, cut to one line of `MAX_SOURCE` characters."""


class Unknowable(Exception):  # noqa: N818
    """The value depends on what happens when the code runs."""


def value_of(node: ast.expr, constants: Mapping[str, Any], lines: list[bytes]) -> Value:
    """The value of an expression; `constants` are the names whose values are known.

    `lines` are those of the source in UTF-8, which is what the columns of `ast` count in.
    """
    try:
        return Value(True, data_of(node, constants), source_of(node, lines))
    except Unknowable:
        return Value(False, None, source_of(node, lines))


def data_of(node: ast.expr, constants: Mapping[str, Any], depth: int = 0) -> Any:
    """Plain data of an expression. Raises `Unknowable`."""
    if depth > _MAX_DEPTH:
        raise Unknowable
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        if node.id in constants:
            return constants[node.id]
        raise Unknowable
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return _collection(node, constants, depth)
    if isinstance(node, ast.Dict):
        return _mapping(node, constants, depth)
    if isinstance(node, ast.UnaryOp):
        return _unary(node, constants, depth)
    if isinstance(node, ast.BinOp):
        left = data_of(node.left, constants, depth + 1)
        return _binary(node.op, left, data_of(node.right, constants, depth + 1))
    raise Unknowable


def is_constant(data: Any) -> bool:
    """Whether a name may stand for this value: a scalar or a short, flat list of them.

    Names that stand for lists of names that stand for lists would double with every line.
    """
    if isinstance(data, dict):
        return len(data) <= _MAX_CONSTANT_ITEMS and all(map(_is_scalar, data.values()))
    if isinstance(data, (list, tuple, set)):
        return len(data) <= _MAX_CONSTANT_ITEMS and all(map(_is_scalar, data))
    return _is_scalar(data)


def source_of(node: ast.expr, lines: list[bytes]) -> str:
    """How an expression is written, on one line."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    if first >= len(lines):
        return ""
    end = node.end_col_offset if last == first else len(lines[first])
    more = last > first
    text = lines[first][node.col_offset : end].decode("utf-8", "replace").rstrip()
    if len(text) > MAX_SOURCE or more:
        return text[: MAX_SOURCE - 1] + "…"
    return text


def _is_scalar(data: Any) -> bool:
    if isinstance(data, (str, bytes)):
        return len(data) <= _MAX_LENGTH
    return data is None or isinstance(data, (bool, int, float))


def _collection(
    node: ast.List | ast.Tuple | ast.Set, constants: Mapping[str, Any], depth: int
) -> Any:
    items: list[Any] = []
    for item in node.elts:
        if isinstance(item, ast.Starred):
            spread = data_of(item.value, constants, depth + 1)
            if not isinstance(spread, (list, tuple)) or len(items) + len(spread) > _MAX_LENGTH:
                raise Unknowable
            items.extend(spread)
        else:
            items.append(data_of(item, constants, depth + 1))
    if isinstance(node, ast.List):
        return items
    if isinstance(node, ast.Tuple):
        return tuple(items)
    try:
        return set(items)
    except TypeError:
        raise Unknowable from None


def _mapping(node: ast.Dict, constants: Mapping[str, Any], depth: int) -> Any:
    data: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            spread = data_of(value, constants, depth + 1)
            if not isinstance(spread, dict):
                raise Unknowable
            data.update(spread)
            continue
        try:
            data[data_of(key, constants, depth + 1)] = data_of(value, constants, depth + 1)
        except TypeError:
            raise Unknowable from None
    return data


def _unary(node: ast.UnaryOp, constants: Mapping[str, Any], depth: int) -> Any:
    data = data_of(node.operand, constants, depth + 1)
    if isinstance(node.op, ast.Not):
        return not data
    if isinstance(data, (int, float)) and isinstance(node.op, (ast.USub, ast.UAdd)):
        return -data if isinstance(node.op, ast.USub) else +data
    raise Unknowable


def _binary(operator: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return _arithmetic(operator, left, right)
    joins = isinstance(operator, ast.Add) and type(left) is type(right)
    if joins and isinstance(left, (str, list, tuple)) and len(left) + len(right) <= _MAX_LENGTH:
        return left + right
    raise Unknowable


def _arithmetic(operator: ast.operator, left: float, right: float) -> float:
    if abs(left) > _MAX_NUMBER or abs(right) > _MAX_NUMBER:
        raise Unknowable
    if isinstance(operator, ast.Add):
        return left + right
    if isinstance(operator, ast.Sub):
        return left - right
    if isinstance(operator, ast.Mult):
        return left * right
    if right and isinstance(operator, ast.FloorDiv):
        return left // right
    if right and isinstance(operator, ast.Div):
        return left / right
    raise Unknowable
