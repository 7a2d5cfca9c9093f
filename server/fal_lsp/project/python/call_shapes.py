"""The functions of a file that a call in it seems to give other arguments than they take.

Knows how calls and parameters are written; must not know which function a name stands for. It reads
signs and no syntax, so it only says where to look: once for each file, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..files import Unreadable
from .syntax import source_text

if TYPE_CHECKING:
    from ..workspace import Content, Workspace

_SIGN = re.compile(
    r"""
      \"{3}(?s:.*?)\"{3} | '{3}(?s:.*?)'{3}
    | \"(?:[^\"\\\n]|\\.)*\" | '(?:[^'\\\n]|\\.)*' | \#[^\n]*
    | (?:\b(?P<defined>def)[ \t]+|\b(?P<owner>self)\.|(?<![.\w]))(?P<name>\w+)[ \t]*\(
    | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<comma>,) | (?<![=!<>:])(?P<equals>=)(?!=)
    """,
    re.VERBOSE,
)
_ITEM = re.compile(r"\s*(\*{0,2})\s*(\w*)\s*(.?)", re.DOTALL)


class _Item(NamedTuple):
    """A parameter or an argument."""

    name: str
    """Of an argument: only by keyword."""
    stars: str
    has_equals: bool


class _Function(NamedTuple):
    names: frozenset[str]
    least: int
    most: int


def misused_functions(workspace: Workspace, path: str) -> frozenset[str]:
    """The names of functions to look at. Never raises."""
    found = workspace.derive(path, "misused functions", _misused)
    return frozenset() if isinstance(found, Unreadable) else found


def _misused(real: str, content: Content) -> frozenset[str] | Unreadable:
    text = source_text(real, content)
    if isinstance(text, Unreadable):
        return text
    functions: dict[str, list[_Function]] = {}
    calls: list[tuple[str, bool, list[_Item]]] = []
    for begin, items in _lists(text):
        if begin["defined"] is None:
            calls.append((begin["name"], begin["owner"] is not None, items))
        elif not any(each.stars and each.name for each in items):
            # `*args` and `**options` take whatever is given.
            named = [each for each in items if each.name]
            least = sum(not each.has_equals for each in named)
            names = frozenset(each.name for each in named)
            functions.setdefault(begin["name"], []).append(_Function(names, least, len(named)))
    return frozenset(
        name
        for name, is_bound, items in calls
        for function in functions.get(name, ())
        if not _fits(function, items, is_bound)
    )


def _lists(text: str) -> Iterator[tuple[re.Match[str], list[_Item]]]:
    """The arguments of each call, and the parameters of each function."""
    around: list[tuple[re.Match[str], list[tuple[int, bool]]]] = []
    for sign in _SIGN.finditer(text):
        if sign["name"] or sign["open"]:
            around.append((sign, [(sign.end(), False)]))
        elif not around:
            continue
        elif sign["comma"]:
            around[-1][1].append((sign.end(), False))
        elif sign["equals"]:
            start, _ = around[-1][1][-1]
            around[-1][1][-1] = (start, True)
        elif sign["close"]:
            begin, starts = around.pop()
            if begin["name"]:
                items = (_item(text, *each) for each in starts)
                yield begin, [each for each in items if each is not None]


def _item(text: str, start: int, has_equals: bool) -> _Item | None:
    found = _ITEM.match(text, start)
    if found is None or (found[3] in ")" and not found[1] and not found[2]):
        return None
    return _Item(found[2], found[1], has_equals)


def _fits(function: _Function, arguments: list[_Item], is_bound: bool) -> bool:
    if any(each.stars for each in arguments):
        return True
    keywords = {each.name for each in arguments if each.has_equals}
    count = len(arguments) + is_bound
    return function.least <= count <= function.most and keywords <= function.names
