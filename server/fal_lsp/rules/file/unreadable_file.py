"""The file cannot be read.

## What it does
Reports a path that does not exist or is no regular file (a directory, a pipe, a device), a symbolic link that leads nowhere, and a file that may not be read.

## Why
fal reads `pyproject.toml` as a regular file. What cannot be read cannot be checked, and a check that passed over it in silence would call it right.

## Example
A directory named `pyproject.toml`, or a symbolic link to a file that was moved.

## Use instead
A regular file that may be read, or a link to one.

## Source in fal
`find_project_root` passes over what is no file ("No pyproject.toml file found."); `_load_toml` opens the file and lets the operating system's error through (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity

# The command line reads the files and makes the findings; a rule sees only what was read.
RULE = Rule("unreadable-file", Severity.ERROR, __doc__)
