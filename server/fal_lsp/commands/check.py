"""`fal-lsp check`: from the arguments to the printed report and the exit code.

Knows the order of the steps; searching, reading, checking, fixing and printing are elsewhere.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..report.paths import shown
from .arguments import UsageError, as_clause
from .check_file import Options, Outcome, check_data
from .check_report import FAILED, FOR_PEOPLE, FOUND, OK, Tally, exit_code, print_report
from .console import OURS, note, write, write_exactly
from .read import MOST_BYTES

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from ..report.entry import CheckedFile
    from .check_file import Repair

_UNCHECKED = frozenset(("unreadable-file", "file-too-large", "invalid-utf-8"))
_STDIN = "-"


def run(arguments: argparse.Namespace) -> int:
    """Check the files of the arguments and print the report; returns the exit code.

    Raises `UsageError` for invalid arguments.
    """
    options = _options(arguments)
    paths = _paths(arguments)
    if arguments.verbose:
        from .. import __version__

        note(f"fal-lsp {__version__}, Python {sys.version.split()[0]} ({sys.executable})", "info")
    if arguments.output_file is None:
        return _run(paths, arguments, options, None)
    with open(arguments.output_file, "w", encoding="utf-8", newline="\n") as file:
        return _run(paths, arguments, options, file)


def _run(
    paths: Sequence[str], arguments: argparse.Namespace, options: Options, file: TextIO | None
) -> int:
    """Check what the paths name. The report goes to a file, else to a stream of the process."""
    if paths == [_STDIN]:
        return _run_stdin(arguments, options, file)
    from .discover import Search, find
    from .progress import tracked
    from .workers import run as check_files

    files = find(
        paths,
        lambda message: None if arguments.quiet else note(message, "warning"),
        Search(
            tuple(arguments.exclude or ()),
            arguments.respect_gitignore,
            arguments.force_exclude,
            arguments.isolated,
        ),
        (lambda message: note(message, "info")) if arguments.verbose else None,
    )
    stream = file or sys.stdout
    if arguments.show_files:
        write((f"{shown(path, os.getcwd())}\n" for path in files), stream)
        return OK
    cache = arguments.cache and not (options.fix or options.add_ignore or options.verbose)
    outcomes = tracked(check_files(files, options, cache=cache), len(files), arguments.quiet)
    if arguments.diff:
        return _print_diffs(outcomes, arguments, stream)
    tally = _collect(outcomes, options)
    print_report(tally, arguments, stream)
    return exit_code(tally, arguments)


def _options(arguments: argparse.Namespace) -> Options:
    from ..rules.finding import Severity

    if arguments.fix and arguments.add_ignore:
        raise UsageError("argument --add-ignore: cannot be combined with --fix")
    fix = arguments.fix or (arguments.diff and not arguments.add_ignore)
    if arguments.unsafe_fixes and not fix:
        raise UsageError("argument --unsafe-fixes: requires --fix or --diff")
    if arguments.statistics and arguments.output_format not in (*FOR_PEOPLE, "json"):
        raise UsageError("argument --statistics: requires the output format full, concise or json")
    return Options(
        _rules(arguments.select, "--select"),
        _rules(arguments.ignore, "--ignore"),
        Severity(arguments.severity_threshold).rank,
        not arguments.no_project,
        fix,
        arguments.unsafe_fixes,
        arguments.add_ignore,
        arguments.isolated,
        arguments.verbose,
        related=arguments.output_format == "full",
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
        raise UsageError(f"argument {option}: {as_clause(unknown_rule(name).text)}")
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


def _run_stdin(arguments: argparse.Namespace, options: Options, file: TextIO | None) -> int:
    """Check standard input. A changed text goes to standard output, the report then to error."""
    from .workers import guarded

    name = arguments.stdin_filename
    stdin = io.BytesIO() if sys.stdin is None else sys.stdin.buffer
    data = stdin.read(MOST_BYTES)
    path = _STDIN if name is None else os.path.abspath(name)
    outcome = guarded(path, lambda: check_data(path, data, options, project=name is not None))
    if arguments.diff:
        return _print_diffs([outcome], arguments, file or sys.stdout)
    _tell(outcome)
    changes = options.fix or options.add_ignore
    fixed = outcome.repair.repaired if outcome.repair else 0
    if outcome.repair is not None:
        _note_endless(path, outcome.repair)
    if changes:
        write_exactly(outcome.repair.after if outcome.repair else data)
        # The part beyond the size limit must not be lost.
        for rest in iter(lambda: stdin.read(1 << 20), b""):
            write_exactly(rest)
    files = [outcome.file, *_elsewhere([outcome])]
    tally = Tally(files, len(files), fixed, _complain([outcome]))
    print_report(tally, arguments, file or (sys.stderr if changes else sys.stdout))
    return exit_code(tally, arguments)


def _collect(outcomes: Iterable[Outcome], options: Options) -> Tally:
    """Write the fixed files and collect what to report."""
    files: list[CheckedFile] = []
    checked = fixed = about_fal = 0
    failed = False
    crashed: list[Outcome] = []
    leading: list[Outcome] = []
    for outcome in outcomes:
        checked += 1
        about_fal += outcome.about_fal
        _tell(outcome)
        if outcome.repair is not None:
            _note_endless(outcome.file.path, outcome.repair)
            if _write_repair(outcome.file.path, outcome.repair):
                fixed += outcome.repair.repaired
            else:
                failed = True
                plain = options._replace(fix=False, add_ignore=False)
                outcome = check_data(outcome.file.path, outcome.repair.before, plain)
        if outcome.failures:
            crashed.append(outcome)
        if outcome.file.entries:
            files.append(outcome.file)
        if outcome.elsewhere:
            leading.append(outcome)
    others = [*_elsewhere(leading)]
    failed = _complain(crashed) or failed
    return Tally([*files, *others], checked + len(others), fixed, failed, about_fal > 0)


def _tell(outcome: Outcome) -> None:
    """Say what was done with a file, where that was asked for."""
    if outcome.note:
        note(f"{outcome.file.path}: {outcome.note}", "info")


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
        note(f"could not check all of {first}{more}: {failure}", "error")
    return bool(paths)


def _print_diffs(outcomes: Iterable[Outcome], arguments: argparse.Namespace, stream: TextIO) -> int:
    """Print what would be changed; an unreadable file is reported on standard error."""
    from .diff import print_diff

    directory = os.getcwd()
    code, fixed, changed = OK, 0, 0
    crashed: list[Outcome] = []
    for outcome in outcomes:
        _tell(outcome)
        name = shown(outcome.file.path, directory)
        if outcome.failures:
            crashed.append(outcome)
        for entry in outcome.file.entries:
            if entry.rule in _UNCHECKED:
                note(f"{name}: {entry.message}", "error")
                code = max(code, FOUND)
        if outcome.repair is not None:
            _note_endless(name, outcome.repair)
            print_diff(outcome.repair.before, outcome.repair.edits, outcome.file.path, stream)
            fixed += outcome.repair.repaired
            changed += 1
            code = max(code, FOUND)
    if not arguments.quiet:
        from ..report.summary import count

        verb = "ignore" if arguments.add_ignore else "fix"
        message = f"Nothing to {verb}."
        if changed:
            message = f"Would {verb} {count(fixed, 'problem')} in {count(changed, 'file')}."
        write([message + "\n"], sys.stderr)
    if _complain(crashed):
        return FAILED
    return OK if arguments.exit_zero else code
