"""A port is set for an app whose server uses a different one.

## What it does
Reports an `exposed_port` other than 8080 and a `metrics_port` other than 9090 for a `fal.App` class, and an `exposed_port` other than 8080 for a function with `serve=True`.

## Why
A class brings a server of its own, which does not read these keys: it listens on port 8080, with the metrics on port 9090 unless the class sets `metrics_port`. fal would send requests to a port where nothing listens. With `serve=True`, a function gets such a server, too. The keys are for functions and images with a server of their own.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
exposed_port = 8000
```
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```

## Source in fal
`wrap_app` starts `App.serve`, whose ports are 8080 and `cls.metrics_port` or 9090, and `fal.function(serve=True)` starts `ServeWrapper.serve`; the port of the TOML is only registered (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...project.python.fal_names import SERVED
from ..app_source import defined_here, loaded_class
from ..context import AppContext
from ..finding import Finding, Fix, Place, RemoveKey, Rule, Severity
from ..precedence import outcomes, served_function

_KEYS = ("exposed_port", "metrics_port")


def check(app: AppContext) -> Iterator[Finding]:
    """A finding on each port."""
    if not any(map(app.has, _KEYS)):
        return
    yield from _of_function(app)
    loaded = loaded_class(app)
    if loaded is None:
        return
    found = loaded.app_class
    if found.is_own_affair or not found.is_complete:
        return
    if "serve" in found.methods or "host_kwargs" in found.attributes:
        return
    for key in _KEYS:
        port = app.integer(key)
        if port is None or port == SERVED[key] or app.is_refused(key):
            continue
        if key in found.collected.values or key in found.attributes:
            # The class sets the port of the metrics itself.
            continue
        path = (*app.path, key)
        what = "listens" if key == "exposed_port" else "serves its metrics"
        yield Finding(
            RULE.name,
            f"Class `{loaded.target.name}` {what} on port {SERVED[key]}, not on {port}.",
            Place(path),
            related=defined_here(loaded.target),
            fixes=(Fix(f"Remove `{key}`", (RemoveKey(path),), safe=False),),
        )


def _of_function(app: AppContext) -> Iterator[Finding]:
    target, port = served_function(app), app.integer("exposed_port")
    if target is None or port in (None, SERVED["exposed_port"]):
        return
    if app.is_refused("exposed_port") or "exposed_port" in outcomes(app):
        return
    path = (*app.path, "exposed_port")
    yield Finding(
        RULE.name,
        f"Function `{target.name}` listens on port {SERVED['exposed_port']}, not on {port}.",
        Place(path),
        related=defined_here(target),
        fixes=(Fix("Remove `exposed_port`", (RemoveKey(path),), safe=False),),
        help="With `serve=True`, fal starts a server of its own.",
    )


RULE = Rule(
    "app-port-ignored",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
