"""The last line of a report for people, and the counts of `--statistics`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .style import CYAN, GREEN, paint, severity_color

if TYPE_CHECKING:
    from ..rules.finding import Severity
    from .entry import CheckedFile, Entry


class Fixable(NamedTuple):
    """How many findings `--fix` repairs, and how many more `--unsafe-fixes`."""

    safe: int
    unsafe: int


def summary(
    files: Sequence[CheckedFile], checked: int, fixed: int, color: bool, verb: str = "Fixed"
) -> str:
    """The number of findings, as one line with its line end.

    `checked` counts all files, also those without findings; `fixed` counts repaired findings, of
    which `verb` says what was done.
    """
    entries = [entry for file in files for entry in file.entries]
    place = f"in {count(checked, 'file')}"
    mended = f"{verb} {count(fixed, 'problem')}. " if fixed else ""
    if not entries:
        nothing = "No problems left" if fixed else "No problems"
        return f"{mended}{paint(nothing, GREEN, color)} {place}.\n"
    counts = ", ".join(_by_severity(entries, color))
    repairs = _repairs(fixable(entries), color)
    return f"{mended}Found {counts} {place}{repairs}.\n"


def fixable(entries: Iterable[Entry]) -> Fixable:
    """Counts the findings that have a repair."""
    fixes = [entry.fix for entry in entries if entry.fix]
    safe = sum(fix.safe for fix in fixes)
    return Fixable(safe, len(fixes) - safe)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, such as `1 file` or `2 files`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def statistics(files: Sequence[CheckedFile], color: bool) -> Iterator[str]:
    """A table with the count of every rule that has findings, the most frequent first."""
    rows = _rows(files)
    width = len(str(rows[0]["count"])) if rows else 0
    for row in rows:
        star = f"[{paint('*', CYAN, color)}]" if row["fixable"] else "[ ]"
        yield f"{row['count']:>{width}}  {star} {row['rule']}\n"


def statistics_json(files: Sequence[CheckedFile]) -> Iterator[str]:
    """The same counts as an array of objects."""
    yield json.dumps(_rows(files), indent=2) + "\n"


def _rows(files: Sequence[CheckedFile]) -> list[dict[str, str | int | bool]]:
    groups: dict[str, list[Entry]] = {}
    for file in files:
        for entry in file.entries:
            groups.setdefault(entry.rule, []).append(entry)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [
        {
            "rule": rule,
            "count": len(entries),
            "fixable": fixable(entries).safe == len(entries),
            "fixable_count": fixable(entries).safe,
        }
        for rule, entries in ordered
    ]


def _by_severity(entries: Sequence[Entry], color: bool) -> Iterator[str]:
    counts: dict[Severity, int] = {}
    for entry in entries:
        counts[entry.severity] = counts.get(entry.severity, 0) + 1
    for severity in sorted(counts, key=lambda severity: severity.rank):
        noun = "information" if severity.value == "information" else None
        text = count(counts[severity], severity.value, noun)
        yield paint(text, severity_color(severity), color)


def _repairs(fixable: Fixable, color: bool) -> str:
    star = f"[{paint('*', CYAN, color)}]"
    if fixable.safe and fixable.unsafe:
        return (
            f"; {star} {fixable.safe} fixable with --fix, {fixable.unsafe} more with --unsafe-fixes"
        )
    if fixable.safe:
        return f"; {star} {fixable.safe} fixable with --fix"
    if fixable.unsafe:
        return f"; {fixable.unsafe} fixable with --fix --unsafe-fixes"
    return ""
