"""The class of an app has no endpoint.

## What it does
Reports a `ref` or `python_entry_point` to a `fal.App` class that neither defines nor inherits an `@fal.endpoint` or `@fal.realtime` method. Static methods, properties, and class methods with `@classmethod` below `@fal.endpoint` do not count. A class that may have endpoints which cannot be resolved without running the code is not reported.

## Why
fal builds the routes of a class before it deploys it, and refuses a class without any. Its message does not give the reason: "Failed to generate OpenAPI metadata for function".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.app.wrap_app` calls `build_metadata`, which builds the routes: "An application must have at least one route!", shown as "Failed to generate OpenAPI metadata for function". For an entry point it is called on the runner (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.python.fal_names import ENDPOINTS
from ..app_source import defined_here, loaded_class
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.source import Definition

_PLAIN = ("fal.App",)
_ADVICE = 'Decorate the method that handles requests with `@fal.endpoint("/")`.'


def lost_endpoint(definition: Definition, kind: str) -> tuple[str, str]:
    """Why fal does not serve an endpoint that is no method of an instance, and the cure."""
    name = definition.name
    if kind == "class":
        return (
            f"`{name}` is not served because its route is above `@classmethod`.",
            "Put `@classmethod` first.",
        )
    if kind in ENDPOINTS:
        return f"`@{kind}` on `{name}` requires a path.", f'Write `@{kind}("/{name}")`.'
    if kind not in _DECORATORS:
        return (
            f"Decorator `{kind}` drops the route of `{name}`.",
            "Use `functools.wraps` in the decorator, or put it below `@fal.endpoint`.",
        )
    what, decorator = _DECORATORS[kind]
    return (
        f"`{name}` is {what}, which fal does not serve.",
        f"Remove the {decorator} decorator, and give `{name}` a `self`."
        if kind == "static"
        else f"Remove the {decorator} decorator.",
    )


_DECORATORS = {
    "static": ("a static method", "`@staticmethod`"),
    "property": ("a property", "property"),
}


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the name of the class."""
    loaded = loaded_class(app)
    if loaded is None:
        return
    found = loaded.app_class
    if found.endpoints or found.may_route:
        return
    if found.is_own_affair or found.fal_bases != _PLAIN:
        return
    related, advice = defined_here(loaded.target), _ADVICE
    for definition, kind in found.lost[:1]:
        reason, advice = lost_endpoint(definition, kind)
        related = (Related(reason, FilePlace(definition.path, definition.line)),)
    yield Finding(
        RULE.name,
        f"Class `{loaded.target.name}` has no endpoint, so fal refuses to deploy it.",
        loaded.place,
        severity=None if app.has("ref") else Severity.WARNING,
        related=related,
        help=advice,
    )


RULE = Rule(
    "class-without-endpoint",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
    cause_in_file=True,
)
