"""Prints what a command would change as a unified diff. Knows texts and names, not what changes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..report.escape import printable
from ..report.paths import portable
from ..report.style import is_terminal
from .console import write, write_exactly

if TYPE_CHECKING:
    from typing import TextIO

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


def print_diff(before: bytes, after: bytes, path: str, stream: TextIO | None = None) -> None:
    """Print the diff of a file in UTF-8, as `git apply` and `patch -p1` take it in this directory.

    A file that is empty before is one that the patch creates. Without a stream it is printed to
    standard output.
    """
    stream = stream or sys.stdout
    lines = list(_diff(before.decode("utf-8"), after.decode("utf-8"), portable(path, os.getcwd())))
    if is_terminal(stream):
        # A person looks at it: nothing in the file may drive the terminal.
        write((f"{printable(line[:-1])}\n" for line in lines), stream)
    else:
        write_exactly("".join(lines).encode("utf-8"), stream)


def _diff(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of the diff with their line ends.

    Only a line feed ends a line, as for `patch`. A file outside the directory keeps its absolute
    path.
    """
    from difflib import unified_diff

    old, new = (name, name) if os.path.isabs(name) else (f"a/{name}", f"b/{name}")
    old = old if before else os.devnull
    for line in unified_diff(_LINE.findall(before), _LINE.findall(after), old, new):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
