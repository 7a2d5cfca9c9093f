"""The file is not encoded in UTF-8.

## What it does
Reports the first byte that is not part of a UTF-8 character.

## Why
TOML files must be UTF-8. fal stops at this byte before it reads any key.

## Example
A file that is saved as "Latin-1" or "Windows-1252", with an accented letter in a comment.

## Use instead
The same file, saved as "UTF-8".

## Source in fal
`_load_toml` calls `tomli.load`, which raises "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff" (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity

# The command line reads the file and makes the finding; a rule only sees the text.
RULE = Rule("invalid-utf-8", Severity.ERROR, __doc__)
