"""An app sets both `no_scale` and `app_scale_settings`.

## What it does
Reports the deprecated `no_scale` if `app_scale_settings` is also set.

## Why
One is the inverse of the other, and fal's loader rejects an app that sets both.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
no_scale = false
app_scale_settings = true
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
app_scale_settings = true
```

## Source in fal
`get_app_data_from_toml` reads `no_scale` and then reports `app_scale_settings` as an unexpected key (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..fixes import remove_either
from ..violations import app_check

RULE = Rule(
    "scale-settings-conflict",
    Severity.ERROR,
    __doc__,
    check_app=app_check("scale-settings-conflict", remove_either),
    fixable="unsafe",
)
