"""The Dockerfile of an `image` is empty.

## What it does
Reports an `image.dockerfile` that contains only white space, or only comments.

## Why
fal refuses an empty Dockerfile. One with comments only fails in the remote build.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
```
```dockerfile Dockerfile

```

## Use instead
```dockerfile Dockerfile
FROM python:3.12
```

## Source in fal
`ContainerImage.__post_init__`: "Dockerfile is required" for white space; comments pass, but Docker refuses them later (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...project.files import Unreadable
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path."""
    path, project = app.string("image", "dockerfile"), app.project
    if not path or project is None:
        return
    dockerfile = project.dockerfile(path)
    if isinstance(dockerfile, Unreadable) or dockerfile.steps:
        return
    yield Finding(
        RULE.name,
        f"`{path}` contains no instructions.",
        Place((*app.path, "image", "dockerfile")),
        help="A Dockerfile starts with `FROM`.",
    )


RULE = Rule("dockerfile-empty", Severity.ERROR, __doc__, check_app=check, reads_project=True)
