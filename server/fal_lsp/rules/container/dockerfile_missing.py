"""The Dockerfile of an `image` does not exist.

## What it does
Reports an `image.dockerfile` that is not there, seen from the directory of pyproject.toml, with the Dockerfile that is.

## Why
fal's loader reads the file and refuses the app: "image.dockerfile not found".

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

from fal_schema.literals import literal

from ..context import AppContext
from ..did_you_mean import nearest
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path."""
    path, project = app.string("image", "dockerfile"), app.project
    if not path or project is None or project.exists(path):
        return
    place = Place((*app.path, "image", "dockerfile"))
    names = project.dockerfiles().names
    close = names[0] if len(names) == 1 else nearest(path, names)
    message = f"`dockerfile` names `{path}`, which does not exist"
    if close is None:
        yield Finding(RULE.name, f"{message} beside pyproject.toml.", place)
        return
    fix = Fix(f"Write `{close}`", (ReplaceValue(place.path, literal(close)),), safe=False)
    yield Finding(RULE.name, f"{message}: did you mean `{close}`?", place, fixes=(fix,))


RULE = Rule("dockerfile-missing", Severity.ERROR, __doc__, check_app=check, reads_project=True)
