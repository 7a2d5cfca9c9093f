"""What Python refuses where types are put together: `"A" | None`, `int[str]`, `Optional(int)`.

Knows the operators of types; must not know what a type is for.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from .values import NONE, Foreign, Value

_SINGLE = frozenset(
    f"builtins.{each}" for each in ("str", "int", "float", "bool", "bytes", "complex", "object")
)
"""Types that have no type arguments."""

_ITERATING = frozenset(f"builtins.{each}" for each in ("list", "tuple", "set", "dict"))
_FUNCTIONS = frozenset(f"builtins.{each}" for each in ("any", "callable"))
_COUNTS = {"Dict": 2, "DefaultDict": 2, "Mapping": 2} | dict.fromkeys(
    ("List", "Set", "FrozenSet", "Sequence", "Iterable", "Iterator", "Type", "Deque"), 1
)
"""How many arguments each of `typing` has."""

_COMPLETED = frozenset(
    {*(f"typing.{each}" for each in ("Optional", "Union", "Literal", *_COUNTS)), "builtins.dict"}
)
"""What is judged by its type arguments, or by having none."""

_ARGUMENTS = "[]"
_FORMS = frozenset(
    f"typing.{each}" for each in ("Optional", "Union", "Literal", "ClassVar", "Final")
)
"""What of `typing` is no class, so that nothing calls it."""

_KNOWN = (ast.Name, ast.Attribute)
_ONE = "typing.Optional"
_WITH_NOTES = ("typing.Annotated", "typing_extensions.Annotated")


def with_arguments(found: Foreign) -> Foreign:
    """What Python makes of a type and its arguments, as far as that is told from the bare type."""
    return Foreign(found.name + _ARGUMENTS) if found.name in _COMPLETED else found


def without_arguments(found: Value) -> Value:
    """What such a type is as a base, as a kind of data, when it is called, for its attributes."""
    if isinstance(found, Foreign) and found.name.endswith(_ARGUMENTS):
        return Foreign(found.name.removesuffix(_ARGUMENTS))
    return found


def refused_type(
    node: ast.expr, value: Callable[[ast.expr], Value]
) -> tuple[ast.expr, str, str] | None:
    """The first part of a type that certainly raises when it is evaluated, the error and its words.

    For `AttributeError`, the name of the attribute.
    """
    waiting = [node]
    while waiting:
        each = waiting.pop()
        words = ""
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitOr):
            words = _refused_union(each, value)
            waiting += [each.right, each.left]
        elif isinstance(each, ast.Subscript):
            if isinstance(each.value, _KNOWN):
                words = _refused_arguments(each, value)
            inner = each.slice.elts if isinstance(each.slice, ast.Tuple) else [each.slice]
            # What `Annotated` adds is no type.
            waiting += [part for part in reversed(inner) if isinstance(part, _TYPES)]
        elif isinstance(each, ast.Call) and isinstance(each.func, _KNOWN):
            words = _refused_call(each, value)
        elif isinstance(each, ast.Attribute) and _is_missing(each, value):
            return each, "AttributeError", each.attr
        if words:
            return each, "TypeError", words
    return None


_TYPES = (ast.BinOp, ast.Subscript, ast.Call, ast.Attribute)


def _is_missing(node: ast.Attribute, value: Callable[[ast.expr], Value]) -> bool:
    """A field with the name of the module of its type: `datetime: datetime.datetime = None`."""
    is_none = isinstance(node.value, ast.Name) and value(node.value) == NONE
    return is_none and not hasattr(None, node.attr)


def _refused_call(node: ast.Call, value: Callable[[ast.expr], Value]) -> str:
    """`list(str)` or `Optional(str)`, where `list[str]` or `Optional[str]` is meant."""
    found = value(node.func)
    if isinstance(found, Foreign) and found.name in _FORMS:
        is_plain = all(isinstance(each, (ast.Constant, ast.Name)) for each in node.args)
        return f"Cannot instantiate {found.name}" if is_plain and not node.keywords else ""
    if len(node.args) != 1 or not isinstance(node.func, ast.Name):
        return ""
    only = node.args[0]
    if not isinstance(found, Foreign) or found.name not in _ITERATING or isinstance(only, ast.Call):
        return ""
    item = value(only) if isinstance(only, ast.Name) else None
    is_type = isinstance(item, Foreign) and item.name in _SINGLE | _ITERATING
    return "'type' object is not iterable" if is_type else ""


def _refused_union(node: ast.BinOp, value: Callable[[ast.expr], Value]) -> str:
    sides = (node.left, node.right)
    kinds = [_operand(each, value) for each in sides]
    is_refused = all(kinds) and ("str" in kinds or kinds == ["NoneType", "NoneType"])
    words = f"unsupported operand type(s) for |: '{kinds[0]}' and '{kinds[1]}'"
    return words if is_refused else ""


def _operand(node: ast.expr, value: Callable[[ast.expr], Value]) -> str:
    """The type of an operand that certainly has no `|` with a string; empty for another one."""
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    found = value(node) if isinstance(node, _KNOWN) else None
    if found == NONE:
        # A field with the name of its type, such as `date: date | None = None`.
        return "NoneType"
    return "type" if isinstance(found, Foreign) and found.name in _SINGLE else ""


def _refused_arguments(node: ast.Subscript, value: Callable[[ast.expr], Value]) -> str:
    found = value(node.value)
    if not isinstance(found, Foreign):
        return ""
    if found.name in _SINGLE:
        return f"type '{found.name.removeprefix('builtins.')}' is not subscriptable"
    if found.name in _FUNCTIONS:
        return "'builtin_function_or_method' object is not subscriptable"
    module, _, name = found.name.rpartition(".")
    count = len(node.slice.elts) if isinstance(node.slice, ast.Tuple) else 1
    if isinstance(node.slice, ast.Tuple) and any(
        isinstance(each, ast.Starred) for each in node.slice.elts
    ):
        return ""
    if found.name in _WITH_NOTES and count == 1 and not isinstance(node.slice, ast.Tuple):
        return "Annotated[...] should be used with at least two arguments"
    if found.name == _ONE and count > 1:
        return "typing.Optional requires a single type"
    wanted = _COUNTS.get(name) if module == "typing" else None
    if wanted is None or count == wanted:
        return ""
    many = "few" if count < wanted else "many"
    return f"Too {many} arguments for typing.{name}; actual {count}, expected {wanted}"
