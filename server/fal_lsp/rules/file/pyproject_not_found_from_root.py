"""fal does not find this file from the repository root.

## What it does
Reports apps in a pyproject.toml below the root of a repository, if a file at the root (a GitHub workflow, a `Makefile` or similar) runs `fal deploy` or `fal run` with the name of one of them, and does not mention the directory.

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
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...paths import relative_path
from ...project.files import Unreadable
from ..context import FAL, FileContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project import Project

_COMMAND = re.compile(r"\bfal\s+(?:deploy|run)\s+([\w.-]+)(?![\w./:-])")
_FILES = (
    *("Makefile", "makefile", "justfile", "Justfile", "Taskfile.yml", "Taskfile.yaml"),
    *("package.json", "tox.ini", "noxfile.py", "tasks.py", ".gitlab-ci.yml", "deploy.sh"),
)
_WORKFLOWS = os.path.join(".github", "workflows")
_MOST_WORKFLOWS = 30


def check(file: FileContext) -> Iterator[Finding]:
    """One finding on the key `fal`."""
    project = file.project
    if project is None or project.repository is None or not file.sources:
        return
    if project.repository == project.root:
        return
    directory = relative_path(project.root, project.repository)
    command = _command(project, project.repository, directory, set(file.sources))
    if command is None:
        return
    yield Finding(
        RULE.name,
        "Running `fal deploy` from the repository root does not find these apps.",
        Place(FAL, "key"),
        related=(Related("The command is here.", command),),
        help=f"Run it from `{directory}`.",
    )


def _command(project: Project, root: str, directory: str, apps: set[str]) -> FilePlace | None:
    """A line that runs one of the apps at the root, in a file that does not leave it."""
    names = [os.path.join(root, name) for name in _FILES]
    workflows = os.path.join(root, _WORKFLOWS)
    listing = project.list_dir(workflows) if project.is_dir(workflows) else None
    if listing is not None and not isinstance(listing, Unreadable):
        names += [os.path.join(workflows, each.name) for each in listing.entries[:_MOST_WORKFLOWS]]
    for name in names:
        text = project.read_text(name) if project.is_file(name) else None
        if text is None or isinstance(text, Unreadable):
            continue
        if directory.replace(os.sep, "/") in text.text or os.path.basename(directory) in text.text:
            continue
        for found in _COMMAND.finditer(text.text):
            if found[1] in apps:
                return FilePlace(name, text.text.count("\n", 0, found.start()))
    return None


RULE = Rule(
    "pyproject-not-found-from-root",
    Severity.INFORMATION,
    __doc__,
    check_file=check,
    reads_project=True,
)
