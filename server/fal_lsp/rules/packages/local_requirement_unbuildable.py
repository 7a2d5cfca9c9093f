"""A local requirement cannot be built.

## What it does
Reports a requirement that is a directory (`.`, `.[extra]`, `projects/foo`), in pyproject.toml or in the class, if it has no pyproject.toml, or one that is not valid TOML, has no `[project].name`, or certainly fails to build: no `version`, a key or a value of `[project]` that the backend refuses (an extra that is no list, a license or a `readme` of another form), a setting or a file of requirements that setuptools refuses, a build backend that is not installed, a `readme`, a file of the version or a directory of the packages that does not exist (a `readme` not with setuptools), no package that the backend finds, several top-level packages that setuptools does not choose from (it counts every directory, such as `data`).

## Why
fal builds a source distribution of the directory before the deploy, and the runner builds a wheel of that. Nothing is deployed if the first build fails.

## Example
```toml
[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["lib"]
```
```python lib/acme/server.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["./lib"]
```
```toml lib/pyproject.toml
[project]
name = "acme"
version = "1"
```

## Source in fal
`_read_package_name` in `fal/api/_sdist.py`: "no pyproject.toml at", "[project].name is missing or empty in", or TOMLDecodeError; then `_build_sdist` runs `python -m build --sdist`: "sdist build for ... failed" (verified with fal 1.83.0 and the backends).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.packages.install_options import VALUED
from ..app_source import reference, symbol_place
from ..context import AppContext
from ..finding import Finding, Related, Rule, Severity
from .local_requirements import Requirement, of_python, of_toml

if TYPE_CHECKING:
    from ...project import Project

_PROBLEMS = {
    "no-pyproject": ("it has no pyproject.toml", ""),
    "no-name": (
        "its pyproject.toml has no `name` in `[project]`",
        "Add `[project]` with `name` and `version`.",
    ),
    "broken-pyproject": ("its pyproject.toml is not valid TOML", ""),
}


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each local requirement that fal refuses to build."""
    if app.project is None:
        return
    for each in of_toml(app):
        yield from _problem(app.project, each)
    ref = reference(app)
    for each in of_python(app) if ref is not None else ():
        for finding in _problem(app.project, each):
            related = (Related(f"`{each.text}` is required here.", each.place),)
            place = finding.place if ref is None else symbol_place(app, ref)
            yield finding._replace(place=place, related=related)


def _problem(project: Project, each: Requirement) -> Iterator[Finding]:
    text = each.text
    requirements = (project.local_requirement(text, base) for base in each.bases)
    local = next(filter(None, requirements), None)
    if local is None or (local.unreadable is not None and local.problem is None):
        return
    if local.problem == "broken-pyproject" and local.path == project.real(project.root):
        # It is this file: its syntax errors are reported on their own.
        return
    if local.problem is not None:
        problem, advice = _PROBLEMS[local.problem]
    elif (found := project.build_problem(local.path)) is not None:
        problem, advice = found.text, found.help
    else:
        return
    message = f"fal cannot build `{local.written}`: {problem}."
    if not local.is_path:
        message = f"`{text}` matches a local directory that fal cannot build: {problem}."
        advice = f"To install the package of that name, pin a version: `{text}>=1`."
        if each.before in VALUED:
            advice = f"fal does not upload the directory for `{each.before}`. Use a URL."
    yield Finding(RULE.name, message, each.place, help=advice)


RULE = Rule(
    "local-requirement-unbuildable", Severity.ERROR, __doc__, check_app=check, reads_project=True
)
