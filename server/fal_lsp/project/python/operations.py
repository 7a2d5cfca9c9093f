"""What operators and Python's own functions make of known data, within limits. Knows plain data;
must not know syntax nodes or names.

A file can ask for `10 ** 10 ** 10` or `"x" * 10 ** 9`: whatever would be large is not computed.
"""

from __future__ import annotations

import ast
import contextlib
import operator
import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

MAX_NUMBER = 10**15
MAX_LENGTH = 2_000
MAX_ITEMS = 1_000

_MAX_EXPONENT = 50


class FilePath(NamedTuple):
    """A path of `pathlib`, which is known by its text alone."""

    text: str


SUMS_OF_PATH = (
    "unsupported operand type(s) for +: 'PosixPath' and 'str'",
    'can only concatenate str (not "PosixPath") to str',
)
"""What Python says of a path and a string, and of a string and a path."""


class Unknowable(Exception):  # noqa: N818
    """The result is not known, or would be too large."""


class Raises(Unknowable):
    """Python certainly raises an error, which is the cause."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class NoValue(KeyError):  # noqa: N818
    """A placeholder of a text has no value."""

    def __init__(self, key: str, placeholder: str) -> None:
        super().__init__(key)
        self.placeholder = placeholder


def binary(node: ast.operator, left: Any, right: Any) -> Any:
    """`left op right` for constants. Raises `Unknowable`."""
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return _arithmetic(node, left, right)
    if isinstance(node, ast.Div) and isinstance(left, FilePath) and isinstance(right, str):
        return joined_path([left.text, right])
    is_text = isinstance(left, (str, bytes))
    if is_text and isinstance(node, ast.Add) and type(left) is type(right):
        if len(left) + len(right) <= MAX_LENGTH:
            return left + right
        raise Unknowable
    is_repeated = is_text and isinstance(node, ast.Mult) and type(right) is int
    if is_repeated and abs(right) <= MAX_LENGTH and len(left) * max(right, 0) <= MAX_LENGTH:
        return left * right
    if type(left) is str and isinstance(node, ast.Mod):
        _check_percent(left, right)
    if type(node) in _MIXED and all(type(each) in _SCALARS for each in (left, right)):
        try:
            _MIXED[type(node)](left, right)
        except TypeError as error:
            raise Raises(error) from None
    raise Unknowable


def _check_percent(text: str, values: Any) -> None:
    """Raises `Raises` where `text % values` certainly raises.

    What it gives is not looked at: what is a string here may be a member of an enumeration.
    """
    is_one = type(values) in _SCALARS
    if not is_one and type(values) not in (tuple, dict):
        return
    each = [values] if is_one else [*(values.values() if isinstance(values, dict) else values)]
    is_small = len(text) <= MAX_LENGTH and all(number <= _WIDEST for number in _widths(text))
    if "*" in text or not is_small or not all(map(_is_scalar, each)):
        return
    try:
        text % values
    except KeyError as error:
        key = str(error.args[0])
        found = re.search(rf"%\({re.escape(key)}\)[^%a-zA-Z]{{0,8}}[a-zA-Z]", text)
        raise Raises(NoValue(key, found[0] if found else f"%({key})")) from None
    except (TypeError, ValueError) as error:
        raise Raises(error) from None
    except OverflowError:
        pass


def check_format(
    text: str, positional: list[tuple[bool, Any]], keywords: Mapping[str, tuple[bool, Any]]
) -> None:
    """Raises `Raises` where `text.format(...)` certainly raises; of each value whether it is known,
    and it."""
    if len(text) > MAX_LENGTH:
        return
    import string

    try:
        fields = [*string.Formatter().parse(text)]
    except ValueError as error:
        raise Raises(error) from None
    names = [name for _, name, _, _ in fields if name is not None]
    firsts = [re.match(_FIRST, name)[0] for name in names]  # type: ignore[index]
    if "" in firsts and any(each.isdigit() for each in firsts):
        return
    count = 0
    for _, name, specification, conversion in fields:
        if name is None:
            continue
        first = re.match(_FIRST, name)[0]  # type: ignore[index]
        index = int(first) if first.isdigit() else count if not first else None
        count += not first
        if index is None and first not in keywords:
            raise Raises(NoValue(first, f"{{{first}}}"))
        if index is not None and index >= len(positional):
            words = f"Replacement index {index} out of range for positional args tuple"
            raise Raises(IndexError(words))
        known, data = positional[index] if index is not None else keywords[first]
        if known and specification and name == first and "{" not in specification:
            with contextlib.suppress(_NotRaised):
                _formatted(data, conversion, specification)


def _formatted(data: Any, conversion: str | None, specification: str) -> None:
    try:
        text_of(data, ord(conversion) if conversion else -1, specification)
    except Raises:
        raise
    except Unknowable:
        raise _NotRaised from None


class _NotRaised(Exception):  # noqa: N818
    """Nothing is certain."""


_FIRST = r"[^.\[]*"
_WIDEST = 200

_SCALARS = frozenset({str, bytes, int, float, bool, type(None)})
_MIXED: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Div: operator.truediv,
}
"""Operators that refuse values of two types at once, however large these are."""


def unary(node: ast.unaryop, data: Any) -> Any:
    """`op data` for a constant. Raises `Unknowable`."""
    if isinstance(node, ast.Not):
        return not data
    if type(data) in (str, bytes, type(None)):
        name = {ast.Invert: "~", ast.USub: "-"}.get(type(node), "+")
        raise Raises(TypeError(f"bad operand type for unary {name}: '{type(data).__name__}'"))
    if not isinstance(data, (int, float)):
        raise Unknowable
    if isinstance(node, ast.Invert):
        if isinstance(data, int):
            return -data - 1
        raise Unknowable
    return -data if isinstance(node, ast.USub) else +data


_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}


def compare(node: ast.cmpop, left: Any, right: Any) -> bool:
    """`left op right` for plain data. Raises `Unknowable`."""
    if isinstance(node, (ast.Is, ast.IsNot)) and not (_is_single(left) or _is_single(right)):
        raise Unknowable
    try:
        return bool(_COMPARE[type(node)](left, right))
    except TypeError as error:
        # What is a tuple here may be a view of a dict, which can be compared with a set.
        right_fits = type(right) in _SCALARS
        if right_fits and (type(left) in _SCALARS or isinstance(node, (ast.In, ast.NotIn))):
            raise Raises(error) from None
        raise Unknowable from None


_STRING_METHODS = frozenset(
    {"lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "casefold", "split"}
    | {"rsplit", "splitlines", "startswith", "endswith", "replace", "removeprefix", "find"}
    | {"removesuffix", "join", "partition", "rpartition", "isdigit", "isalpha", "count", "index"}
    | {"isupper", "islower", "swapcase", "isidentifier", "encode"}
)


def string_method(text: str, name: str, arguments: list[Any]) -> Any:
    """What a method of a string returns for plain data. Raises `Unknowable`."""
    if name not in _STRING_METHODS or len(text) > MAX_LENGTH:
        raise Unknowable
    if any(isinstance(each, (str, list, tuple)) and len(each) > MAX_LENGTH for each in arguments):
        raise Unknowable
    if name == "replace" and len(text) * max(map(_length, arguments), default=0) > 10**6:
        raise Unknowable
    is_listed = len(arguments) == 1 and isinstance(arguments[0], (list, tuple))
    if name == "join" and is_listed and sum(map(len, map(str, *arguments))) > MAX_LENGTH:
        raise Unknowable
    try:
        result = getattr(text, name)(*arguments)
    except Exception as error:
        raise Raises(error) from None
    if isinstance(result, (str, list, tuple, bytes)) and len(result) > MAX_LENGTH:
        raise Unknowable
    return result


def _dedent(text: str) -> str:
    from textwrap import dedent

    return dedent(text)


def _cleandoc(text: str) -> str:
    from inspect import cleandoc

    return cleandoc(text)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "len": len,
    "abs": abs,
    "min": min,
    "max": max,
    "sum": sum,
    "any": any,
    "all": all,
    "sorted": sorted,
    "round": round,
    "repr": repr,
    "textwrap.dedent": _dedent,
    "inspect.cleandoc": _cleandoc,
}


PURE = frozenset({"textwrap.dedent", "inspect.cleandoc"})
"""Functions of Python's own modules that are followed, too."""


