"""Findings in Python files: which of them count, where they are, and which are the same.

Knows ranges of Python files and the comments in them; must not know reports or the protocol.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..project.files import Unreadable
from ..rules import BY_NAME
from ..rules.finding import FilePlace, FileRange, Finding, Place, Severity
from ..text import LineIndex, Span
from .diagnostic import RelatedSpan
from .reported import in_order, reported
from .suppressions import read_comments

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeGuard

    from ..project import Project
    from ..rules.finding import Related
    from .config import Config
    from .diagnostic import Diagnostic

    Resolve = Callable[[Place | Span], FilePlace]
    Point = tuple[int, int]


class FileDiagnostics(NamedTuple):
    """The diagnostics of a Python file that a pyproject.toml leads to, in the order of its text.

    `path` is absolute. Spans are offsets in `text`, in which every line ends with a line feed.
    """

    path: str
    text: str
    diagnostics: tuple[Diagnostic, ...]


def in_files(
    findings: Iterable[Finding],
    project: Project,
    config: Config,
    resolve: Resolve,
) -> tuple[FileDiagnostics, ...]:
    """The diagnostics of findings whose place is a `FileRange`, by file.

    `resolve` turns a place in pyproject.toml into a line of that file.
    """
    by_file: dict[str, list[Finding]] = {}
    for finding in _united(findings):
        if isinstance(finding.place, FileRange) and project.is_own_source(finding.place.file):
            by_file.setdefault(finding.place.file, []).append(finding)
    reports = []
    for file, found in by_file.items():
        text = project.source(file)
        if isinstance(text, Unreadable):
            continue
        diagnostics = _of_file(file, text, found, config, resolve)
        if diagnostics:
            reports.append(FileDiagnostics(project.spelled(file), text, diagnostics))
    return tuple(reports)


def merged(reports: Iterable[FileDiagnostics]) -> tuple[FileDiagnostics, ...]:
    """One report for each file: what several pyproject.toml files lead to is reported once.

    The related places of equal diagnostics are all there, in the order of the reports.
    """
    by_path: dict[str, FileDiagnostics] = {}
    for report in reports:
        known = by_path.get(report.path)
        if known is None:
            by_path[report.path] = report
        elif known.text == report.text:
            diagnostics = _unique((*known.diagnostics, *report.diagnostics))
            by_path[report.path] = known._replace(diagnostics=diagnostics)
    return tuple(by_path.values())


def _unique(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    found: dict[tuple[str, Span, str], Diagnostic] = {}
    for each in diagnostics:
        key = each.rule, each.span, each.message
        known = found.get(key)
        if known is not None:
            related = tuple(dict.fromkeys((*known.related, *each.related)))
            severity = min(known.severity, each.severity, key=lambda severity: severity.rank)
            each = known._replace(related=related, severity=severity)
        found[key] = each
    return in_order(found.values())


def _united(findings: Iterable[Finding]) -> Iterable[Finding]:
    """What several apps lead to, once and with all of them.

    Where a rule that judges values reports an error, that is why fal refuses the value: what other
    rules report at the same place, or as an error of the value that it is in, only follows.
    """
    found: dict[tuple[str, str, object], Finding] = {}
    for each in findings:
        key = each.rule, each.message, each.place
        known = found.get(key)
        if known is not None:
            each = known._replace(related=tuple(dict.fromkeys((*known.related, *each.related))))
        found[key] = each
    judged = {
        each.place
        for each in found.values()
        if BY_NAME[each.rule].judges_values and _is_error(each)
    }
    starts = sorted((each.file, each.start, each.end) for each in judged if _is_range(each))
    return [
        each
        for each in found.values()
        if BY_NAME[each.rule].judges_values
        or not (each.place in judged or (_is_error(each) and _holds(each.place, starts)))
    ]


def _is_range(place: Place | Span | FileRange) -> TypeGuard[FileRange]:
    return isinstance(place, FileRange) and place.end is not None


def _holds(place: Place | Span | FileRange, starts: list[tuple[str, Point, Point | None]]) -> bool:
    """Whether one of some ranges begins and ends in a place."""
    if not _is_range(place) or place.end is None:
        return False
    index = bisect_left(starts, (place.file, place.start))
    if index == len(starts):
        return False
    file, _, end = starts[index]
    return file == place.file and end is not None and end <= place.end


def _is_error(finding: Finding) -> bool:
    return (finding.severity or BY_NAME[finding.rule].severity) is Severity.ERROR


def _of_file(
    file: str, text: str, findings: Iterable[Finding], config: Config, resolve: Resolve
) -> tuple[Diagnostic, ...]:
    from ..project.python.syntax import comments

    lines = LineIndex(text)
    read = read_comments(lines, lambda: (Span(*each) for each in comments(text)))

    def locate(finding: Finding) -> Span:
        place = finding.place
        span = _span(lines, place) if isinstance(place, FileRange) else place
        assert isinstance(span, Span)
        return span

    def comment_lines(_: Finding, span: Span) -> set[int]:
        return {lines.position(each)[0] for each in (span.start, max(span.start, span.end - 1))}

    relate = partial(_related, lines, file, resolve)
    found = [each._replace(fixes=()) for each in (*findings, *read.findings)]
    return reported(found, config, read, locate, comment_lines, relate)


def _related(lines: LineIndex, file: str, resolve: Resolve, related: Related) -> RelatedSpan:
    place = related.place
    if isinstance(place, FileRange):
        if place.file == file:
            return RelatedSpan(related.message, _span(lines, place))
        place = FilePlace(place.file, place.start[0])
    elif not isinstance(place, FilePlace):
        place = resolve(place)
    return RelatedSpan(related.message, place)


def _span(lines: LineIndex, place: FileRange) -> Span:
    if place.end is not None:
        return Span(
            lines.offset(*place.start, encoding="utf-8"), lines.offset(*place.end, encoding="utf-8")
        )
    line = lines.line_span(place.start[0])
    text = lines.line_text(place.start[0])
    return Span(line.start + len(text) - len(text.lstrip()), line.start + len(text.rstrip()))
