"""More than 10 retries are set.

## What it does
Reports a `retries` of more than 10 in `retry_config`.

## Why
fal retries a request at most 10 times.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
retry_config = { server_error = { retries = 20 } }
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
retry_config = { server_error = { retries = 10 } }
```

## Source in fal
fal's documentation of retries: a request is retried up to 10 times. `validate_retry_config_dict` checks no upper limit (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import short

from ..context import AppContext
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

LIMIT = 10
_KEY = "retry_config"


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each condition."""
    conditions = app.get(_KEY)
    for name in conditions if isinstance(conditions, dict) else ():
        path = (_KEY, name, "retries")
        count = app.integer(*path)
        if count is None or count <= LIMIT or app.is_refused(*path[:2]) or app.is_refused(*path):
            continue
        place = Place((*app.path, *path))
        yield Finding(
            RULE.name,
            f"`retries` is {short(count)}, but fal retries a request at most {LIMIT} times.",
            place,
            fixes=(Fix(f"Change to `{LIMIT}`", (ReplaceValue(place.path, str(LIMIT)),)),),
        )


RULE = Rule(
    "retries-above-limit",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="safe",
)
