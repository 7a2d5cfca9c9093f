"""`fal-lsp check`: from the arguments to the printed report and the exit code.

Knows the order of the steps; searching, reading, checking, fixing and printing are elsewhere.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..project.files import repository_root
from ..report import render
from ..report.entry import Context
from ..report.style import wants_color
from .arguments import UsageError
from .check_file import Options, Outcome, check_data
from .console import OURS, note, screen_width, write, write_exactly
from .read import MOST_BYTES

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from ..report.entry import CheckedFile
    from .check_file import Repair

_FOR_PEOPLE = ("full", "concise")
_UNCHECKED = frozenset(("unreadable-file", "file-too-large", "invalid-utf-8"))
_STDIN = "-"

OK, FOUND, FAILED = 0, 1, 2
"""The exit codes: no errors, errors, and a failure or invalid usage."""


class Tally(NamedTuple):
    """The result of a run: the files with findings, and counts."""

    files: list[CheckedFile]
    checked: int
    """The files that were asked for, and the Python files with findings."""
    fixed: int
    failed: bool


def run(arguments: argparse.Namespace) -> int:
    """Check the files of the arguments and print the report; returns the exit code.

    Raises `UsageError` for invalid arguments.
    """
    options = _options(arguments)
    paths = _paths(arguments)
    if paths == [_STDIN]:
        return _run_stdin(arguments, options)
    from .discover import Search, find
    from .progress import tracked
    from .workers import run as check_files

    files = find(
        paths,
        lambda message: None if arguments.quiet else note(message, "warning"),
        Search(
            tuple(arguments.exclude or ()), arguments.respect_gitignore, arguments.force_exclude
        ),
    )
    outcomes = tracked(check_files(files, options), len(files), arguments.quiet)
    if arguments.diff:
        return _print_diffs(outcomes, arguments)
    tally = _collect(outcomes, options)
    _print_report(tally, arguments, sys.stdout)
    return _exit_code(tally, arguments)


def _options(arguments: argparse.Namespace) -> Options:
    from ..rules.finding import Severity

    fix = arguments.fix or arguments.diff
    if arguments.unsafe_fixes and not fix:
        raise UsageError("argument --unsafe-fixes: requires --fix or --diff")
    if arguments.statistics and arguments.output_format not in (*_FOR_PEOPLE, "json"):
        raise UsageError("argument --statistics: requires the output format full, concise or json")
    return Options(
        _rules(arguments.select, "--select"),
        _rules(arguments.ignore, "--ignore"),
        Severity(arguments.severity_threshold).rank,
        not arguments.no_project,
        fix,
        arguments.unsafe_fixes,
    )


def _rules(values: Sequence[str] | None, option: str) -> frozenset[str]:
    """The rules that a repeatable option names in comma-separated lists."""
    if values is None:
        return frozenset()
    from ..lint.config import unknown_rule
    from ..rules import BY_NAME

    names = {name.strip() for value in values for name in value.split(",")} - {""}
    if not names:
        raise UsageError(f"argument {option}: expected a rule")
    for name in sorted(names - BY_NAME.keys()):
        raise UsageError(f"argument {option}: {unknown_rule(name).text}")
    return frozenset(names)


def _paths(arguments: argparse.Namespace) -> list[str]:
    paths: list[str] = arguments.paths or ["." if arguments.stdin_filename is None else _STDIN]
    if "" in paths:
        raise UsageError("argument PATH: must not be empty")
    if _STDIN in paths and len(paths) > 1:
        raise UsageError("argument PATH: `-` (standard input) cannot be combined with other paths")
    if arguments.stdin_filename is not None and paths != [_STDIN]:
        raise UsageError("argument --stdin-filename: requires the path `-`")
    return paths


def _run_stdin(arguments: argparse.Namespace, options: Options) -> int:
    """Check standard input. With `--fix` the text goes to standard output, the report to error."""
    from .workers import guarded

    name = arguments.stdin_filename
    stdin = io.BytesIO() if sys.stdin is None else sys.stdin.buffer
    data = stdin.read(MOST_BYTES)
    path = _STDIN if name is None else os.path.abspath(name)
    outcome = guarded(path, lambda: check_data(path, data, options, project=name is not None))
    if arguments.diff:
        return _print_diffs([outcome], arguments)
    fixed = outcome.repair.repaired if outcome.repair else 0
    if outcome.repair is not None:
        _note_endless(path, outcome.repair)
    if arguments.fix:
        write_exactly(outcome.repair.after if outcome.repair else data)
        # The part beyond the size limit must not be lost.
        for rest in iter(lambda: stdin.read(1 << 20), b""):
            write_exactly(rest)
    files = [outcome.file, *_elsewhere([outcome])]
    tally = Tally(files, len(files), fixed, _complain([outcome]))
    _print_report(tally, arguments, sys.stderr if arguments.fix else sys.stdout)
    return _exit_code(tally, arguments)


def _collect(outcomes: Iterable[Outcome], options: Options) -> Tally:
    """Write the fixed files and collect what to report."""
    files: list[CheckedFile] = []
    checked = fixed = 0
    failed = False
    crashed: list[Outcome] = []
    leading: list[Outcome] = []
    for outcome in outcomes:
        checked += 1
        if outcome.repair is not None:
            _note_endless(outcome.file.path, outcome.repair)
            if _write_repair(outcome.file.path, outcome.repair):
                fixed += outcome.repair.repaired
            else:
                failed = True
                plain = options._replace(fix=False)
                outcome = check_data(outcome.file.path, outcome.repair.before, plain)
        if outcome.failures:
            crashed.append(outcome)
        if outcome.file.entries:
            files.append(outcome.file)
        if outcome.elsewhere:
            leading.append(outcome)
    others = [*_elsewhere(leading)]
    return Tally([*files, *others], checked + len(others), fixed, _complain(crashed) or failed)


def _elsewhere(outcomes: Sequence[Outcome]) -> Iterator[CheckedFile]:
    """The Python files with findings, each once, whichever files lead there."""
    reports = [report for outcome in outcomes for report in outcome.elsewhere]
    if not reports:
        return
    from ..lint.elsewhere import merged
    from ..report.entry import checked_file

    for report in merged(reports):
        if report.diagnostics:
            yield checked_file(report.path, report.text, report.diagnostics, {})


def _note_endless(path: str, repair: Repair) -> None:
    """Say on standard error that fixing was stopped."""
    if not repair.converged:
        note(f"{path}: fixes undo each other, so some of them were not applied; {OURS}", "warning")


def _write_repair(path: str, repair: Repair) -> bool:
    from .write import replace_file

    problem = replace_file(path, repair.before, repair.after)
    if problem is not None:
        note(f"could not write {path}: {problem}", "error")
    return problem is None


def _complain(outcomes: Sequence[Outcome]) -> bool:
    """Report failures of fal-lsp itself, once each; returns whether there were any."""
    paths: dict[str, list[str]] = {}
    for outcome in outcomes:
        for failure in outcome.failures:
            paths.setdefault(failure, []).append(outcome.file.path)
    for failure, (first, *others) in paths.items():
        more = f" (and {len(others)} more)" if others else ""
        note(f"could not check all of {first}{more}: {failure}; {OURS}", "error")
    return bool(paths)


def _print_diffs(outcomes: Iterable[Outcome], arguments: argparse.Namespace) -> int:
    """Print what `--fix` would change; an unreadable file is reported on standard error."""
    from ..report.paths import shown
    from .diff import print_diff

    directory = os.getcwd()
    code, fixed, changed = OK, 0, 0
    crashed: list[Outcome] = []
    for outcome in outcomes:
        name = shown(outcome.file.path, directory)
        if outcome.failures:
            crashed.append(outcome)
        for entry in outcome.file.entries:
            if entry.rule in _UNCHECKED:
                note(f"{name}: {entry.message}", "error")
                code = max(code, FOUND)
        if outcome.repair is not None:
            _note_endless(name, outcome.repair)
            print_diff(outcome.repair.before, outcome.repair.after, outcome.file.path)
            fixed += outcome.repair.repaired
            changed += 1
            code = max(code, FOUND)
    if not arguments.quiet:
        from ..report.summary import count

        message = "Nothing to fix."
        if changed:
            message = f"Would fix {count(fixed, 'problem')} in {count(changed, 'file')}."
        write([message + "\n"], sys.stderr)
    if _complain(crashed):
        return FAILED
    return OK if arguments.exit_zero else code


def _print_report(tally: Tally, arguments: argparse.Namespace, stream: TextIO) -> None:
    write(_report(tally, arguments, stream), stream)


def _report(tally: Tally, arguments: argparse.Namespace, stream: TextIO) -> Iterator[str]:
    style = arguments.output_format
    color = style in _FOR_PEOPLE and wants_color(stream, arguments.color)
    directory = os.getcwd()
    context = Context(directory, _root(directory), color, screen_width(stream))
    if arguments.statistics:
        from ..report.summary import statistics, statistics_json

        yield from (
            statistics_json(tally.files) if style == "json" else statistics(tally.files, color)
        )
    else:
        yield from render(style, tally.files, context)
    if style in _FOR_PEOPLE and tally.checked and not arguments.quiet:
        from ..report.summary import summary

        yield summary(tally.files, tally.checked, tally.fixed, color)


def _root(directory: str) -> str:
    """The directory that services resolve paths from, which may be above the working directory."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        root = os.path.abspath(os.environ.get(name) or directory)
        if root != directory and f"{directory}{os.sep}".startswith(f"{root}{os.sep}"):
            return root
    return repository_root(directory) or directory


def _exit_code(tally: Tally, arguments: argparse.Namespace) -> int:
    entries = [entry for file in tally.files for entry in file.entries]
    if tally.failed or any(entry.rule == "invalid-configuration" for entry in entries):
        return FAILED
    if arguments.exit_zero:
        return OK
    failing = ("error", "warning") if arguments.error_on_warning else ("error",)
    return FOUND if any(entry.severity.value in failing for entry in entries) else OK
