"""The class of an app has no endpoint.

## What it does
Reports a `ref` or a `python_entry_point` to a `fal.App` class without any method that is an `@fal.endpoint` or an `@fal.realtime`, those of its base classes included. A class that may have endpoints which cannot be seen without running the code is left alone.

## Why
fal builds the routes of a class before it deploys it, and refuses one that has none, with a message that does not say why: "Failed to generate OpenAPI metadata for function". It is no more than a note, since a class that is still being written has no endpoint yet.

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
`fal.app.wrap_app` calls `build_metadata`, which builds the routes: "An application must have at least one route!", told as "Failed to generate OpenAPI metadata for function"; for an entry point it is called on the runner (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import defined_here, loaded_class
from ..context import AppContext
from ..finding import Finding, Rule, Severity

_PLAIN = ("fal.App",)


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the name of the class."""
    found = loaded_class(app)
    if found is None:
        return
    settings = found.project.class_settings(found.target)
    if settings is None or settings.endpoints:
        return
    methods = found.project.class_methods(found.target)
    if methods is None or methods.is_own_affair or methods.bases != _PLAIN:
        return
    if found.project.may_route(found.target):
        return
    yield Finding(
        RULE.name,
        f"`{found.target.name}` has no endpoint, so fal refuses to deploy it: put "
        '`@fal.endpoint("/")` on the method that answers requests.',
        found.place,
        related=defined_here(found.target),
    )


RULE = Rule(
    "class-without-endpoint", Severity.INFORMATION, __doc__, check_app=check, reads_project=True
)
