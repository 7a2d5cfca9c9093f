"""A build argument is not declared in the Dockerfile.

## What it does
Reports keys of `image.build_args` for which no stage of the Dockerfile has an `ARG`.

## Why
The build ignores the argument with a warning that nobody reads, and goes on with the default.

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
`_build_container_image_from_toml` passes `build_args` on as they are and does not compare them with the Dockerfile (verified with fal 1.83.0); that the build ignores the others is Docker's doing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..did_you_mean import nearest
from ..finding import Finding, Fix, Place, RenameKey, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each argument that the Dockerfile does not know."""
    from ...project.files import Unreadable

    path, arguments = app.string("image", "dockerfile"), app.get("image", "build_args")
    if not path or app.project is None or not isinstance(arguments, dict):
        return
    found = app.project.dockerfile(path)
    if isinstance(found, Unreadable) or not found.instructions or not found.is_standard:
        return
    from ...project.docker.dockerfile import PREDEFINED_ARGUMENTS

    declared = found.declared
    for name in arguments:
        if name in declared or name in PREDEFINED_ARGUMENTS or name.startswith("BUILDKIT_"):
            continue
        place = Place((*app.path, "image", "build_args", name), "key")
        close = nearest(name, sorted(declared - set(arguments)))
        hint = f"did you mean `{close}`?" if close else f"add `ARG {name}`, or remove it."
        fixes: tuple[Fix, ...] = ()
        if close is not None:
            rename = RenameKey(place.path, close)
            fixes = (Fix(f"Rename `{name}` to `{close}`", (rename,), safe=False),)
        yield Finding(RULE.name, f"`{path}` declares no `ARG {name}`: {hint}", place, fixes=fixes)


RULE = Rule("build-arg-undeclared", Severity.WARNING, __doc__, check_app=check, reads_project=True)
