"""The base directory of an app's `app_files`. Knows how fal resolves the paths, no rule.

`app_files` are resolved from `app_files_context_dir` (relative to pyproject.toml), else from the
directory of the file that `ref` names, with its links resolved, else from the working directory,
which is assumed to be that of pyproject.toml (fal 1.83.0, `fal/file_sync.py`, `_get_script_dir`).
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from ...project.python.fal_names import APP_DEFAULTS
from ..app_source import ref_target, reference
from ..context import AppContext
from ..finding import FilePlace, Finding, Related
from ..precedence import outcomes, overridden

if TYPE_CHECKING:
    from ...project import Project

_LONGEST_PATTERN = 100
_MOST_PATTERNS = 100
"""How many patterns each file is compared with."""
_MOST_REPEATS = 2
_LONGEST_PATH = 200


def set_in_python(app: AppContext, finding: Finding, key: str) -> Finding:
    """A finding about a key without `app_files`, with the cure where the class has these.

    fal looks for `app_files` in pyproject.toml alone, and those of the class take precedence: adding
    them there would not help.
    """
    files, target = outcomes(app).get("app_files"), ref_target(app)
    if files is None or files.origin is None or target is None:
        return finding
    where = "the decorator" if target.kind == "function" else "the class"
    line = FilePlace(files.origin.path, files.origin.setting.line)
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


def sets_ignore(app: AppContext) -> bool:
    """Whether the patterns are set where `app_files` is: others have no effect."""
    key = "app_files_ignore"
    return key in app.replaced if "app_files" in app.replaced else app.has(key)


def ignore_patterns(app: AppContext) -> list[re.Pattern[str]] | None:
    """The patterns of the files that fal leaves behind; `None` where they are not known.

    A pattern that may take long to match is not known, either, nor are very many of them.
    """
    key = "app_files_ignore"
    # fal has a default for classes alone, but nobody means to upload what is in it.
    patterns: list[Any] = APP_DEFAULTS[key]
    if sets_ignore(app):
        patterns = app.get(key)
    elif key in outcomes(app) or (reference(app) is not None and ref_target(app) is None):
        return None
    if not isinstance(patterns, list) or len(patterns) > _MOST_PATTERNS:
        return None
    if not all(map(_is_quick, patterns)):
        return None
    try:
        return [re.compile(pattern) for pattern in patterns]
    except (re.error, RecursionError, OverflowError):
        return None


def _is_quick(pattern: Any) -> bool:
    """Whether a pattern is short, without repeated groups, and repeats little else."""
    if not isinstance(pattern, str) or len(pattern) > _LONGEST_PATTERN:
        return False
    return len(re.findall(r"[*+{]", pattern)) <= _MOST_REPEATS and not re.search(
        r"\)[*+{]", pattern
    )


def is_ignored(path: str, patterns: list[re.Pattern[str]]) -> bool | None:
    """Whether a pattern leaves out a path from the context directory; `None` for a long path."""
    if len(path) > _LONGEST_PATH:
        return None
    return any(pattern.search(path) for pattern in patterns)


def is_outside(project: Project, base: str, path: str) -> bool:
    """Whether a path, its symbolic links resolved, is outside of its base directory."""
    if "\0" in path:
        return False
    real, root = project.real(project.absolute(path, base)), project.real(base)
    return real != root and not real.startswith(root.rstrip(os.sep) + os.sep)
