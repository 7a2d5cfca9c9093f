"""`requirements` stand beside a `ref` to a fal.App class, which drops them.

## What it does
Reports `requirements` in an app whose `ref` leads to a `fal.App` class, or to a `fal.function` that has requirements of its own or `serve=True`.

## Why
fal takes the requirements of the class alone, even where it sets none: those of the TOML are dropped without a word, and the app fails on the runner with a missing module.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
requirements = ["torch"]
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
```python app.py
import fal


class ImageGenerator(fal.App):
    requirements = ["torch"]

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.app.wrap_app` always passes the requirements of the class, and `@fal.function(serve=True)` adds some of fal's; `merge_basic_config` in `fal/api/api.py` fills only what is absent (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import ref_target
from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, Place, Related, RemoveKey, Rule, Severity
from ..precedence import drops_requirements


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the key."""
    target = ref_target(app)
    if target is None or not app.strings("requirements") or not drops_requirements(app):
        return
    path = (*app.path, "requirements")
    yield Finding(
        RULE.name,
        f"`requirements` has no effect: fal takes those of `{target.name}` alone; set them there.",
        Place(path, "key"),
        related=(Related(f"`{target.name}`", FilePlace(target.path, target.line)),),
        tags=("unnecessary",),
        fixes=(Fix("Remove `requirements`", (RemoveKey(path),), safe=False),),
    )


RULE = Rule("requirements-ignored", Severity.WARNING, __doc__, check_app=check, reads_project=True)
