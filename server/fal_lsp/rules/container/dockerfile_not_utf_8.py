"""The Dockerfile of an `image` is not UTF-8.

## What it does
Reports an `image.dockerfile` with bytes that are not UTF-8, usually a comment in Latin-1.

## Why
fal cannot read the file: UnicodeDecodeError, before anything is built.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000
image = { dockerfile = "Dockerfile" }
```

## Use instead
The same Dockerfile, saved as UTF-8.

## Source in fal
`_build_container_image_from_toml` in `fal/cli/_utils.py` opens the file as text, which is UTF-8 except on some Windows machines (verified with fal 1.83.0).
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
    if isinstance(dockerfile, Unreadable) and dockerfile.reason == "undecodable":
        yield Finding(
            RULE.name,
            f"`dockerfile`: `{path}` is not UTF-8, so fal cannot read it.",
            Place((*app.path, "image", "dockerfile")),
            help="Save the file as UTF-8.",
        )


RULE = Rule("dockerfile-not-utf-8", Severity.ERROR, __doc__, check_app=check, reads_project=True)
