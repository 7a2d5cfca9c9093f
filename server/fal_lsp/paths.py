"""Paths as people and programs read them: relative, with forward slashes on every system.

Knows names of paths alone; asks the disk nothing.
"""

from __future__ import annotations

import os


def relative_path(path: str, directory: str) -> str:
    """The path from a directory on; the path itself where none leads there: on another drive."""
    try:
        found = os.path.relpath(path, directory)
    except ValueError:
        found = path
    return found.replace(os.sep, "/")
