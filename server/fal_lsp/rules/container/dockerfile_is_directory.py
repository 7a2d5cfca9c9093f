"""The Dockerfile of an `image` is a directory.

## What it does
Reports an `image.dockerfile` that is the path of a directory.

## Why
fal opens it as a file and fails with "Is a directory".

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "docker"
```
```dockerfile docker/Dockerfile
FROM python:3.12
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "docker/Dockerfile"
```

## Source in fal
`_build_container_image_from_toml` in `fal/cli/_utils.py` handles only FileNotFoundError: IsADirectoryError (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path."""
    path, project = app.string("image", "dockerfile"), app.project
    if not path or project is None or not project.is_dir(path):
        return
    place = Place((*app.path, "image", "dockerfile"))
    inside = f"{path.rstrip('/')}/Dockerfile"
    fixes = (change_to(place, inside, safe=False),) if project.is_file(inside) else ()
    yield Finding(
        RULE.name,
        f"`dockerfile`: `{path}` is a directory.",
        place,
        fixes=fixes,
        help="" if fixes else f"Use the path of the file, such as `{inside}`.",
    )


RULE = Rule(
    "dockerfile-is-directory",
    Severity.ERROR,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
