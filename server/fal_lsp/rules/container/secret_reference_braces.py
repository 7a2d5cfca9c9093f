"""A reference to a secret has braces.

## What it does
Reports a registry's `username` or `password`, or a value in `image.secrets`, that is written as `${NAME}`, `$${NAME}` or `${{ secrets.NAME }}`.

## Why
In a value that begins with `$`, everything after it is the name of a secret. fal does not remove braces, so it looks for a secret that does not exist.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "registry.example.com/server:1"

[tool.fal.apps.server.image.registries."registry.example.com"]
username = "myuser"
password = "${REGISTRY_TOKEN}"
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "registry.example.com/server:1"

[tool.fal.apps.server.image.registries."registry.example.com"]
username = "myuser"
password = "$REGISTRY_TOKEN"
```

## Source in fal
fal's reference: "Values prefixed with `$` resolve from fal secrets."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Place, Rule, Severity

BRACES = re.compile(r"\$\$?\{+[ ]*(?:(?:secrets|env)\.)?(\w+)[ ]*\}+")
"""A reference as other tools write it."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each value."""
    for path in _places(app):
        value = app.string(*path)
        braces = BRACES.fullmatch(value) if value is not None else None
        if braces is None:
            continue
        place = Place((*app.path, *path))
        yield Finding(
            RULE.name,
            f"`{value}` is not a reference to a secret.",
            place,
            fixes=(change_to(place, f"${braces[1]}"),),
        )


def _places(app: AppContext) -> Iterator[tuple[str, ...]]:
    secrets = app.get("image", "secrets")
    for name in secrets if isinstance(secrets, dict) else ():
        yield "image", "secrets", name
    registries = app.get("image", "registries")
    for host in registries if isinstance(registries, dict) else ():
        yield "image", "registries", host, "username"
        yield "image", "registries", host, "password"


RULE = Rule(
    "secret-reference-braces",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="safe",
)
