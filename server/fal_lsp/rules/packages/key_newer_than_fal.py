"""A key requires a newer fal than the project uses.

## What it does
Reports a key that is newer than the release of fal that the project uses, or than every release that its requirements allow. The first of these decides: on the command line the active environment (`VIRTUAL_ENV`) if it has fal, the project's environment, its lock file, its dependencies, its requirements.txt. An environment or a lock file of another project above it does not count. A fal from a repository, a directory or an address may have any key, so nothing is reported for it.

## Why
An older fal refuses the app: "Found unexpected keys in pyproject.toml". This is the usual failure when the documentation is newer than the installed fal.

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
`get_app_data_from_toml` refuses unknown keys: fal 1.70.1 prints "Found unexpected keys in pyproject.toml: {'machine_type': 'M'}" (verified). The schema has the first release of fal that accepts each key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from ...paths import relative_path
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity

if TYPE_CHECKING:
    from fal_schema.lookup import SchemaNode

    from ...project import Project
    from ...project.packages.fal_version import FalVersion
    from ..finding import Path

# Any version, or any above one: the usual requirement, recognized without importing `packaging`.
_LOWER_BOUNDS = r"(?:\s*>=?\s*[0-9.]+\s*(?:,|$))*\s*"
# A version above every release to come.
_FUTURE = "999999"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each key that is too new."""
    if app.project is None or not _has_release(app):
        return
    versions = app.project.fal_versions(app.surroundings.data)
    if not versions or any(map(_is_open, versions)):
        return
    for path, key, fal in _newer(app, versions):
        yield Finding(
            RULE.name,
            f"`{key.name}` requires fal {key.since} or newer, but {_has(fal, app.project)}.",
            Place(path, "key"),
            severity=Severity.ERROR if fal.certain else Severity.WARNING,
        )


def _has_release(app: AppContext, *above: str) -> bool:
    """Whether a key of the app was not in fal from the start."""
    return any(
        child.since or (child.children and _has_release(app, *above, name))
        for name, child in app.settings(*above)
    )


def _newer(
    app: AppContext, versions: tuple[FalVersion, ...], *above: str
) -> Iterator[tuple[Path, SchemaNode, FalVersion]]:
    """The keys that are too new, without the keys below one that is."""
    for name, child in app.settings(*above):
        since = child.since
        # Where several may be used, all of them are too old.
        if since and all(_is_older(each, since) for each in versions):
            yield (*app.path, *above, name), child, versions[0]
        elif child.children:
            yield from _newer(app, versions, *above, name)


def _is_open(fal: FalVersion) -> bool:
    """Whether the project takes any fal, any above one, or one of no known release."""
    return fal.version is None and re.fullmatch(_LOWER_BOUNDS, fal.specifier or "") is not None


@lru_cache(maxsize=512)
def _is_older(fal: FalVersion, since: str) -> bool:
    """Whether the project's fal is certainly older than a release."""
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    try:
        if fal.version is not None:
            # What is built between two releases has the number of the later one.
            return Version(Version(fal.version).base_version) < Version(since)
        allowed = SpecifierSet(fal.specifier or "")
        # An upper bound above `since` allows some release up to it, though perhaps not `since`.
        bounds = [each.version.removesuffix(".*") for each in allowed]
        later = [version for version in bounds if Version(version) > Version(since)]
        return not later and not any(
            allowed.contains(version, prereleases=True) for version in (since, _FUTURE)
        )
    except ValueError:  # invalid, or with more digits than Python reads
        return False


def _has(fal: FalVersion, project: Project) -> str:
    """Which fal the project has and where that is set, as the rest of a sentence."""
    source = relative_path(fal.source, project.root)
    if fal.kind == "installed":
        return f"fal {fal.version} is installed in `{source}`"
    if fal.kind == "locked":
        return f"`{source}` pins {fal.version}"
    return f"`{source}` requires `fal{fal.specifier}`"


RULE = Rule("key-newer-than-fal", Severity.WARNING, __doc__, check_app=check, reads_project=True)
