"""Symbolic links below a directory that lead out of another one. Knows which directories fal walks
(`FileSync._collect_directory`); must not know which files it leaves behind.

Only where a link leads is asked; what is there is not looked at.
"""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING

from .exclusion import DEFAULT_NAMES

if TYPE_CHECKING:
    from .workspace import Workspace

_MAX_DIRECTORIES = 200
_MAX_LINKS = 20


def links_outside(workspace: Workspace, directory: str, base: str) -> tuple[str, ...]:
    """The links to files below a directory that lead out of `base`, those near its top first.

    Paths are relative to the directory, with `/`. fal does not enter links to directories.
    """
    root = workspace.real(base).rstrip(os.sep) + os.sep
    found: list[str] = []
    waiting = deque([""])
    for _ in range(_MAX_DIRECTORIES):
        if not waiting or len(found) >= _MAX_LINKS:
            break
        inner = waiting.popleft()
        for entry in workspace.scan(os.path.join(directory, inner)):
            path = f"{inner}/{entry.name}" if inner else entry.name
            if entry.is_dir:
                # Too much to walk, and nothing that anybody means to upload.
                if not entry.is_link and entry.name not in (".git", *DEFAULT_NAMES):
                    waiting.append(path)
            elif entry.is_link:
                absolute = os.path.join(directory, path)
                if workspace.is_file(absolute) and not workspace.real(absolute).startswith(root):
                    found.append(path)
    return tuple(found[:_MAX_LINKS])
