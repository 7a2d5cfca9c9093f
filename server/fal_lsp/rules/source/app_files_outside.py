"""A path in `app_files` is outside the context directory.

## What it does
Reports items of `app_files` that are outside the context directory: an absolute path, a path with `..`, a link, or a directory with a link to a file outside, unless `app_files_ignore` excludes the link. The context directory is `app_files_context_dir`, or else the directory of the file that `ref` names; for an entry point it is fal's working directory.

## Why
fal refuses such a path when it uploads the files. An absolute path, or one with `..`, is accepted if it stays inside. If the class has its own `app_files`, fal ignores these.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
app_files = ["../shared"]
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
app_files = ["shared"]
```
```text shared/readme.txt
Shared.
```

## Source in fal
`_normalize_path` in `fal/file_sync.py` resolves the path and its links, then calls `sanitize_relative_path`: "Parent directory reference is not allowed". An absolute path inside the directory passes (verified with fal 1.83.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from .app_files import (
    app_files_base,
    has_known_base,
    ignore_patterns,
    is_ignored,
    is_outside,
    uses_app_files,
)

if TYPE_CHECKING:
    import re

    from ...project import Project


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each such item."""
    project = app.project
    if project is None or not app.has("app_files") or app.is_refused("app_files"):
        return
    if not uses_app_files(app) or not has_known_base(app):
        return
    base = app_files_base(app, project)
    patterns = ignore_patterns(app)
    for path, text in app.valid_strings("app_files"):
        if patterns is not None and not is_outside(project, base, text):
            link = _link(project, base, text, patterns)
            if link is not None:
                yield Finding(
                    RULE.name,
                    f"`app_files`: the symbolic link `{link}` leads outside the context directory.",
                    Place(path, "item"),
                    help="Replace the link with the file, or exclude it in `app_files_ignore`.",
                )
        elif is_outside(project, base, text) and not _is_skipped(text, patterns):
            yield Finding(
                RULE.name,
                f"`app_files`: `{text}` is outside the context directory.",
                Place(path, "item"),
                help="Move the file, or set `app_files_context_dir` to a parent directory.",
            )


def _is_skipped(text: str, patterns: list[re.Pattern[str]] | None) -> bool:
    """Whether fal leaves behind an item before it looks where that leads."""
    if not patterns or os.path.isabs(text):
        return False
    written = os.path.normpath(text).replace(os.sep, "/")
    return any(is_ignored(each, patterns) for each in (written, f"{written}/"))


def _link(project: Project, base: str, text: str, patterns: list[re.Pattern[str]]) -> str | None:
    """The first link below a directory that leads out of the base, and that fal follows."""
    directory = project.absolute(text, base)
    if not project.is_dir(directory) or os.path.isabs(text):
        return None
    written = os.path.normpath(text).replace(os.sep, "/")
    for inner in project.links_outside(project.real(directory), project.real(base)):
        path = inner if written == "." else f"{written}/{inner}"
        if is_ignored(path, patterns) is False:
            return path
    return None


RULE = Rule(
    "app-files-outside",
    Severity.ERROR,
    __doc__,
    check_app=check,
    reads_project=True,
    judges_values=True,
)
