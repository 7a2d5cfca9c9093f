"""An item of `app_files` lies outside of the directory that they start from.

## What it does
Reports items of `app_files` that lead out of that directory: by an absolute path, by `..` or over a link. The directory is `app_files_context_dir`, or else that of the file that `ref` names.

## Why
fal refuses them when it uploads the files. Where a class has `app_files` of its own, nobody looks at these.

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
`_normalize_path` in `fal/file_sync.py` resolves the path and its links, then `sanitize_relative_path`: "Parent directory reference is not allowed". An absolute path inside of the directory passes (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from .app_files import app_files_base, is_outside, uses_app_files


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each such item."""
    project = app.project
    if project is None or app.is_refused("app_files") or not uses_app_files(app):
        return
    base = app_files_base(app, project)
    for path, text in app.strings("app_files"):
        if is_outside(project, base, text):
            yield Finding(
                RULE.name,
                f"`app_files` takes paths inside its directory, and `{text}` leads out of it: move "
                "the files, or set `app_files_context_dir` to a directory above them.",
                Place(path, "item"),
            )


RULE = Rule("app-files-outside", Severity.ERROR, __doc__, check_app=check, reads_project=True)
