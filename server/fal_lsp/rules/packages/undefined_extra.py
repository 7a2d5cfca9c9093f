"""A local requirement has an extra that its project does not define.

## What it does
Reports an extra of a local requirement (`.[gpu]`), in pyproject.toml or in the class, that is not in `[project.optional-dependencies]` of that directory. A project whose `optional-dependencies` are dynamic, or that has a setup.py, is not reported.

## Why
pip only warns and installs the project without the packages of the extra. The app then fails on the runner: ModuleNotFoundError.

## Example
```toml
[project]
name = "acme"
version = "1"

[project.optional-dependencies]
cuda = ["torch"]

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = [".[gpu]"]
```
```python acme/server.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[project]
name = "acme"
version = "1"

[project.optional-dependencies]
cuda = ["torch"]

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = [".[cuda]"]
```

## Source in fal
`_rewrite_one` in `fal/api/_sdist.py` sends `acme[gpu] @ <url>` without a check (verified with fal 1.83.0); pip warns that the package "does not provide the extra".
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fal_schema.words import join

from ...project.files import Unreadable
from ...project.packages.pyproject_tables import strings, table
from ..context import AppContext
from ..finding import Finding, Rule, Severity
from .local_requirements import of_python, of_toml

if TYPE_CHECKING:
    from ...project import Project

_NAMED = 3


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each extra that is not defined."""
    project = app.project
    if project is None or app.has("image"):
        return
    for each in (*of_toml(app), *of_python(app)):
        found = (project.local_requirement(each.text, base) for base in each.bases)
        local = next(filter(None, found), None)
        if local is None or not local.extras or local.name is None:
            continue
        if not _are_certain(project, local.path):
            continue
        defined = {_normalized(extra) for extra in local.declared_extras}
        listed = join(local.declared_extras[:_NAMED])
        groups = {_normalized(group) for group in _dependency_groups(project, local.path)}
        for extra in local.extras:
            if _normalized(extra) in defined:
                continue
            if _normalized(extra) in groups:
                yield Finding(
                    RULE.name,
                    f"`{extra}` is a dependency group of `{local.name}`, not an extra.",
                    each.place,
                    help="Move it to `[project.optional-dependencies]`.",
                )
            else:
                yield Finding(
                    RULE.name,
                    f"`{local.name}` defines no extra `{extra}`.",
                    each.place,
                    help=f"It defines {listed}." if listed else "Remove the extra.",
                )


def _are_certain(project: Project, directory: str) -> bool:
    """Whether the extras of a project are those of its `[project]`."""
    data = project.tables(os.path.join(directory, "pyproject.toml"))
    if isinstance(data, Unreadable) or project.build_problem(directory) is not None:
        return False
    if "optional-dependencies" in strings(table(data, "project").get("dynamic")):
        return False
    if "extras" in table(data, "tool", "poetry"):
        return False
    return not any(
        project.is_file(os.path.join(directory, name)) for name in ("setup.py", "setup.cfg")
    )


def _dependency_groups(project: Project, directory: str) -> Mapping[str, object]:
    data = project.tables(os.path.join(directory, "pyproject.toml"))
    return {} if isinstance(data, Unreadable) else table(data, "dependency-groups")


def _normalized(extra: str) -> str:
    return re.sub(r"[-_.]+", "-", extra).lower()


RULE = Rule("undefined-extra", Severity.WARNING, __doc__, check_app=check, reads_project=True)
