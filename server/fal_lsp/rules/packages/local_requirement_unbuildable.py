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

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.packages.install_options import VALUED
from ..app_source import reference, symbol_place
from ..context import AppContext
from ..finding import Finding, Place, Related, Rule, Severity
from ..precedence import drops_requirements
from ..python_data import FROM_TOML
from ..python_values import python_values, value_range

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
    requirements = app.strings("requirements")
    if requirements and not drops_requirements(app):
        base = app.project.requirements_base(app.string("requirements_context_dir"))
        before = ""
        for path, text in requirements:
            yield from _problem(app.project, text, (base,), Place(path, "item"), before)
            before = text.strip()
    yield from _of_class(app, app.project)


def _of_class(app: AppContext, project: Project) -> Iterator[Finding]:
    """The requirements that the class or the function of the `ref` sets itself."""
    ref, value = reference(app), python_values(app).get("requirements")
    if ref is None or value is None or value.origin is None or len(value.possible) != 1:
        return
    bases = _bases(app, project, os.path.dirname(project.real(ref.file)))
    requirements, place = value.possible[0], symbol_place(app, ref)
    before = ""
    for index, text in enumerate(requirements if isinstance(requirements, list) else []):
        if isinstance(text, str):
            for finding in _problem(project, text, bases, place, before):
                written = value_range(value.origin, index)
                related = (Related(f"`{text}` is required here.", written),)
                yield finding._replace(related=related)
            before = text.strip()


def _bases(app: AppContext, project: Project, own: str) -> tuple[str, ...]:
    """Where fal looks for the requirements of a class, one after the other; empty if unknown.

    It starts from the app's file, but from pyproject.toml where that has requirements, too. It
    prepares the requirements twice, the second time without the directory that the class sets.
    """
    key = "requirements_context_dir"
    value = python_values(app).get(key)
    if value is not None and value.possible != (FROM_TOML,):
        (directory, *others) = value.possible
        if others or not isinstance(directory, str):
            return ()
        return (project.absolute(os.path.expanduser(directory), own), own)
    if app.has("requirements") or app.has(key):
        return (project.requirements_base(app.string(key)),)
    return (own,)


def _problem(
    project: Project, text: str, bases: tuple[str, ...], place: Place, before: str
) -> Iterator[Finding]:
    requirements = (project.local_requirement(text, base) for base in bases)
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
        if before in VALUED:
            advice = f"fal does not upload the directory for `{before}`. Use a URL."
    yield Finding(RULE.name, message, place, help=advice)


RULE = Rule(
    "local-requirement-unbuildable", Severity.ERROR, __doc__, check_app=check, reads_project=True
)
