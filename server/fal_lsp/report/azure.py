"""The format `azure`: issues in the log of Azure Pipelines. Knows its logging commands.

https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .escape import printable
from .paths import portable

if TYPE_CHECKING:
    from .entry import CheckedFile, Context, Entry

_TYPES = {"error": "error", "warning": "warning", "information": "warning", "hint": "warning"}
"""Azure Pipelines has no lighter one."""


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """One logging command a line."""
    for file in files:
        path = portable(file.path, context.root)
        for entry in file.entries:
            yield _command(path, entry) + "\n"


def _command(path: str, entry: Entry) -> str:
    row, column = entry.location
    properties = {
        "type": _TYPES[entry.severity.value],
        "sourcepath": path,
        "linenumber": str(row),
        "columnnumber": str(column),
        "code": entry.rule,
    }
    pairs = "".join(f"{name}={_property(value)};" for name, value in properties.items())
    message = printable(f"{entry.message} {entry.help}".rstrip())
    return f"##vso[task.logissue {pairs}]{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
