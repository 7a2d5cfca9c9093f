"""A failure is both retried and skipped.

## What it does
Reports a condition in `retry_config` with retries that is also in `skip_retry_conditions`.

## Why
A failure in `skip_retry_conditions` is not retried, so the number of retries contradicts it.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
skip_retry_conditions = ["server_error"]
retry_config = { server_error = { retries = 3 } }
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
retry_config = { server_error = { retries = 3 } }
```

## Source in fal
fal sends both settings and compares them nowhere in its client (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Place, Related, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each condition."""
    skipped = {name: path for path, name in app.strings("skip_retry_conditions")}
    conditions = app.get("retry_config")
    for name in conditions if isinstance(conditions, dict) else ():
        count = app.integer("retry_config", name, "retries")
        if name not in skipped or count is None or count <= 0:
            continue
        yield Finding(
            RULE.name,
            f"`{name}` is retried, although `skip_retry_conditions` skips it.",
            Place((*app.path, "retry_config", name), "key"),
            related=(Related("it is skipped here", Place(skipped[name])),),
            help="Remove it from one of the two.",
        )


RULE = Rule(
    "skipped-condition-retried", Severity.WARNING, __doc__, check_app=check, judges_values=True
)
