"""The format `github`: annotations of GitHub Actions. Knows the workflow commands.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .escape import file_name, printable
from .paths import shown

if TYPE_CHECKING:
    from .entry import CheckedFile, Context, Entry

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """One workflow command a line."""
    for file in files:
        for entry in file.entries:
            yield _command(file, entry, context) + "\n"


def _command(file: CheckedFile, entry: Entry, context: Context) -> str:
    (row, column), (end_row, end_column) = entry.location, entry.end_location
    properties = {
        "title": f"fal-lsp ({entry.rule})",
        "file": file_name(file.path),
        "line": str(row),
        "col": str(column),
        "endLine": str(end_row),
        "endColumn": str(end_column),
    }
    if row != end_row:
        # GitHub refuses an annotation that has columns and more than one line.
        del properties["col"], properties["endColumn"]
    pairs = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{shown(file.path, context.directory)}:{row}:{column}: {entry.rule} "
    message += printable(entry.message)
    if entry.help:
        message += f"\n  help: {printable(entry.help)}"
    for fix in entry.fixes:
        message += f"\n  help: {printable(fix.title)}"
    return f"::{_COMMANDS[entry.severity.value]} {pairs}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
