"""Prints what a command would change as a unified diff. Knows texts and names, not what changes."""

from __future__ import annotations

import os
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ..report.escape import printable
from ..report.paths import portable
from ..report.style import is_terminal
from ..toml.edits import apply
from ..toml.types import TextEdit
from .console import write, write_exactly

if TYPE_CHECKING:
    from typing import TextIO

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_CONTEXT = 3
"""How many lines are shown around a change, as `diff -u` does."""


class _Change(NamedTuple):
    """The lines from `start` to `end` (counted from 0, without the last) and what replaces them."""

    start: int
    end: int
    new: list[str]


def print_diff(
    before: bytes, edits: Sequence[TextEdit], path: str, stream: TextIO | None = None
) -> None:
    """Print the diff of a file in UTF-8, as `git apply` and `patch -p1` take it in this directory.

    The edits are sorted, and no two touch. A file that is empty before is one that the patch
    creates. Without a stream it is printed to standard output.
    """
    stream = stream or sys.stdout
    lines = list(_diff(before.decode("utf-8"), edits, portable(path, os.getcwd())))
    if is_terminal(stream):
        # A person looks at it: nothing in the file may drive the terminal.
        write((f"{printable(line[:-1])}\n" for line in lines), stream)
    else:
        write_exactly("".join(lines).encode("utf-8"), stream)


def _diff(before: str, edits: Sequence[TextEdit], name: str) -> Iterator[str]:
    """The lines of the diff with their line ends.

    A file outside the directory keeps its absolute path. It is made of the edits: to find out what
    differs between two long texts takes time that grows with the square of their lengths.
    """
    old, new = (name, name) if os.path.isabs(name) else (f"a/{name}", f"b/{name}")
    yield f"--- {old if before else os.devnull}\n"
    yield f"+++ {new}\n"
    lines: list[str] = _LINE.findall(before)
    moved = 0
    for hunk in _hunks(_changes(before, lines, edits)):
        start = max(hunk[0].start - _CONTEXT, 0)
        end = min(hunk[-1].end + _CONTEXT, len(lines))
        growth = sum(len(change.new) - (change.end - change.start) for change in hunk)
        yield f"@@ -{_range(start, end)} +{_range(start + moved, end + moved + growth)} @@\n"
        moved += growth
        for change in hunk:
            yield from _marked(" ", lines[start : change.start])
            yield from _marked("-", lines[change.start : change.end])
            yield from _marked("+", change.new)
            start = change.end
        yield from _marked(" ", lines[start:end])


def _range(start: int, end: int) -> str:
    """Lines as a diff names them: the first, counted from 1, and their number."""
    size = end - start
    return f"{start + 1}" if size == 1 else f"{start + bool(size)},{size}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        end = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
        yield f"{mark}{line}{end}"


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """The changes that are shown together."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _changes(text: str, lines: Sequence[str], edits: Iterable[TextEdit]) -> Iterator[_Change]:
    """The edits as changes of whole lines, of which no two touch.

    Only a line feed ends a line, as for `patch`.
    """
    starts = [0, *accumulate(map(len, lines))]
    if text and not text.endswith("\n"):
        starts.pop()
    for first, end, group in _groups(starts, edits):
        base = starts[first]
        stop = starts[end] if end < len(starts) else len(text)
        moved = [TextEdit(span.shift(-base), new) for span, new in group]
        old, new = lines[first:end], _LINE.findall(apply(text[base:stop], moved))
        if old == new:
            continue
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        yield _Change(first + head, first + len(old) - tail, new[head : len(new) - tail])


def _groups(
    starts: Sequence[int], edits: Iterable[TextEdit]
) -> Iterator[tuple[int, int, list[TextEdit]]]:
    """The edits of lines that touch, with the first of these lines and the one after the last."""
    first = end = 0
    group: list[TextEdit] = []
    for edit in edits:
        start, stop = (bisect_right(starts, offset) - 1 for offset in edit.span)
        is_lines = (starts[start], starts[stop]) == edit.span and edit.text[-1:] in ("", "\n")
        if group and start > end:
            yield first, end, group
            group = []
        if not group:
            first = start
        group.append(edit)
        end = max(end, stop if is_lines else stop + 1)
    if group:
        yield first, end, group


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two lists have in common from their starts."""
    most = min(len(one), len(other))
    return next((number for number in range(most) if one[number] != other[number]), most)
