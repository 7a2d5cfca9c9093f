"""The file cannot be read.

## What it does
Reports a path that does not exist or is not a regular file (a directory, a pipe, a device), a broken symbolic link, and a file without read permission.

## Why
fal reads `pyproject.toml` as a regular file. A file that cannot be read cannot be checked, and skipping it silently would look like success.

## Example
A directory named `pyproject.toml`, or a symbolic link to a file that has been moved.

## Use instead
A regular file with read permission, or a link to one.

## Source in fal
`find_project_root` skips anything that is not a file ("No pyproject.toml file found."); `_load_toml` opens the file and does not catch the error of the operating system (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity

# The command line reads the file and makes the finding; a rule only sees the text.
RULE = Rule("unreadable-file", Severity.ERROR, __doc__)
