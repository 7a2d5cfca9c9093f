"""An `image` table has neither `dockerfile` nor `image`.

## What it does
Reports an `image` table without `dockerfile` and without `image`.

## Why
fal refuses the app: one of the two is required.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
cmd = ["serve"]
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
cmd = ["serve"]
```

## Source in fal
`_build_container_image_from_toml`: "image must specify either 'dockerfile' (path) or 'image'" (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..fixes import add_one_of
from ..violations import app_check

RULE = Rule(
    "image-source-missing",
    Severity.ERROR,
    __doc__,
    check_app=app_check("image-source-missing", add_one_of),
    claims_absence=True,
    fixable="unsafe",
)
