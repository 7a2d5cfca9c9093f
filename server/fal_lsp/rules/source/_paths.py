"""Where the paths of an app start and whether they stay there. Knows fal's ways, no rule.

`app_files` start from `app_files_context_dir` (seen from pyproject.toml), else from the directory
of the file that `ref` names, its links resolved, else from the working directory, for which the directory of
pyproject.toml stands here (fal 1.83.0, `fal/file_sync.py`, `_get_script_dir`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .._options import overridden
from .._target import reference
from ..context import AppContext

if TYPE_CHECKING:
    from ...project import Project


def takes_app_files(app: AppContext) -> bool:
    """Whether fal looks at the `app_files` of the TOML: no container, none of the class's own."""
    return not app.has("image") and "app_files" not in overridden(app)


def app_files_base(app: AppContext, project: Project) -> str:
    """The absolute directory that `app_files` start from."""
    context = app.string("app_files_context_dir")
    if context:
        return project.absolute(context)
    ref = reference(app)
    return os.path.dirname(project.real(ref.file)) if ref is not None else project.root


def leaves(project: Project, base: str, path: str) -> bool:
    """Whether a path, symbolic links resolved, lies outside of the directory it starts from."""
    if "\0" in path:
        return False
    real, root = project.real(project.absolute(path, base)), project.real(base)
    return real != root and not real.startswith(root.rstrip(os.sep) + os.sep)
