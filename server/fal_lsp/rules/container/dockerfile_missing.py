"""The Dockerfile of an `image` does not exist.

## What it does
Reports an `image.dockerfile` that does not exist, and suggests the nearest Dockerfile. Paths are relative to the directory of pyproject.toml.

## Why
fal refuses the app: "image.dockerfile not found".

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
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
`_build_container_image_from_toml` in `fal/cli/_utils.py`: "image.dockerfile not found" (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..did_you_mean import did_you_mean, nearest
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path."""
    path, project = app.string("image", "dockerfile"), app.project
    if not path or project is None or project.exists(path):
        return
    names = project.dockerfiles().names
    yield did_you_mean(
        RULE.name,
        f"`dockerfile`: `{path}` does not exist.",
        Place((*app.path, "image", "dockerfile")),
        names[0] if len(names) == 1 else nearest(path, names),
        advice="Paths are relative to the directory of pyproject.toml.",
    )


RULE = Rule(
    "dockerfile-missing",
    Severity.ERROR,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
