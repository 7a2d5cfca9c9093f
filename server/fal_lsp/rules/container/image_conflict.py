"""An `image` table has both `dockerfile` and `image`.

## What it does
Reports `dockerfile` in an `image` table that also uses an existing image.

## Why
fal either builds an image or uses an existing one, and refuses the two together.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
dockerfile = "Dockerfile"
image = "my-org/server:latest"
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"
```

## Source in fal
`_build_container_image_from_toml`: "image must specify only one of 'dockerfile' or 'image'" (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..fixes import remove_either
from ..violations import app_check

RULE = Rule(
    "image-conflict",
    Severity.ERROR,
    __doc__,
    check_app=app_check("image-conflict", remove_either),
    fixable="unsafe",
)
