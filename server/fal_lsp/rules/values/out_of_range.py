"""A number is outside the range that fal can send.

## What it does
Reports an integer beyond 32 bits (above 2147483647 or below -2147483648) and a port outside 0 to 65535.

## Why
An integer beyond 32 bits raises a `ValueError` after the remote build, when it is serialized for the server. The loader rejects an invalid port.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
exposed_port = 80800
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
exposed_port = 8080
```

## Source in fal
The fields are protobuf `int32`; `_validate_port` checks `exposed_port` and `metrics_port` (fal 1.83.0).
"""

from __future__ import annotations

from ..finding import Rule, Severity
from ..violations import app_check

RULE = Rule(
    "out-of-range", Severity.ERROR, __doc__, check_app=app_check("out-of-range"), judges_values=True
)
