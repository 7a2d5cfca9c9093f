"""The file is larger than fal-lsp reads.

## What it does
Reports a file of more than 1,000,000 bytes, which is not checked further.

## Why
A check must answer in bounded time, whatever the file holds. Even a `pyproject.toml` with 1,000 apps stays far below the limit, so a larger file is rarely one that a person wrote.

## Example
A file into which a program wrote a whole lock file or an encoded picture.

## Use instead
A `pyproject.toml` that holds the configuration alone.

## Source in fal
None: fal itself has no limit.
"""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Severity

LIMIT: Final = 1_000_000
"""The largest size of a file that is checked, in bytes."""

# Who reads the file makes the finding; a rule sees only what was read.
RULE = Rule("file-too-large", Severity.ERROR, __doc__)
