"""The class of a container app sets `app_files`.

## What it does
Reports an `image` in an app whose `ref` refers to a class that sets `app_files`, and `app_files` in one whose class has an `image` or `kind = "container"`.

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
`fal.utils.load_function_from`: "app_files is not supported for container apps." The attribute also counts in a base class; an empty list does not count. `fal.function`, to which `wrap_app` passes the files of pyproject.toml, raises the same (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import ref_target
from ..context import AppContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the key `image`, or on `app_files` where the class is the container."""
    is_concerned = app.project is not None and (app.has("image") or app.get("app_files"))
    target = ref_target(app) if is_concerned else None
    found = app.project.app_class(target) if app.project is not None and target else None
    if target is None or target.kind != "app" or found is None:
        return
    if app.has("image"):
        yield from _with_image(app, found)
    elif app.get("app_files"):
        yield from _with_files(app, found)


def _with_image(app: AppContext, found: AppClass) -> Iterator[Finding]:
    origin = found.attributes.get("app_files")
    if origin is None or origin.setting.conditional or not origin.setting.value.holds:
        return
    yield Finding(
        RULE.name,
        f"Class `{origin.class_name}` sets `app_files`, which container apps do not support.",
        Place((*app.path, "image"), "key"),
        related=(Related("`app_files` is set here.", FilePlace(origin.path, origin.setting.line)),),
        help="Copy the files into the image.",
    )


def _with_files(app: AppContext, found: AppClass) -> Iterator[Finding]:
    """Files of the TOML, which the class gets unless it has some of its own."""
    from ...project.python.candidates import attribute, of_class

    own = attribute(found, "app_files").holds
    # An image makes a container, whatever the kind.
    kinds, images = of_class(found, "kind"), of_class(found, "image")
    is_kind = all(
        each.value is not None and each.value.known and each.value.data == "container"
        for each in kinds.values
    )
    is_image = all(
        each.value is not None and each.value.made_by.startswith("fal.ContainerImage")
        for each in images.values
    )
    origin = kinds.origin if is_kind else images.origin if is_image else None
    if own is not False or origin is None:
        return
    yield Finding(
        RULE.name,
        f"Class `{found.definition.name}` is a container app, which does not support `app_files`.",
        Place((*app.path, "app_files"), "key"),
        related=(
            Related("The container is set here.", FilePlace(origin.path, origin.setting.line)),
        ),
        help="Copy the files into the image.",
    )


RULE = Rule(
    "class-app-files-in-container",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=ref_target,
    reads_project=True,
)
