"""The path of a health check does not start with `/`.

## What it does
Reports a `health_check.path` without a leading slash.

## Why
The path is that of an HTTP request to the app, which always starts with a slash.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "health"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "/health"
```

## Source in fal
The loader checks only that it is a string (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import literal

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path."""
    path = app.string("health_check", "path")
    if path is None or path.startswith("/"):
        return
    place = Place((*app.path, "health_check", "path"))
    fixes: tuple[Fix, ...] = ()
    text = literal(f"/{path}")
    if "://" not in path:
        fixes = (Fix(f"Write `{text}`", (ReplaceValue(place.path, text),)),)
    yield Finding(
        RULE.name,
        f"The `path` of a health check starts with `/`: write `{text}`."
        if fixes
        else f"The `path` of a health check is a path such as `/health`, not a URL: `{path}`.",
        place,
        fixes=fixes,
    )


RULE = Rule("health-check-path-not-absolute", Severity.WARNING, __doc__, check_app=check)
