"""fal does not find this file from the repository's root.

## What it does
Reports apps in a pyproject.toml below the root of a repository.

## Why
fal walks up from the working directory and stops at the first directory with `.git`, or with a pyproject.toml that has `[tool.fal]`. From the repository's root it never looks down: run `fal deploy` in the directory of this file.

## Example
```toml sub/pyproject.toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python sub/app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```
```text .git/HEAD
ref: refs/heads/main
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "sub/app.py::ImageGenerator"
```
```python sub/app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```
```text .git/HEAD
ref: refs/heads/main
```

## Source in fal
`fal.project.find_project_root` and `find_pyproject_toml` (run with fal 1.83.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..context import FAL, FileContext
from ..finding import Finding, Place, Rule, Severity


def check(file: FileContext) -> Iterator[Finding]:
    """One finding on the key `fal`."""
    project = file.project
    if project is None or project.repository is None or not file.known:
        return
    if project.repository == project.root:
        return
    directory = os.path.relpath(project.root, project.repository)
    yield Finding(
        RULE.name,
        f"fal finds these apps only from `{directory}`, not from the repository's root: run "
        "`fal deploy` there.",
        Place(FAL, "key"),
    )


RULE = Rule(
    "pyproject-not-found-from-root",
    Severity.INFORMATION,
    __doc__,
    check_file=check,
    reads_project=True,
)
