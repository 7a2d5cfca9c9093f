"""The options of `fal-lsp check`. Knows what can be typed; must not do any work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import FORMATS

if TYPE_CHECKING:
    import argparse

_SEVERITIES = ("error", "warning", "information", "hint")


def add_check_arguments(check: argparse.ArgumentParser) -> None:
    """Add the paths and the options, in the groups of the help text."""
    check.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, directories, or `-` for standard input (default: the current directory)",
    )
    _output(check.add_argument_group("output"))
    _rule_selection(check.add_argument_group("rule selection"))
    _file_selection(check.add_argument_group("file selection"))
    _changes(check.add_argument_group("fixes"))
    _other(check.add_argument_group("other"))


def _output(output: argparse._ArgumentGroup) -> None:
    output.add_argument(
        "--output-format",
        choices=FORMATS,
        default=FORMATS[0],
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: {FORMATS[0]})",
    )
    output.add_argument(
        "--statistics", action="store_true", help="print the number of findings per rule"
    )
    output.add_argument(
        "-o", "--output-file", metavar="FILE", help="write the report to a file, in UTF-8"
    )
    output.add_argument("-q", "--quiet", action="store_true", help="print only findings")
    output.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="report on standard error which files were read or skipped, and why",
    )
    output.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="auto, always or never; auto respects NO_COLOR and FORCE_COLOR (default: auto)",
    )


def _rule_selection(choice: argparse._ArgumentGroup) -> None:
    choice.add_argument(
        "--select",
        action="append",
        metavar="RULE",
        help="report only these rules (comma-separated, can be repeated); a file that cannot be "
        "read is always reported",
    )
    choice.add_argument(
        "--ignore",
        action="append",
        metavar="RULE",
        help="do not report these rules (comma-separated, can be repeated)",
    )
    choice.add_argument(
        "--severity-threshold",
        choices=_SEVERITIES,
        default=_SEVERITIES[-1],
        metavar="SEVERITY",
        help=f"report only this severity and above: {', '.join(_SEVERITIES)} (default: hint)",
    )
    choice.add_argument(
        "--isolated", action="store_true", help="ignore the [tool.fal-lsp] table of every file"
    )
    choice.add_argument(
        "--no-project",
        action="store_true",
        help="read only pyproject.toml, not the other files of the project",
    )


def _file_selection(files: argparse._ArgumentGroup) -> None:
    files.add_argument(
        "--exclude",
        action="append",
        metavar="PATTERN",
        help="skip files and directories that match, with the syntax of .gitignore, in addition to "
        "those that [tool.fal-lsp] excludes (can be repeated)",
    )
    files.add_argument(
        "--no-respect-gitignore",
        dest="respect_gitignore",
        action="store_false",
        help="also search files and directories that git ignores",
    )
    files.add_argument(
        "--show-files",
        action="store_true",
        help="print the files that would be checked, one per line; do not check them",
    )
    files.add_argument(
        "--force-exclude",
        action="store_true",
        help="exclude files even if they are named; for pre-commit, which names every file",
    )


def _changes(fixes: argparse._ArgumentGroup) -> None:
    fixes.add_argument(
        "--fix",
        action="store_true",
        help="apply safe fixes, which do not change what the file means",
    )
    fixes.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also apply fixes that may change what the file means",
    )
    fixes.add_argument(
        "--add-ignore",
        action="store_true",
        help="add a comment `# fal-lsp: ignore[...]` to pyproject.toml for each finding in it",
    )
    fixes.add_argument(
        "--diff",
        action="store_true",
        help="print what --fix or --add-ignore would change as a unified diff; do not write files",
    )


def _other(other: argparse._ArgumentGroup) -> None:
    other.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="the file name to use for standard input",
    )
    other.add_argument(
        "--no-cache",
        dest="cache",
        action="store_false",
        help="check files again in which nothing was found; otherwise a check of 100 files or more "
        "skips those of which nothing has changed",
    )
    other.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 even if there are errors"
    )
    other.add_argument(
        "--error-on-warning", action="store_true", help="exit with 1 if there are warnings"
    )
