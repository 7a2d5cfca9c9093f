"""A health check requests a path that the class does not serve.

## What it does
Reports a `health_check.path` that is not an endpoint of the app's `fal.App` class, and a `health_check.method`, or a `HealthCheck(method=...)` of an endpoint, that the endpoint does not accept. A function with `serve=True` is only served at `/`. `fal.App` itself serves `/health`. A class that may have more routes is not reported.

## Why
The health check gets the status 404 or 405, so fal treats the runner as unhealthy.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"

[tool.fal.apps.image-generator.health_check]
path = "/healthz"
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

[tool.fal.apps.image-generator.health_check]
path = "/health"
```

## Source in fal
`App._build_app` adds each endpoint with the method POST, and `App._add_extra_routes` adds `/health` with the method GET; `ServeWrapper.collect_routes` has the function alone, at `/` (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import defined_here, loaded_class
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity
from ..precedence import served_function
from ..python_values import value_range

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass
    from ...project.python.apps import Target

_BUILT_IN = "/health"
_OF_FASTAPI = frozenset({"/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json"})
"""What FastAPI serves by itself, also in the app that `_build_app` of fal makes."""
_PLAIN = ("fal.App",)


def check(app: AppContext) -> Iterator[Finding]:
    """One finding, on the path or on the method."""
    path = app.string("health_check", "path")
    if path is not None and path.startswith("/"):
        yield from _of_function(app, path)
    loaded = loaded_class(app)
    if loaded is None:
        return
    found = loaded.app_class
    if found.fal_bases != _PLAIN or _may_serve_more(found):
        return
    if app.has("ref") and found.health_checks:
        # That of the class counts.
        yield from _of_endpoint(found)
    elif path is not None and path.startswith("/") and _path(path) not in _OF_FASTAPI:
        yield from _of_class(app, found, path, loaded.target)


def _of_endpoint(found: AppClass) -> Iterator[Finding]:
    """A finding where the health check of a decorator asks its endpoint with another method."""
    endpoint, *others = found.health_checks
    check, route = endpoint.health_check, _path(endpoint.route or "")
    arguments = check.setting.value.arguments if check is not None else None
    if check is None or arguments is None or others or endpoint.kind != "endpoint":
        return
    method = dict(arguments.keywords).get("method")
    is_get = method is not None and method.known and str(method.data).upper() == "GET"
    if is_get and not check.setting.conditional and route != _BUILT_IN:
        yield Finding(
            RULE.name,
            f"`{endpoint.route}` of class `{found.definition.name}` does not accept GET requests.",
            value_range(check, "method"),
            help='Use "POST", or remove `method`.',
        )


def _of_class(app: AppContext, found: AppClass, path: str, target: Target) -> Iterator[Finding]:
    """A finding where the class has no such endpoint, or one that takes another method."""
    wanted = _path(path)
    served = {
        _path(each.route or ""): "POST" for each in found.endpoints if each.kind == "endpoint"
    }
    served.setdefault(_BUILT_IN, "GET")
    name = target.name
    if wanted not in served:
        known = sorted(each or "/" for each in served)
        sockets = {_path(each.route or "") for each in found.endpoints if each.kind != "endpoint"}
        what = "serves only websockets at" if wanted in sockets else "has no endpoint"
        yield Finding(
            RULE.name,
            f"Class `{name}` {what} `{path}`.",
            Place((*app.path, "health_check", "path")),
            related=defined_here(target),
            help=f"Use one of {', '.join(f'`{each}`' for each in known[:5])}.",
        )
        return
    method = app.string("health_check", "method")
    if method is not None and method.upper() in {"GET", "POST"} - {served[wanted]}:
        yield Finding(
            RULE.name,
            f"`{path}` of class `{name}` does not accept {method.upper()} requests.",
            Place((*app.path, "health_check", "method")),
            related=defined_here(target),
            help=f'Use "{served[wanted]}".',
        )


def _of_function(app: AppContext, path: str) -> Iterator[Finding]:
    """A finding where fal serves a function, which it does at the root alone."""
    target = served_function(app)
    if target is not None and _path(path) not in {"", *_OF_FASTAPI}:
        yield Finding(
            RULE.name,
            f"Function `{target.name}` with `serve=True` is only served at `/`, not at `{path}`.",
            Place((*app.path, "health_check", "path")),
            related=defined_here(target),
        )


def _path(path: str) -> str:
    """A path as the routes are compared: the server redirects a last slash."""
    return path.partition("?")[0].rstrip("/")


def _may_serve_more(found: AppClass) -> bool:
    if found.may_route or found.is_own_affair or not found.is_complete:
        return True
    if {"_add_extra_routes", "_build_app", "lifespan", "health"} & found.methods.keys():
        return True
    return any(each.route is None or "{" in each.route for each in found.endpoints)


RULE = Rule(
    "health-check-path-not-served",
    Severity.WARNING,
    __doc__,
    check_app=check,
    reads_project=True,
)
