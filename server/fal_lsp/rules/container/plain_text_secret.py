"""A registry password or a build secret is stored in plain text.

## What it does
Reports a registry's `password` and the values of `image.secrets` that are not a `$NAME`.

## Why
pyproject.toml is committed, so everyone who can read the repository has the credential. fal replaces `$NAME` with the fal secret of that name.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"

[tool.fal.apps.server.image.registries."https://index.docker.io/v1/"]
username = "myuser"
password = "hunter2"
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"

[tool.fal.apps.server.image.registries."https://index.docker.io/v1/"]
username = "myuser"
password = "$DOCKERHUB_TOKEN"
```

## Source in fal
fal's reference: "Values prefixed with `$` resolve from fal secrets."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from .secret_reference_braces import BRACES

_NAME = r"[^A-Za-z0-9]+"
_REFERENCE = r"\$\{?\w+\}?"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each value in plain text."""
    for path, value in _secret_values(app):
        if not isinstance(value, str) or not value:
            continue
        if re.fullmatch(_REFERENCE, value) or BRACES.fullmatch(value):
            continue
        key = str(path[-1])
        name = "REGISTRY_TOKEN" if key == "password" else re.sub(_NAME, "_", key).upper().strip("_")
        yield Finding(
            RULE.name,
            f"`{key}` is stored in plain text.",
            Place((*app.path, *path)),
            help=f'Run `fal secrets set {name}=...` and use `"${name}"`.',
        )


def _secret_values(app: AppContext) -> Iterator[tuple[tuple[str, ...], Any]]:
    secrets = app.get("image", "secrets")
    for name in secrets if isinstance(secrets, dict) else ():
        yield ("image", "secrets", name), secrets[name]
    registries = app.get("image", "registries")
    for host in registries if isinstance(registries, dict) else ():
        yield (
            ("image", "registries", host, "password"),
            app.get("image", "registries", host, "password"),
        )


RULE = Rule("plain-text-secret", Severity.WARNING, __doc__, check_app=check, judges_values=True)
