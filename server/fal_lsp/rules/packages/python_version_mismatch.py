"""`python_version` does not match the project.

## What it does
Reports a `python_version` that the `requires-python` of a local requirement excludes, and for `ref` apps one whose minor version is not that of the local Python.

## Why
pip refuses to install a package on a Python version that it does not support. The local Python pickles a `ref` app, so fal refuses another minor version.

## Example
```toml
[project]
name = "acme"
version = "1"
requires-python = ">=3.12"

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["."]
python_version = "3.11"
```
```python acme/__init__.py
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
requires-python = ">=3.12"

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["."]
python_version = "3.12"
```

## Source in fal
`_check_python_version_match` in `fal/api/api.py`, which `prepare_options` calls for every app that is pickled, also in a container: "Local Python 3.11 differs from the app's python_version=3.9". It is not called for an entry point (verified with fal 1.83.0).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.literals import literal

from ...project.files import Unreadable
from ..app_source import local_directories, reference
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from ..precedence import drops_requirements, overridden

if TYPE_CHECKING:
    from ...project import Project

_VERSION = r"(3\.[0-9]+)(\.[0-9]+)?"


def check(app: AppContext) -> Iterator[Finding]:
    """At most one finding."""
    version, project = app.string("python_version"), app.project
    match = re.fullmatch(_VERSION, version or "")
    if match is None or project is None:
        return
    place = Place((*app.path, "python_version"))
    required = _required(app, project, match)
    local = _local(app, project) if required is None else None
    if required is not None:
        message = (
            f"`python_version` {version} does not satisfy `requires-python = {literal(required)}`."
        )
        yield Finding(RULE.name, message, place)
    elif local is not None and local != match[1]:
        yield Finding(
            RULE.name,
            f"`python_version` is {version}, but the local Python is {local}.",
            place,
            help="Remove `python_version`, or use the same Python: fal pickles `ref` apps locally.",
        )


def _required(app: AppContext, project: Project, version: re.Match[str]) -> str | None:
    """The `requires-python` of a local requirement that excludes a version, if one does."""
    if app.has("image") or drops_requirements(app):
        return None
    for directory in local_directories(app):
        data = project.tables(os.path.join(directory, "pyproject.toml"))
        specifier = None if isinstance(data, Unreadable) else project.requires_python(data)
        if specifier and not _allows(specifier, version):
            return specifier
    return None


def _allows(specifier: str, version: re.Match[str]) -> bool:
    from packaging.specifiers import SpecifierSet

    # `3.12` may be any of its patch releases.
    patches = [version[0]] if version[2] else [f"{version[1]}.{patch}" for patch in range(31)]
    try:
        allowed = SpecifierSet(specifier)
        return any(allowed.contains(patch) for patch in patches)
    except ValueError:  # invalid, or with more digits than Python reads
        return True


def _local(app: AppContext, project: Project) -> str | None:
    """The minor version of the local Python, where fal compares it."""
    if reference(app) is None or "python_version" in overridden(app):
        return None
    local = project.local_python()
    return None if local is None else local.version


RULE = Rule(
    "python-version-mismatch",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=True,
    judges_values=True,
)
