"""The class of an app has no endpoint.

## What it does
Reports a `ref` or `python_entry_point` to a `fal.App` class that neither defines nor inherits an `@fal.endpoint` or `@fal.realtime` method. A class that may have endpoints which cannot be resolved without running the code is not reported.

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

from ..app_source import defined_here, loaded_class
from ..context import AppContext
from ..finding import Finding, Rule, Severity

_PLAIN = ("fal.App",)


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the name of the class."""
    loaded = loaded_class(app)
    if loaded is None:
        return
    found = loaded.project.app_class(loaded.target)
    if found is None or found.endpoints or found.may_route:
        return
    if found.is_own_affair or found.fal_bases != _PLAIN:
        return
    yield Finding(
        RULE.name,
        f"Class `{loaded.target.name}` has no endpoint, so fal refuses to deploy it.",
        loaded.place,
        related=defined_here(loaded.target),
        help='Decorate the method that handles requests with `@fal.endpoint("/")`.',
    )


RULE = Rule(
    "class-without-endpoint",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
)
