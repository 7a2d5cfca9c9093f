"""The file starts with a byte order mark.

## What it does
Reports the invisible character U+FEFF at the start of the file, which some Windows editors write ("UTF-8 with BOM").

## Why
fal cannot read such a file: its TOML parser stops at the first character.

## Example
A file that is saved as "UTF-8 with BOM".

## Use instead
The same file, saved as "UTF-8".

## Source in fal
`tomli.load` raises "Invalid statement (at line 1, column 1)" (verified with fal 1.83.0 and tomli 2.5.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...text import Span
from ..context import FileContext
from ..finding import Finding, Fix, ReplaceText, Rule, Severity


def check(file: FileContext) -> Iterator[Finding]:
    """One finding on the mark itself."""
    if file.document.has_bom:
        mark = Span(0, 1)
        yield Finding(
            RULE.name,
            "The file starts with a byte order mark, which fal cannot read.",
            mark,
            fixes=(Fix("Remove the byte order mark", (ReplaceText(mark, ""),)),),
        )


RULE = Rule("byte-order-mark", Severity.ERROR, __doc__, check_file=check, fixable="safe")
