"""`termination_grace_period_seconds` is greater than 30.

## What it does
Reports a grace period of more than 30 seconds.

## Why
fal allows at most 30 seconds, so a longer shutdown is cut off.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
termination_grace_period_seconds = 120
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
termination_grace_period_seconds = 30
```

## Source in fal
fal's documentation of `termination_grace_period_seconds`: 5 seconds by default, at most 30.
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import short

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

LIMIT_SECONDS = 30
_KEY = "termination_grace_period_seconds"


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the value."""
    seconds = app.integer(_KEY)
    if seconds is None or seconds <= LIMIT_SECONDS or app.is_refused(_KEY):
        return
    place = Place((*app.path, _KEY))
    edit = ReplaceValue(place.path, str(LIMIT_SECONDS))
    yield Finding(
        RULE.name,
        f"`{_KEY}` is {short(seconds)}, but fal allows at most {LIMIT_SECONDS} seconds.",
        place,
        fixes=(Fix(f"Change to `{LIMIT_SECONDS}`", (edit,)),),
    )


RULE = Rule(
    "grace-period-too-long",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="safe",
)