def builtin_function(name: str, arguments: list[Any]) -> Any:
    """What a function of Python returns for plain data. Raises `Unknowable`."""
    function = _FUNCTIONS.get(name)
    if function is None or any(_length(each) > MAX_LENGTH for each in arguments):
        raise Unknowable
    if name in ("str", "repr") and not all(_is_scalar(each) for each in arguments):
        raise Unknowable
    if any(isinstance(each, FilePath) for each in arguments):
        raise Unknowable
    try:
        return function(*arguments)
    except Exception as error:
        raise Raises(error) from None


def text_of(data: Any, conversion: int, specification: str) -> str:
    """A constant in an f-string. Raises `Unknowable`."""
    if isinstance(data, FilePath) and conversion != ord("r"):
        data = data.text
    if (
        not _is_scalar(data)
        or len(specification) > 10
        or any(int(digits) > 200 for digits in _numbers(specification))
    ):
        raise Unknowable
    try:
        if conversion == ord("r"):
            data = repr(data)
        elif conversion == ord("s"):
            data = str(data)
        elif conversion != -1:
            raise Unknowable
        return format(data, specification)
    except (TypeError, ValueError) as error:
        raise Raises(error) from None


def joined_path(parts: list[str]) -> FilePath:
    """What `pathlib` makes of parts. Raises `Unknowable`."""
    if sum(map(len, parts)) > MAX_LENGTH or os.pardir in "/".join(parts).split("/"):
        raise Unknowable
    return FilePath(os.path.normpath(os.path.join(*parts)) if any(parts) else ".")


def _widths(text: str) -> list[int]:
    return [int(digits[:9]) for digits in _numbers(text)]


def _numbers(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()


def _length(data: Any) -> int:
    return len(data) if isinstance(data, (str, bytes, list, tuple, set, dict)) else 0


def _is_scalar(data: Any) -> bool:
    if isinstance(data, (str, bytes)):
        return len(data) <= MAX_LENGTH
    return data is None or isinstance(data, (bool, int, float))


def _is_single(data: Any) -> bool:
    return data is None or data is ... or isinstance(data, bool)


def _arithmetic(node: ast.operator, left: float, right: float) -> float:
    if abs(left) > MAX_NUMBER or abs(right) > MAX_NUMBER:
        raise Unknowable
    try:
        if isinstance(node, ast.Add):
            return left + right
        if isinstance(node, ast.Sub):
            return left - right
        if isinstance(node, ast.Mult):
            return left * right
        if isinstance(node, ast.FloorDiv):
            return left // right
        if isinstance(node, ast.Div):
            return left / right
        if isinstance(node, ast.Mod):
            return left % right
        if isinstance(node, ast.Pow) and abs(right) <= _MAX_EXPONENT and abs(left) <= 1024:
            result = left**right
            if isinstance(result, (int, float)) and abs(result) <= MAX_NUMBER:
                return result
    except ZeroDivisionError as error:
        raise Raises(error) from None
    except OverflowError:
        pass
    raise Unknowable
