"""`max_multiplexing` is set for a class whose endpoints are synchronous.

## What it does
Reports a `max_multiplexing` above 1 for a `fal.App` class without an `async` endpoint.

## Why
`max_multiplexing` is how many requests a runner handles at the same time. Synchronous endpoints run in threads, where few libraries that use a GPU are safe.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
max_multiplexing = 4
```
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    async def generate(self) -> dict:
        return {}
```

## Source in fal
fal's reference: `max_multiplexing` is for asynchronous handlers. FastAPI runs other endpoints in a pool of threads.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import defined_here, loaded_class
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the value."""
    most = app.integer("max_multiplexing")
    loaded = loaded_class(app) if most is not None and most > 1 else None
    if loaded is None:
        return
    found = loaded.app_class
    if found.may_route or found.is_own_affair:
        return
    if not found.endpoints or not all(each.is_sync for each in found.endpoints):
        return
    yield Finding(
        RULE.name,
        f"Class `{loaded.target.name}` has no `async` endpoint, but handles {most} requests at once.",
        Place((*app.path, "max_multiplexing")),
        related=defined_here(loaded.target),
        help="Define the endpoints with `async def`, or remove `max_multiplexing`.",
    )


RULE = Rule(
    "multiplexing-without-async",
    Severity.INFORMATION,
    __doc__,
    check_app=check,
    reads_project=True,
    judges_values=True,
)
