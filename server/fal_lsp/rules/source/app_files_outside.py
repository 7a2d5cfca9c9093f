"""A path in `app_files` is outside the context directory.

## What it does
Reports items of `app_files` that are outside the context directory: an absolute path, a path with `..`, or a link. The context directory is `app_files_context_dir`, or else the directory of the file that `ref` names; for an entry point it is fal's working directory.

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

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from .app_files import app_files_base, has_known_base, is_outside, uses_app_files


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each such item."""
    project = app.project
    if project is None or not app.has("app_files") or app.is_refused("app_files"):
        return
    if not uses_app_files(app) or not has_known_base(app):
        return
    base = app_files_base(app, project)
    for path, text in app.strings("app_files"):
        if is_outside(project, base, text):
            yield Finding(
                RULE.name,
                f"`app_files`: `{text}` is outside the context directory.",
                Place(path, "item"),
                help="Move the file, or set `app_files_context_dir` to a parent directory.",
            )


RULE = Rule(
    "app-files-outside",
    Severity.ERROR,
    __doc__,
    check_app=check,
    reads_project=True,
    judges_values=True,
)
