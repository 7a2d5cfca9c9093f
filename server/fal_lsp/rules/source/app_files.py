"""The base directory of an app's `app_files`. Knows how fal resolves the paths, no rule.

`app_files` are resolved from `app_files_context_dir` (relative to pyproject.toml), else from the
directory of the file that `ref` names, with its links resolved, else from the working directory,
which is assumed to be that of pyproject.toml (fal 1.83.0, `fal/file_sync.py`, `_get_script_dir`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..app_source import ref_target, reference
from ..context import AppContext
from ..finding import FilePlace, Finding, Related
from ..precedence import options, overridden

if TYPE_CHECKING:
    from ...project import Project


def set_in_python(app: AppContext, finding: Finding, key: str) -> Finding:
    """A finding about a key without `app_files`, with the cure where the class has these.

    fal looks for `app_files` in pyproject.toml alone, and those of the class take precedence: adding
    them there would not help.
    """
    option, target = options(app).get("app_files"), ref_target(app)
    if option is None or target is None:
        return finding
    where = "the decorator" if target.kind == "function" else "the class"
    line = FilePlace(option.origin.path, option.origin.setting.line)
    return finding._replace(
        fixes=tuple(each for each in finding.fixes if "Add" not in each.title),
        related=(*finding.related, Related("`app_files` is set here.", line)),
        help=f"Set `{key}` in {where}, where `app_files` is set.",
    )


def uses_app_files(app: AppContext) -> bool:
    """Whether fal uses the `app_files` of the TOML: no container, and no `app_files` in a class."""
    return not app.has("image") and "app_files" not in overridden(app)


def has_known_base(app: AppContext) -> bool:
    """Whether the directory is certain: a class may compute it (`Path(__file__).parent`)."""
    key = "app_files_context_dir"
    return key not in app.replaced or app.get(key) is not None


def app_files_base(app: AppContext, project: Project) -> str:
    """The absolute directory that `app_files` are resolved from."""
    context = app.string("app_files_context_dir")
    if context and "app_files_context_dir" not in app.replaced:
        return project.absolute(context)
    ref = reference(app)
    own = os.path.dirname(project.real(ref.file)) if ref is not None else project.root
    # What a class or a decorator sets is resolved from its file (`_get_script_dir`).
    return project.absolute(context, own) if context else own


def is_outside(project: Project, base: str, path: str) -> bool:
    """Whether a path, its symbolic links resolved, is outside of its base directory."""
    if "\0" in path:
        return False
    real, root = project.real(project.absolute(path, base)), project.real(base)
    return real != root and not real.startswith(root.rstrip(os.sep) + os.sep)
