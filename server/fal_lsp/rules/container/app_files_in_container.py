"""A container app sets `app_files`.

## What it does
Reports a non-empty `app_files` in an app with an `image`. An empty list is accepted.

## Why
A container brings its own files, so fal refuses the two together. Copy the files into the image instead.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000
app_files = ["models"]

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
```

## Source in fal
`get_app_data_from_toml`: "app_files is not supported for container apps" (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..fixes import remove_either
from ..violations import app_check

RULE = Rule(
    "app-files-in-container",
    Severity.ERROR,
    __doc__,
    check_app=app_check("app-files-in-container", remove_either),
    fixable="unsafe",
)
