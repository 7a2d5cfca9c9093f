"""A periodic health-check setting has no effect when `call_regularly = false`.

## What it does
Reports `failure_threshold` and `start_period_seconds` in a `health_check` with `call_regularly = false`.

## Why
Both apply to the periodic health check only; without it, fal ignores them.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "/health"
call_regularly = false
failure_threshold = 5
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "/health"
call_regularly = true
failure_threshold = 5
```

## Source in fal
fal's documentation of health checks (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import AppContext
from ..finding import Finding, Fix, Place, Related, RemoveKey, Rule, Severity

_PERIODIC_ONLY = ("failure_threshold", "start_period_seconds")


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each setting without effect."""
    if app.get("health_check", "call_regularly") is not False:
        return
    switch = Place((*app.path, "health_check", "call_regularly"))
    for name in _PERIODIC_ONLY:
        if app.has("health_check", name):
            path = (*app.path, "health_check", name)
            yield Finding(
                RULE.name,
                f"`{name}` has no effect with `call_regularly = false`.",
                Place(path, "key"),
                related=(Related("the periodic health check is turned off here", switch),),
                tags=("unnecessary",),
                fixes=(Fix(f"Remove `{name}`", (RemoveKey(path),), safe=False),),
            )


RULE = Rule(
    "health-check-setting-unused",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="unsafe",
)
