"""The class of a container app sets `app_files`.

## What it does
Reports an `image` in an app whose `ref` refers to a class that sets `app_files`.

## Why
fal's loader sees only pyproject.toml and accepts it, but the deploy fails: "app_files is not supported for container apps".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"

[tool.fal.apps.image-generator.image]
dockerfile = "Dockerfile"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    kind = "container"
    app_files = ["models"]

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```
```dockerfile Dockerfile
FROM python:3.12
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    kind = "container"

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.utils.load_function_from`: "app_files is not supported for container apps." The attribute also counts in a base class; an empty list does not count (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import ref_target
from ..context import AppContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the key `image`."""
    if not app.has("image") or app.project is None:
        return
    target = ref_target(app)
    found = app.project.app_class(target) if target is not None else None
    origin = found.attributes.get("app_files") if found is not None else None
    if target is None or target.kind != "app" or origin is None:
        return
    if origin.setting.conditional or not origin.setting.value.holds:
        return
    yield Finding(
        RULE.name,
        f"Class `{origin.class_name}` sets `app_files`, which container apps do not support.",
        Place((*app.path, "image"), "key"),
        related=(Related("`app_files` is set here.", FilePlace(origin.path, origin.setting.line)),),
        help="Copy the files in the Dockerfile.",
    )


RULE = Rule(
    "class-app-files-in-container", Severity.ERROR, __doc__, check_app=check, reads_project=True
)
