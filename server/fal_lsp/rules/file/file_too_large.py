"""The file is too large to check.

## What it does
Reports a file of more than 1,000,000 bytes, 20,000 tables, 50,000 values or 10,000 syntax errors, which is not checked further, and apps that are not checked: those beyond the first 5,000, and those beyond the first 200 in a text that has more than one app in 100 characters. Of one rule, the first 1,000 findings in an app are reported.

## Why
A check has to end in bounded time, whatever the file contains. Even a `pyproject.toml` with 1,000 apps is far below the limit, so a larger file was rarely written by a person.

## Example
A file into which a program has written a whole lock file or an encoded image.

## Use instead
A `pyproject.toml` that contains only configuration.

## Source in fal
None; fal itself has no limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..context import APPS, AppContext, FileContext
from ..finding import Finding, Place, Rule, Severity

LIMIT: Final = 1_000_000
"""The largest size of a file that is checked, in bytes."""


def check(file: FileContext) -> Iterator[Finding]:
    """A finding for a text of which nothing is read, or at the first app that is not checked."""
    for problem in file.document.problems:
        if problem.kind == "too-large":
            advice = "Move anything that is not configuration elsewhere."
            yield Finding(RULE.name, problem.message, problem.span, help=advice)
    if file.unchecked:
        message = f"Only the first {len(file.sources):,} apps are checked."
        yield Finding(
            RULE.name, message, Place((*APPS, file.unchecked), "key"), Severity.INFORMATION
        )


def only_the_first(count: int, rule: str, app: AppContext) -> Finding:
    """The finding for an app in which a rule finds more than is looked at."""
    message = f"Only the first {count:,} findings of `{rule}` are reported."
    return Finding(RULE.name, message, Place(app.path, "key"), Severity.INFORMATION)


# The code that reads a file makes the finding about its size; a rule only sees the text.
RULE = Rule("file-too-large", Severity.ERROR, __doc__, check_file=check)
