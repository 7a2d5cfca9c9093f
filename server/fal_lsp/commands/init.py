"""`fal-lsp init`: adds the apps that the code of a project defines to its pyproject.toml.

Knows how to ask and what to print, not which apps there are (`lint/new_apps.py`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..lint.new_apps import new_apps, with_apps
from ..report.columns import columns, padded
from ..report.escape import file_name, printable
from ..report.summary import count
from ..toml import parse
from ..toml.edits import apply
from .arguments import UsageError, closest
from .console import note, write
from .diff import print_diff
from .owners import default_manifest
from .project_here import project_here
from .read import FileProblem, decode, read_file
from .write import create_file, replace_file

if TYPE_CHECKING:
    import argparse

    from ..lint.new_apps import NewApp

_MOST_SHOWN = 5


def run(arguments: argparse.Namespace) -> int:
    """Add apps to a file, which need not exist; `UsageError` for a name that no new app has."""
    path = arguments.file or default_manifest()
    is_there = os.path.lexists(path)
    before = read_file(path) if is_there else b""
    text = decode(before) if isinstance(before, bytes) else before
    if isinstance(before, FileProblem) or isinstance(text, FileProblem):
        assert isinstance(text, FileProblem)
        note(f"{file_name(path)}: {text.message}", "error")
        return 1
    document = parse(text)
    if document.error is not None:
        note(f"{file_name(path)} is not valid TOML; run `fal-lsp check`", "error")
        return 1
    found = new_apps(document, project_here(path))
    if not found:
        write([_nothing(path)], sys.stderr)
        return 0
    chosen = _chosen(found, arguments)
    edits = with_apps(document, chosen)
    if edits is None:
        note(f"{file_name(path)} cannot get new apps: [tool.fal.apps] is not a table", "error")
        return 1
    after = apply(text, edits).encode("utf-8")
    left = () if arguments.apps else [app for app in found if app.doubt and app not in chosen]
    if arguments.diff:
        print_diff(before, edits, path)
        write(_left_out(left), sys.stderr)
        return 1 if chosen else 0
    if not chosen:
        write(["No apps were added.\n", *_left_out(left)], sys.stderr)
        return 0
    problem = replace_file(path, before, after) if is_there else create_file(path, after)
    if problem is not None:
        note(f"could not write {file_name(path)}: {problem}", "error")
        return 1
    names = ", ".join(printable(app.name) for app in chosen)
    write([f"Added {count(len(chosen), 'app')} to {file_name(path)}: {names}.\n"], sys.stdout)
    write([f"Check with `fal-lsp check`, deploy with `fal deploy {chosen[0].name}`.\n"], sys.stderr)
    write(_left_out(left), sys.stderr)
    return 0


def _left_out(apps: Sequence[NewApp]) -> Iterator[str]:
    """The apps that were not added, with the reason, and how to add one."""
    if not apps:
        return
    yield f"Left out: {count(len(apps), 'app')}. Add one with `fal-lsp init NAME`.\n"
    for app in apps[:_MOST_SHOWN]:
        yield f"  {printable(app.name)} ({printable(app.runs)}): {printable(app.doubt)}\n"
    if len(apps) > _MOST_SHOWN:
        yield f"  ... and {len(apps) - _MOST_SHOWN} more\n"


def _nothing(path: str) -> str:
    directory = file_name(os.path.dirname(os.path.abspath(path)))
    return (
        f"No new apps in {directory}. An app is a fal.App class with an endpoint, a function with "
        "`serve=True` or `exposed_port`, or a Dockerfile with one `EXPOSE`.\n"
    )


def _chosen(found: Sequence[NewApp], arguments: argparse.Namespace) -> list[NewApp]:
    """The apps to add: the named ones, else the likely ones, else those that are agreed to."""
    names = {app.name: app for app in found}
    for name in arguments.apps:
        if name not in names:
            raise UsageError(_unknown(name, list(names)))
    if arguments.apps:
        return [names[name] for name in dict.fromkeys(arguments.apps)]
    if arguments.yes or arguments.diff:
        return [app for app in found if app.is_likely]
    if sys.stdin is None or not sys.stdin.isatty():
        width = max(columns(printable(app.name)) for app in found)
        write(
            (f"{padded(printable(app.name), width)}  {printable(app.runs)}\n" for app in found),
            sys.stdout,
        )
        raise UsageError("name the apps to add, or use --yes or --diff")
    return _asked(found)


def _unknown(name: str, names: Sequence[str]) -> str:
    guess = closest(name, names)
    hint = f"Did you mean `{guess}`?" if guess else f"New apps: {', '.join(names)}."
    return f"no new app `{name}`. {hint}"


def _asked(found: Sequence[NewApp]) -> list[NewApp]:
    """The apps to which the user says yes, on the terminal."""
    chosen = []
    for app in found:
        choices = "[Y/n]" if app.is_likely else "[y/N]"
        if app.doubt:
            write([f"{printable(app.name)}: {printable(app.doubt)}\n"], sys.stderr)
        write([f"Add {printable(app.name)} ({printable(app.runs)})? {choices} "], sys.stderr)
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        answer = line.strip().lower()
        if answer in ("y", "yes") or (not answer and app.is_likely):
            chosen.append(app)
    return chosen
