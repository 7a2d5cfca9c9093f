"""What a run of `fal-lsp check` found: how it is printed, and the exit code.

Knows the formats by name and the streams, not how findings come about.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..project.files import repository_root
from ..report import render
from ..report.entry import Context
from ..report.style import wants_color, wants_links
from .console import for_programs, screen_width, write

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from ..report.entry import CheckedFile

FOR_PEOPLE = ("full", "concise")

OK, FOUND, FAILED = 0, 1, 2
"""The exit codes: no errors, errors, and a failure or invalid usage."""


class Tally(NamedTuple):
    """The result of a run: the files with findings, and counts."""

    files: list[CheckedFile]
    checked: int
    """The files that were asked for, and the Python files with findings."""
    fixed: int
    failed: bool
    about_fal: bool = True
    """Whether any of the files mentions fal."""


def print_report(tally: Tally, arguments: argparse.Namespace, stream: TextIO) -> None:
    """Print the findings in the format that was asked for; what a program reads is UTF-8."""
    if arguments.output_format not in FOR_PEOPLE:
        for_programs(stream)
    write(_report(tally, arguments, stream), stream)


def _report(tally: Tally, arguments: argparse.Namespace, stream: TextIO) -> Iterator[str]:
    style = arguments.output_format
    color = style in FOR_PEOPLE and wants_color(stream, arguments.color)
    directory = os.getcwd()
    links = color and wants_links(stream)
    context = Context(directory, _root(directory), color, screen_width(stream), links)
    if arguments.statistics:
        from ..report.summary import statistics, statistics_json

        yield from (
            statistics_json(tally.files) if style == "json" else statistics(tally.files, color)
        )
    else:
        yield from render(style, tally.files, context)
    if style in FOR_PEOPLE and tally.checked and not arguments.quiet:
        from ..report.summary import summary

        verb = "Ignored" if arguments.add_ignore else "Fixed"
        yield summary(tally.files, tally.checked, tally.fixed, color, verb)
        if not tally.about_fal:
            none = "None mentions" if tally.checked > 1 else "It does not mention"
            yield f"{none} fal; `fal-lsp init` adds the apps that your code defines.\n"


def _root(directory: str) -> str:
    """The directory that services resolve paths from, which may be above the working directory."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"):
        root = os.path.abspath(os.environ.get(name) or directory)
        if root != directory and f"{directory}{os.sep}".startswith(f"{root}{os.sep}"):
            return root
    return repository_root(directory) or directory


def exit_code(tally: Tally, arguments: argparse.Namespace) -> int:
    """The exit code of a run that was not a diff."""
    entries = [entry for file in tally.files for entry in file.entries]
    if tally.failed or any(entry.rule == "invalid-configuration" for entry in entries):
        return FAILED
    if arguments.exit_zero:
        return OK
    failing = ("error", "warning") if arguments.error_on_warning else ("error",)
    return FOUND if any(entry.severity.value in failing for entry in entries) else OK
