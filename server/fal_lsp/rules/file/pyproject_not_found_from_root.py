"""fal does not find this file from the repository root.

## What it does
Reports apps in a pyproject.toml below the root of a repository, if a file at the root (a GitHub workflow, a `Makefile` or similar) runs `fal deploy` or `fal run` with the name of one of them, and does not change the directory. An app of the same name in the pyproject.toml at the root is the one that is meant.

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
```text Makefile
deploy:
        fal deploy image-generator
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
from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any

from ...paths import relative_path
from ...project.files import Unreadable
from ..context import FAL, FileContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project


def check(file: FileContext) -> Iterator[Finding]:
    """One finding on the key `fal`."""
    project = file.project
    if project is None or project.repository is None or not file.sources:
        return
    root = project.repository
    if root == project.root:
        return
    directory = relative_path(project.root, root)
    apps = set(file.sources)
    from .deploy_commands import deploy_commands

    for command in deploy_commands(project, root):
        if command.app not in apps or _mentions(command.text, directory, apps):
            continue
        if _is_app_of_root(project, root, command.app):
            continue
        yield Finding(
            RULE.name,
            "Running `fal deploy` from the repository root does not find these apps.",
            Place(FAL, "key"),
            related=(Related("The command is here.", FilePlace(command.path, command.line)),),
            help=f"Run it from `{directory}`.",
        )
        return


def _mentions(text: str, directory: str, apps: Set[str]) -> bool:
    """Whether a text names a directory; one that is named like an app only as a path."""
    name = os.path.basename(directory)
    return (name not in apps and name in text) or f"{name}/" in text or f"/{name}" in text


def _is_app_of_root(project: Project, root: str, app: str) -> bool:
    """Whether the pyproject.toml at the root may have an app of that name itself."""
    path = os.path.join(root, "pyproject.toml")
    if not project.is_file(path):
        return False
    tables: Any = project.tables(path)
    if isinstance(tables, Unreadable):
        return True
    for key in ("tool", "fal", "apps"):
        tables = tables.get(key) if isinstance(tables, Mapping) else None
    return isinstance(tables, Mapping) and app in tables


RULE = Rule(
    "pyproject-not-found-from-root",
    Severity.INFORMATION,
    __doc__,
    check_file=check,
    reads_project=True,
)
