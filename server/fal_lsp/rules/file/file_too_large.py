"""The file is too large to check.

## What it does
Reports a file of more than 1,000,000 bytes, which is not checked further.

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

from typing import Final

from ..finding import Rule, Severity

LIMIT: Final = 1_000_000
"""The largest size of a file that is checked, in bytes."""

# The code that reads the file makes the finding; a rule only sees the text.
RULE = Rule("file-too-large", Severity.ERROR, __doc__)
