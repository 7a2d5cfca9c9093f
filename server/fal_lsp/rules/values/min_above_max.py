"""`min_concurrency` is greater than `max_concurrency`.

## What it does
Reports a minimum number of runners that is greater than the maximum.

## Why
The two contradict each other, and fal's loader does not compare them.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
min_concurrency = 4
max_concurrency = 2
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
min_concurrency = 2
max_concurrency = 4
```

## Source in fal
`get_app_data_from_toml` passes both on unchecked (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import short

from ..context import AppContext
from ..finding import Finding, Place, Related, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the minimum."""
    low, high = app.integer("min_concurrency"), app.integer("max_concurrency")
    if low is not None and high is not None and 0 <= high < low:
        yield Finding(
            RULE.name,
            f"`min_concurrency` ({short(low)}) is greater than `max_concurrency` ({short(high)}).",
            Place((*app.path, "min_concurrency")),
            related=(Related("the maximum is set here", Place((*app.path, "max_concurrency"))),),
        )


RULE = Rule("min-above-max", Severity.WARNING, __doc__, check_app=check, judges_values=True)
