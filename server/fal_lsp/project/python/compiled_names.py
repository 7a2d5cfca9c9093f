"""Which global names the code of a function uses. Knows what Python's compiler leaves out; must not
know what a name stands for.

The compiler is asked, as cloudpickle does for what is in a pickle: code that is never reached uses
nothing. Nothing is executed. Python 3.10 to 3.13 agree but for an empty f-string as a condition.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from opcode import opmap
from types import CodeType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .source import Function

_LOAD = opmap["LOAD_GLOBAL"]
_GLOBAL = frozenset({_LOAD, opmap["STORE_GLOBAL"], opmap["DELETE_GLOBAL"]})
_EXTENDED = opmap["EXTENDED_ARG"]
_FLAGS_OF_LOAD = 1 if sys.version_info >= (3, 11) else 0
"""Bits after the index of a name that is loaded."""


def global_names(node: Function, owner: str, *, annotations_are_text: bool) -> tuple[str, ...]:
    """The names that a function uses as global ones, with the functions in it.

    `owner` is the class that it is a method of, empty for none. No name where the compiler refuses
    the function. Takes quadratic time in the worst case; raises `RecursionError`.
    """
    code = _compiled(node, owner, annotations_are_text=annotations_are_text)
    for name in (owner, node.name) if owner else (node.name,):
        code = None if code is None else _inside(code, name)
    if code is None:
        return ()
    return tuple(dict.fromkeys(name for each in _with_inner(code) for name in _used(each)))


def _compiled(node: Function, owner: str, *, annotations_are_text: bool) -> CodeType | None:
    import __future__

    import warnings

    # A class changes names that begin with two underscores.
    tree = ast.parse(f"class {owner}: 0" if owner else "")
    around: Any = tree.body[0] if owner else tree
    around.body = [node]
    flags = __future__.annotations.compiler_flag if annotations_are_text else 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code: CodeType = compile(tree, "", "exec", flags, dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError, OverflowError, MemoryError):
        return None
    return code


def _inside(code: CodeType, name: str) -> CodeType | None:
    """The code of a class or function of a name in other code."""
    inner = (each for each in _with_inner(code) if each is not code)
    return next((each for each in inner if each.co_name == name), None)


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    waiting = [code]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += [inner for inner in reversed(each.co_consts) if isinstance(inner, CodeType)]


def _used(code: CodeType) -> Iterator[str]:
    """The global names in the instructions, which have two bytes each.

    The module `dis` takes ten times as long.
    """
    extended = 0
    data = code.co_code
    for operation, argument in zip(data[::2], data[1::2], strict=True):
        if operation in _GLOBAL:
            flags = _FLAGS_OF_LOAD if operation == _LOAD else 0
            yield code.co_names[(extended | argument) >> flags]
        extended = (extended | argument) << 8 if operation == _EXTENDED else 0
