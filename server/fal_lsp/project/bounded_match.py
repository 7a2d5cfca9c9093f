"""Expressions of patterns such as `*a*b`, matched in time that grows with the path alone.

Python's `re` tries each way to share a path between the wildcards: five of them take half a minute
for a name of 200 characters. Where that may be, all ways are followed at once, as in Pike's machine
(https://swtch.com/~rsc/regexp/regexp2.html), and the answer is the same. Knows expressions that
start with `^` and have neither choices nor references; must not know where patterns come from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import comb
from typing import Any, NamedTuple

from .regex_parser import PARSER, parse

_REPEAT = re.compile(r"\[\^/\]\*|(?<!\\)[*+]")
_SAME = re.compile(r"(\[\^/\]\*){2,}")
_MOST_WAYS = 100_000
"""So many ways take `re` a millisecond."""

_Test = Callable[[str], bool]


class Found(NamedTuple):
    """That an expression matches, as much as pathspec asks of a `re.Match`."""

    mark: str
    """What the name of the only named group is; empty where that matches nothing."""

    def groupdict(self) -> dict[str, str]:
        """The named group, which matches a slash."""
        return {self.mark: "/"} if self.mark else {}


class _Step(NamedTuple):
    """What is done at a place of an expression; without a test, nothing is read."""

    test: _Test | None = None
    jumps: tuple[int, ...] = ()
    """The places to go on at, the preferred one first."""
    mark: str = ""
    is_end: bool = False


class Expression:
    """An expression. `ValueError` for one that `re` refuses or that cannot be followed."""

    def __init__(self, source: str) -> None:
        source = _SAME.sub(r"\1", source)
        try:
            self._compiled = re.compile(source)
        except re.error as error:
            raise ValueError(source) from error
        self.pattern = source
        # The first wildcard is where a match starts, or takes what is left.
        others = _REPEAT.findall(source)[1:]
        self._in_name = others.count("[^/]*")
        """How many of the others take a part of a single name."""
        self._any = len(others) - self._in_name
        self._steps = _steps(source) if len(others) > 1 else []

    def match(self, path: str) -> re.Match[str] | Found | None:
        """How it matches a path from its start on."""
        if not self._steps or self._ways(path) <= _MOST_WAYS:
            return self._compiled.match(path)
        return _run(self._steps, path)

    def _ways(self, path: str) -> int:
        """How many ways there are at most to share a path between the wildcards."""
        longest = max(map(len, path.split("/")))
        in_names: int = (longest + 1) ** self._in_name
        return comb(len(path) + self._any, self._any) * in_names

    search = match


def _steps(source: str) -> list[_Step]:
    steps: list[_Step] = []
    parsed = parse(source)
    names = {number: name for name, number in parsed.state.groupdict.items()}
    first, *items = parsed
    if first != (PARSER.AT, PARSER.AT_BEGINNING):
        raise ValueError(source)
    for item in items:
        _add(steps, names, *item)
    return [*steps, _Step(is_end=True)]


def _add(steps: list[_Step], names: Mapping[int, str], operator: Any, argument: Any) -> None:
    """Append what an item of an expression takes."""
    here = len(steps)
    if operator is PARSER.SUBPATTERN:
        group, *_, items = argument
        if group is not None:
            steps.append(_Step(jumps=(here + 1,), mark=names.get(group, "")))
        for item in items:
            _add(steps, names, *item)
    elif operator is PARSER.MAX_REPEAT:
        least, most, items = argument
        if (least, most) not in {(0, 1), (0, PARSER.MAXREPEAT), (1, PARSER.MAXREPEAT)}:
            raise ValueError(operator)
        if not least:
            steps.append(_Step())
        for item in items:
            _add(steps, names, *item)
        if least:
            steps.append(_Step(jumps=(here, len(steps) + 1)))
        else:
            if most != 1:
                steps.append(_Step(jumps=(here,)))
            steps[here] = _Step(jumps=(here + 1, len(steps)))
    elif operator is PARSER.AT and argument is PARSER.AT_END:
        steps.append(_Step(test=lambda rest: rest in ("", "\n"), jumps=(here + 1,)))
    else:
        steps.append(_Step(test=_test(operator, argument)))


def _test(operator: Any, argument: Any) -> _Test:
    """Whether a character is one that an item of an expression takes."""
    if operator is PARSER.ANY:
        return lambda char: char != "\n"
    if operator is PARSER.LITERAL:
        return lambda char: ord(char) == argument
    if operator is PARSER.NOT_LITERAL:
        return lambda char: ord(char) != argument
    if operator is not PARSER.IN:
        raise ValueError(operator)
    is_negated = argument[0][0] is PARSER.NEGATE
    ranges = [_range(*each) for each in argument[is_negated:]]
    return lambda char: any(low <= ord(char) <= high for low, high in ranges) != is_negated


def _range(operator: Any, argument: Any) -> tuple[int, int]:
    if operator is PARSER.LITERAL:
        return argument, argument
    if operator is PARSER.RANGE:
        low, high = argument
        return low, high
    raise ValueError(operator)


def _run(steps: list[_Step], path: str) -> Found | None:
    """Follow all ways at once, the preferred first; of two at the same place the first is kept."""
    ways: Iterable[tuple[int, str]] = [(0, "")]
    found: Found | None = None
    for at in range(len(path) + 1):
        rest = path[at : at + 2]
        following: list[tuple[int, str]] = []
        for place, mark in _reached(steps, ways, rest):
            step = steps[place]
            if step.is_end:
                found = Found(mark)
                break
            if step.test is not None and rest and step.test(rest[0]):
                following.append((place + 1, mark))
        ways = following
    return found


def _reached(
    steps: list[_Step], ways: Iterable[tuple[int, str]], rest: str
) -> Iterator[tuple[int, str]]:
    """The places where a character is read, or that are the end, in the order of preference."""
    seen: set[int] = set()
    for way in ways:
        waiting = [way]
        while waiting:
            place, mark = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            step = steps[place]
            if not step.jumps:
                yield place, mark
            elif step.test is None or step.test(rest):
                waiting += [(each, mark or step.mark) for each in reversed(step.jumps)]
