"""`python_version` does not fit the project.

## What it does
Reports a `python_version` that `requires-python` excludes, and for `ref` apps one whose minor version is not that of the local Python.

## Why
pip refuses to install a package on a Python that it does not support. A `ref` app is pickled by the local Python, so fal refuses another minor version.

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
`_check_python_version_match` in `fal/api/api.py`, asked by `prepare_options` of every app that is pickled, in a container too: "Local Python 3.11 differs from the app's python_version=3.9"; an entry point is not asked (verified with fal 1.83.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import reference
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from ..precedence import overridden

if TYPE_CHECKING:
    from ...project import Project

_VERSION = r"(3\.[0-9]+)(\.[0-9]+)?"


def check(app: AppContext) -> Iterator[Finding]:
    """One finding at most."""
    version, project = app.string("python_version"), app.project
    match = re.fullmatch(_VERSION, version or "")
    if match is None or project is None:
        return
    message = _required(app, project, match) or _local(app, project, match)
    if message is not None:
        yield Finding(RULE.name, message, Place((*app.path, "python_version")))


def _required(app: AppContext, project: Project, version: re.Match[str]) -> str | None:
    specifier = project.requires_python(app.surroundings.data)
    if not specifier or app.has("image"):
        return None
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        allowed = SpecifierSet(specifier)
    except InvalidSpecifier:
        return None
    # `3.12` stands for any patch release of it.
    patches = [version[0]] if version[2] else [f"{version[1]}.{patch}" for patch in range(31)]
    if any(allowed.contains(patch) for patch in patches):
        return None
    return f"`python_version` is {version[0]}, and `requires-python` asks for `{specifier}`."


def _local(app: AppContext, project: Project, version: re.Match[str]) -> str | None:
    if reference(app) is None or "python_version" in overridden(app):
        return None
    local = project.local_python()
    if local is None or local.version == version[1]:
        return None
    return (
        f"`python_version` is {version[0]}, and the Python here is {local.version}: fal refuses "
        "another minor version for a `ref` app; leave the key out, or use the same Python."
    )


RULE = Rule(
    "python-version-mismatch", Severity.WARNING, __doc__, check_app=check, reads_project=True
)
