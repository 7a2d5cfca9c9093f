"""The names that the functions of a file look for in the module, and those that they read before
they assign them.

Knows where Python looks for a name in a function; must not know what the module has, nor which
functions run. Read once for each file: an app asks for all files that run with it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..files import Unreadable
from .symbol_tables import functions, symbol_table
from .syntax import parse, source_text

if TYPE_CHECKING:
    from ..workspace import Content, Workspace
    from .source import Function

_COUNTED = re.compile(r"^[ \t]+(\w+)[ \t]*(?:[-+*/%&|^@]|//|\*\*|<<|>>)=", re.MULTILINE)
_ASSIGNED = re.compile(r"(?<![.\w])(\w+)[ \t]*(?::=|(?::[^=\n]+)?=(?!=))")
_WORD = frozenset("_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_BINDING = re.compile(r"\w+[ \t]*(?::(?!\n)|=(?!=))")
_BOUND = re.compile(r"\b(?:for|as|import|def|class|global)[ \t]$")

Place = tuple[int, int]


class FileNames(NamedTuple):
    """What the functions of a file, each by its line from 0, do with names."""

    of_module: Mapping[int, frozenset[str]]
    """Those that they look for in the module."""
    unassigned: Mapping[int, Mapping[str, Place]]
    """Those that they read in front of the first place, as `ast` counts, that assigns them."""


def function_names(workspace: Workspace, path: str) -> FileNames:
    """The names in the functions of a file. Never raises."""
    found = workspace.derive(path, "names of functions", _names)
    return FileNames({}, {}) if isinstance(found, Unreadable) else found


def _names(real: str, content: Content) -> FileNames | Unreadable:
    text = source_text(real, content)
    if isinstance(text, Unreadable):
        return text
    try:
        table = symbol_table(text)
    except SyntaxError:
        table = None
    if table is None:
        return FileNames({}, {})
    of_module: dict[int, frozenset[str]] = {}
    own: dict[int, frozenset[str]] = {}
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    # A name that is also one of the module, or that is only counted up, is easily taken for it.
    doubtful = frozenset(table.get_identifiers()).union(_only_counted(text))
    for each in functions(table):
        of_module[each.line] = of_module.get(each.line, frozenset()) | each.of_module
        read = [
            name
            for name in doubtful & each.others
            if _seems_read_first(text, starts[each.line + 1 : each.line + 2], name)
        ]
        if read:
            own[each.line] = frozenset(read)
    return FileNames(of_module, dict(_unassigned(real, text, own)) if own else {})


def _only_counted(text: str) -> set[str]:
    counted = set(_COUNTED.findall(text))
    return counted.difference(_ASSIGNED.findall(text)) if counted else counted


def _seems_read_first(text: str, start: list[int], name: str) -> bool:
    """Whether the first time that a function mentions a name is no plain assignment."""
    at = start[0] if start else len(text)
    while (at := text.find(name, at)) >= 0:
        end = at + len(name)
        if not (text[at - 1].isalnum() or text[at - 1] in "._" or text[end : end + 1] in _WORD):
            if _BINDING.match(text, at):
                return name in text[end : text.find("\n", end)]
            return not _BOUND.search(text[at - 12 : at])
        at = end
    return False


def _unassigned(
    real: str, text: str, own: Mapping[int, frozenset[str]]
) -> Iterator[tuple[int, Mapping[str, Place]]]:
    tree = parse(real, text)
    for node in ast.walk(tree) if isinstance(tree, ast.Module) else ():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names = own.get(node.lineno - 1)
            found = _read_before(node, names) if names else {}
            if found:
                yield node.lineno - 1, found


def _read_before(function: Function, names: frozenset[str]) -> dict[str, Place]:
    """The names that are read in front of the first place that assigns them."""
    reads: dict[str, Place] = {}
    binds: dict[str, Place] = {}

    def note(found: dict[str, Place], name: str | None, place: Place) -> None:
        if name in names:
            found[name] = min(place, found.get(name, place))

    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        inner: list[ast.AST] = [*ast.iter_child_nodes(node)]
        if isinstance(node, (ast.Lambda, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            # What is in there runs later, or has names of its own.
            inner = []
        here = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
        end = getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            note(reads, node.target.id, here)
        if isinstance(node, ast.Name):
            note(reads if isinstance(node.ctx, ast.Load) else binds, node.id, here)
        elif isinstance(node, ast.alias):
            note(binds, node.asname or node.name.partition(".")[0], here)
        elif isinstance(node, ast.MatchMapping):
            note(binds, node.rest, here)
        else:
            note(binds, getattr(node, "name", None), here)
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for each in targets:
                if isinstance(each, ast.Name):
                    note(binds, each.id, end)
                    inner.remove(each)
        waiting += inner
    elsewhere = {
        name for each in ast.walk(function) if isinstance(each, ast.Nonlocal) for name in each.names
    }
    return {
        name: binds[name]
        for name, read in reads.items()
        if read < binds.get(name, read) and name not in elsewhere
    }
