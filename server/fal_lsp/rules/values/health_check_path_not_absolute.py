"""A health check path does not start with `/`.

## What it does
Reports a `health_check.path` without a leading slash.

## Why
fal sends an HTTP request with this path to the app, and the path of a request always starts with a slash.

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
The loader only checks that the path is a string (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the path."""
    path = app.string("health_check", "path")
    if path is None or path.startswith("/"):
        return
    place = Place((*app.path, "health_check", "path"))
    if "://" in path:
        yield Finding(
            RULE.name, "Health check `path` must be a path such as `/health`, not a URL.", place
        )
    else:
        bare = path.strip().removeprefix("./").lstrip("/")
        blank = ", not with a space" if path.strip().startswith("/") else ""
        yield Finding(
            RULE.name,
            f"Health check `path` must start with `/`{blank}.",
            place,
            # Whether an empty path was meant as the root is a guess, as is what a dot means.
            fixes=(change_to(place, f"/{bare}", safe=bare == path and path[:1].isalnum()),),
        )


RULE = Rule(
    "health-check-path-not-absolute", Severity.WARNING, __doc__, check_app=check, fixable="safe"
)
