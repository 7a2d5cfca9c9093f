"""A table is missing a required key.

## What it does
Reports a `health_check` without `path`, a registry without `username` or `password`, and a condition of `retry_config` without `retries`.

## Why
fal's loader rejects the app.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
timeout_seconds = 5
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "/health"
timeout_seconds = 5
```

## Source in fal
`_build_health_check_config_from_toml`, `_validate_image_registries` and `validate_retry_config_dict` raise an error (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..fixes import add_missing
from ..violations import app_check

RULE = Rule(
    "missing-key",
    Severity.ERROR,
    __doc__,
    check_app=app_check("missing-key", add_missing),
    claims_absence=True,
    judges_values=True,
    fixable="unsafe",
)
