"""An app does not say what to run.

## What it does
Reports an app that has none of `ref`, `python_entry_point` and `image`.

## Why
fal's loader refuses the app: it has no code to deploy.

## Example
```toml
[tool.fal.apps.image-generator]
auth = "private"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "private"
```

## Source in fal
`get_app_data_from_toml`: "does not have a ref key in pyproject.toml" (fal 1.83.0).
"""

from __future__ import annotations

from ._base import Rule, Severity
from ._insertion import add_one_of
from ._schema import app_check

RULE = Rule(
    "app-source-missing",
    Severity.ERROR,
    __doc__,
    check_app=app_check("app-source-missing", add_one_of),
    claims_absence=True,
)
