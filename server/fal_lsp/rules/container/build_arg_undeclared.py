"""A build argument is not declared in the Dockerfile.

## What it does
Reports keys of `image.build_args` for which no stage of the Dockerfile has an `ARG`.

## Why
Docker ignores the argument, prints a warning that is easy to miss, and uses the default.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
build_args = { CUDA = "12.4" }
```
```dockerfile Dockerfile
ARG CUDA_VERSION=12.1
FROM nvidia/cuda:${CUDA_VERSION}-runtime-ubuntu22.04
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
build_args = { CUDA_VERSION = "12.4" }
```

## Source in fal
`_build_container_image_from_toml` passes `build_args` on unchanged and does not compare them with the Dockerfile (verified with fal 1.83.0). Docker ignores undeclared ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...project.files import Unreadable
from ..context import AppContext
from ..did_you_mean import MOST_SUGGESTIONS, did_you_mean, nearest
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each argument that the Dockerfile does not declare."""
    path, arguments = app.string("image", "dockerfile"), app.get("image", "build_args")
    if not path or app.project is None or not isinstance(arguments, dict):
        return
    dockerfile = app.project.dockerfile(path)
    if isinstance(dockerfile, Unreadable):
        return
    if not dockerfile.steps or not dockerfile.is_standard:
        return
    from ...project.docker.dockerfile import PREDEFINED_ARGUMENTS

    declared = dockerfile.declared
    undeclared = (
        name
        for name in arguments
        if name not in declared
        and name not in PREDEFINED_ARGUMENTS
        and not name.startswith("BUILDKIT_")
    )
    for number, name in enumerate(undeclared):
        meant = None
        if number < MOST_SUGGESTIONS:
            meant = nearest(name, sorted(declared.difference(arguments)))
        yield did_you_mean(
            RULE.name,
            f"`{path}` does not declare `ARG {name}`.",
            Place((*app.path, "image", "build_args", name), "key"),
            meant,
            advice=f"Add `ARG {name}` to the Dockerfile, or remove `{name}`.",
        )


RULE = Rule(
    "build-arg-undeclared",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
