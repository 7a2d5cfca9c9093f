"""A key needs a newer fal than the project has.

## What it does
Reports a key that came with a later release of fal than the one that is installed or locked, or than any that the requirement allows.

## Why
An older fal refuses the app: "Found unexpected keys in pyproject.toml". That is the usual failure of today's documentation on yesterday's fal.

## Example
```toml
[project]
name = "acme"
version = "1"
dependencies = ["fal<1.70"]

[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
machine_type = "GPU-H100"
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
[project]
name = "acme"
version = "1"
dependencies = ["fal>=1.83"]

[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
machine_type = "GPU-H100"
```

## Source in fal
`get_app_data_from_toml` refuses what it does not know: fal 1.70.1 says "Found unexpected keys in pyproject.toml: {'machine_type': 'M'}" (run). The first release whose loader accepts each key is part of the schema.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ...project import Project
    from ...project.packages.fal_version import FalVersion
    from ..finding import Path

# Any version, or any above one: the usual requirement, told without importing `packaging`.
_LOWER_BOUNDS = r"(?:\s*>=?\s*[0-9.]+\s*(?:,|$))*\s*"
# Stands for every release that is still to come.
_FUTURE = "999999"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each key that is too new."""
    if app.project is None:
        return
    versions = app.project.fal_versions(app.surroundings.data)
    if not versions:
        return
    certain = any(each.certain for each in versions)
    for path, key, found in _newer(app, versions):
        if found.certain or not certain:
            yield Finding(
                RULE.name,
                f"`{key.name}` needs fal {key.since} or newer, and {_words(found, app.project)}.",
                Place(path, "key"),
                severity=Severity.ERROR if found.certain else Severity.WARNING,
            )


def _newer(
    app: AppContext, versions: tuple[FalVersion, ...], *above: str
) -> Iterator[tuple[Path, SchemaNode, FalVersion]]:
    """The keys that are too new, without those below: they go with the key above them."""
    for name, child in app.settings(*above):
        since = child.since
        found = next((each for each in versions if since and _is_older(each, since)), None)
        if found is not None:
            yield (*app.path, *above, name), child, found
        elif child.children:
            yield from _newer(app, versions, *above, name)


@lru_cache(maxsize=512)
def _is_older(found: FalVersion, since: str) -> bool:
    """Whether what was found is certainly older than a release."""
    if found.version is None and re.fullmatch(_LOWER_BOUNDS, found.specifier or ""):
        return False
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        if found.version is not None:
            return Version(found.version) < Version(since)
        allowed = SpecifierSet(found.specifier or "")
        # An upper bound above `since` allows some release up to it, though perhaps not `since`.
        bounds = [each.version.removesuffix(".*") for each in allowed]
        later = [version for version in bounds if Version(version) > Version(since)]
        return not later and not any(
            allowed.contains(version, prereleases=True) for version in (since, _FUTURE)
        )
    except (InvalidSpecifier, InvalidVersion):
        return False


def _words(found: FalVersion, project: Project) -> str:
    source = os.path.relpath(found.source, project.root)
    if found.kind == "installed":
        return f"fal {found.version} is installed in `{source}`"
    if found.kind == "locked":
        return f"`{source}` locks fal {found.version}"
    return f"`{source}` requires `fal{found.specifier}`"


RULE = Rule("key-newer-than-fal", Severity.WARNING, __doc__, check_app=check, reads_project=True)
