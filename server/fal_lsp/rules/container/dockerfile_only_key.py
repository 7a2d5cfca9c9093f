"""A Dockerfile-only key is used with a prebuilt image.

## What it does
Reports `build_args` and `secrets` in an `image` table that uses an existing image.

## Why
They are inputs of a Dockerfile build. fal refuses them if nothing is built.

## Example
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"
build_args = { CUDA_VERSION = "12.4" }
```

## Use instead
```toml
[tool.fal.apps.server]
exposed_port = 8000

[tool.fal.apps.server.image]
image = "my-org/server:latest"
```

## Source in fal
`_reject_image_reference_build_keys` (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..fixes import remove_either
from ..violations import app_check

RULE = Rule(
    "dockerfile-only-key",
    Severity.ERROR,
    __doc__,
    check_app=app_check("dockerfile-only-key", remove_either),
    fixable="unsafe",
)
