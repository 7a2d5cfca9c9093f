"""A path in `app_files` or a context directory does not exist.

## What it does
Reports items of `app_files`, and the directories `app_files_context_dir` and `requirements_context_dir`, that do not exist, and the files of `app_files` where `app_files_ignore` excludes them all.

## Why
fal skips a missing file, and an app that needs the file fails on the runner. The paths are relative to `app_files_context_dir`, or else to the directory of the file that `ref` names; for an entry point they are relative to fal's working directory.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
app_files = ["models"]
```
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
app_files = ["weights"]
```
```text weights/readme.txt
Weights.
```

## Source in fal
The loader checks none of them. `FileSync.collect_files` prints "was not found, it will be skipped". `_get_script_dir` in `fal/file_sync.py` returns the base directory: that of the app's file, with its links resolved. With a missing `requirements_context_dir`, local requirements go to pip unchanged, because `_parse_local_path_requirement` requires an existing directory (verified with fal 1.83.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...paths import relative_path
from ..app_source import may_create_files
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from ..precedence import overridden
from .app_files import (
    app_files_base,
    has_known_base,
    ignore_patterns,
    is_ignored,
    is_outside,
    sets_ignore,
    uses_app_files,
)

if TYPE_CHECKING:
    import re

    from ...project import Project

_DIRECTORIES = ("app_files_context_dir", "requirements_context_dir")


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each path that does not exist."""
    project = app.project
    if project is None:
        return
    missing = [key for key in _DIRECTORIES if _is_missing(app, project, key)]
    for key in missing:
        message = f"`{key}`: the directory `{app.string(key)}` does not exist."
        yield Finding(RULE.name, message, Place((*app.path, key)))
    if "app_files_context_dir" in missing or not app.has("app_files") or not uses_app_files(app):
        return
    if not has_known_base(app):
        return
    base = app_files_base(app, project)
    patterns = (sets_ignore(app) and ignore_patterns(app)) or []
    items = app.valid_strings("app_files")
    # An item that is ignored among others may be meant: fal advises it for a link that leads out.
    excluded = {
        path
        for path, text in items
        if _is_excluded(text, patterns) and project.is_file(project.absolute(text, base))
    }
    for path, text in items:
        if path in excluded:
            if len(excluded) == len(items):
                yield Finding(
                    RULE.name,
                    f"`app_files`: `{text}` is excluded by `app_files_ignore`.",
                    Place(path, "item"),
                    help="Change the pattern, or remove the file.",
                )
            continue
        absolute = project.absolute(text, base)
        if text and not project.exists(absolute) and not is_outside(project, base, text):
            if may_create_files(app):
                # They are uploaded once the file has run.
                continue
            where = relative_path(base, project.root)
            inside = "" if where == "." else f" in `{where}`"
            yield Finding(
                RULE.name,
                f"`app_files`: `{text}` does not exist{inside}, so fal will skip it.",
                Place(path, "item"),
            )


def _is_excluded(text: str, patterns: list[re.Pattern[str]]) -> bool:
    if not text or os.path.isabs(text) or not patterns:
        return False
    return is_ignored(os.path.normpath(text).replace(os.sep, "/"), patterns) is True


def _is_missing(app: AppContext, project: Project, key: str) -> bool:
    directory = app.string(key)
    if not directory or key in overridden(app):
        return False
    if key == "app_files_context_dir" and not (app.has("app_files") and uses_app_files(app)):
        return False
    if key in app.replaced:
        # What a Python file sets is resolved from another directory.
        is_files = key == "app_files_context_dir"
        return is_files and not project.is_dir(app_files_base(app, project))
    # fal expands `~` only in `requirements_context_dir` (`get_app_data_from_toml`).
    is_home = key == "requirements_context_dir"
    return not project.is_dir(project.requirements_base(directory) if is_home else directory)


RULE = Rule(
    "app-files-missing",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=True,
    judges_values=True,
)
