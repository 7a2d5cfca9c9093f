"""The format `concise`: one line a finding, as compilers write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .escape import printable
from .paths import shown
from .style import BOLD, CYAN, link, paint, severity_color

if TYPE_CHECKING:
    from .entry import CheckedFile, Context, Entry


def render(files: Sequence[CheckedFile], context: Context) -> Iterator[str]:
    """The findings, each on its line."""
    for file in files:
        for entry in file.entries:
            advice = f" {printable(entry.help)}" if entry.help else ""
            yield f"{heading(file, entry, context)}{advice}\n"


def heading(file: CheckedFile, entry: Entry, context: Context) -> str:
    """`path:row:column: severity[rule] message`, with `[*]` where `--fix` repairs it."""
    color = context.color
    path = paint(shown(file.path, context.directory), BOLD, color)
    row, column = entry.location
    rule = link(entry.rule, entry.url, context.links)
    level = paint(f"{entry.severity.value}[{rule}]", severity_color(entry.severity), color)
    star = f" [{paint('*', CYAN, color)}]" if entry.fix and entry.fix.safe else ""
    return f"{path}:{row}:{column}: {level}{star} {printable(entry.message)}"
