"""The project of a file, as `fal` sees it that is run from this shell. Knows `VIRTUAL_ENV`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..memo import Memo
    from ..project import Project
    from ..project.files import Files


def project_here(path: str, files: Files | None = None, memo: Memo | None = None) -> Project:
    """The files around a pyproject.toml; `files` is where they are read from, not from the disk.

    `memo` is that of `open_project`.
    """
    from ..project import open_project

    environment = os.environ.get("VIRTUAL_ENV")
    return open_project(path, files=files, virtual_env=environment, memo=memo)
