"""fal does not find this file from the repository root.

## What it does
Reports apps in a pyproject.toml below the root of a repository.

## Why
fal searches from the working directory upwards, and stops at the first directory that has `.git`, or a pyproject.toml with `[tool.fal]`. It does not search subdirectories, so running `fal deploy` from the repository root does not find these apps.

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

## Source in fal
`fal.project.find_project_root` and `find_pyproject_toml` (verified with fal 1.83.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..context import FAL, FileContext
from ..finding import Finding, Place, Rule, Severity


def check(file: FileContext) -> Iterator[Finding]:
    """One finding on the key `fal`."""
    project = file.project
    if project is None or project.repository is None or not file.sources:
        return
    if project.repository == project.root:
        return
    directory = os.path.relpath(project.root, project.repository)
    yield Finding(
        RULE.name,
        "Running `fal deploy` from the repository root does not find these apps.",
        Place(FAL, "key"),
        help=f"Run it from `{directory}`.",
    )


RULE = Rule(
    "pyproject-not-found-from-root",
    Severity.INFORMATION,
    __doc__,
    check_file=check,
    reads_project=True,
)
