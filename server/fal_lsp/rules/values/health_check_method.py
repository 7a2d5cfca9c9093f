"""A health check uses a method other than `GET` or `POST`.

## What it does
Reports a `health_check.method` other than `GET` or `POST`. Upper or lower case does not matter.

## Why
fal's loader accepts other methods, but the deploy then fails.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "/health"
method = "HEAD"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "/health"
method = "GET"
```

## Source in fal
`ApplicationHealthCheckConfig` maps the method when the app is registered (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..violations import app_check

RULE = Rule(
    "health-check-method",
    Severity.ERROR,
    __doc__,
    check_app=app_check("health-check-method"),
    judges_values=True,
)
