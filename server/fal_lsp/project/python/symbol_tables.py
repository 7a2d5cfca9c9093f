"""Python's own tables of the names in a text (`symtable`), which it makes without running or
compiling it. Must not know what a name stands for.

They take time that is quadratic in the number of scopes, so there are none of a text with too many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import symtable

_SCOPES = ("def", "lambda", "class", "for")
_MAX_SCOPE_WORK = 20_000_000
"""Scopes times length: a quarter of a second for `symtable`. It is that of 5,000 usual lines."""

_NO_NAMES = ("lambda", "genexpr", "listcomp", "setcomp", "dictcomp")


class FunctionNames(NamedTuple):
    """The names in a function that begins in a line, counted from 0."""

    line: int
    of_module: frozenset[str]
    """Those that it looks for in the module."""
    others: frozenset[str]
    """Those of its own and of the functions around it, without its parameters."""


def symbol_table(text: str) -> symtable.SymbolTable | None:
    """The table of a `source_text`, `None` where it would take too long.

    Raises `SyntaxError` for what Python refuses.
    """
    if sum(map(text.count, _SCOPES)) * len(text) > _MAX_SCOPE_WORK:
        return None
    import symtable
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return symtable.symtable(text, "", "exec")
    except (RecursionError, MemoryError, ValueError):
        return None


def functions(table: symtable.SymbolTable) -> Iterator[FunctionNames]:
    """The names in each `def` of a module, wherever it is."""
    import symtable

    waiting = [table]
    while waiting:
        each = waiting.pop()
        waiting += each.get_children()
        if isinstance(each, symtable.Function) and each.get_name() not in _NO_NAMES:
            of_module = frozenset(each.get_globals())
            others = of_module.symmetric_difference(each.get_identifiers())
            others = others.difference(each.get_parameters())
            yield FunctionNames(each.get_lineno() - 1, of_module, others)
