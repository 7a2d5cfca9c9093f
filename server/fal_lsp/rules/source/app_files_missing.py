"""A path does not exist.

## What it does
Reports items of `app_files` and the directories `app_files_context_dir` and `requirements_context_dir` that are not there.

## Why
fal skips a missing file, and the app that needs it fails on the runner. The paths start from `app_files_context_dir`, or else from the directory of the file that `ref` names.

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
The loader checks none of them. `FileSync.collect_files` prints "was not found, it will be skipped"; the start is `_get_script_dir` in `fal/file_sync.py`, the directory of the app's file once links are resolved. A requirement below a directory that is not there goes to pip as it is, since `_parse_local_path_requirement` asks for a directory (verified with fal 1.83.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from ..precedence import overridden
from .app_files import app_files_base, is_outside, uses_app_files

if TYPE_CHECKING:
    from ...project import Project

_DIRECTORIES = ("app_files_context_dir", "requirements_context_dir")


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each path that leads nowhere."""
    project = app.project
    if project is None:
        return
    missing = [key for key in _DIRECTORIES if _is_missing(app, project, key)]
    for key in missing:
        message = f"`{key}` names `{app.string(key)}`, and there is no such directory."
        yield Finding(RULE.name, message, Place((*app.path, key)))
    if "app_files_context_dir" in missing or not uses_app_files(app):
        return
    base = app_files_base(app, project)
    for path, text in app.strings("app_files"):
        absolute = project.absolute(text, base)
        if text and not project.exists(absolute) and not is_outside(project, base, text):
            where = os.path.relpath(base, project.root)
            hint = "" if where == "." else f" in `{where}`, where the paths of this app start"
            yield Finding(
                RULE.name,
                f"`app_files` lists `{text}`, and there is no such file or directory{hint}: fal "
                "skips it.",
                Place(path, "item"),
            )


def _is_missing(app: AppContext, project: Project, key: str) -> bool:
    directory = app.string(key)
    if not directory or key in overridden(app):
        return False
    if key == "app_files_context_dir" and not (app.has("app_files") and uses_app_files(app)):
        return False
    # fal expands `~` in the one and not in the other (`get_app_data_from_toml`).
    is_home = key == "requirements_context_dir"
    return not project.is_dir(project.requirements_base(directory) if is_home else directory)


RULE = Rule("app-files-missing", Severity.WARNING, __doc__, check_app=check, reads_project=True)
