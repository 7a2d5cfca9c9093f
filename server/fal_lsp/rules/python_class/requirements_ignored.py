"""`requirements` is overridden by the app class.

## What it does
Reports `requirements` in an app whose `ref` refers to a `fal.App` class, or to a `fal.function` that has requirements of its own or `serve=True`.

## Why
fal uses only the requirements of the class or function, and a class without any has none. It ignores those in pyproject.toml without a warning, and the app fails on the runner with a missing module.

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
`fal.app.wrap_app` always passes the requirements of the class, and `@fal.function(serve=True)` adds some of fal's; `merge_basic_config` in `fal/api/api.py` only adds what is absent (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import ref_target
from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, Place, Related, RemoveKey, Rule, Severity
from ..precedence import drops_requirements


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the key."""
    target = ref_target(app) if app.strings("requirements") else None
    if target is None or not drops_requirements(app):
        return
    path = (*app.path, "requirements")
    kind = "class" if target.kind == "app" else "function"
    yield Finding(
        RULE.name,
        f"`requirements` has no effect: fal only uses the requirements of {kind} `{target.name}`.",
        Place(path, "key"),
        related=(
            Related(f"`{target.name}` is defined here.", FilePlace(target.path, target.line)),
        ),
        tags=("unnecessary",),
        fixes=(Fix("Remove `requirements`", (RemoveKey(path),), safe=False),),
        help="Set them on the class." if kind == "class" else "Set them in `@fal.function`.",
    )


RULE = Rule(
    "requirements-ignored",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=ref_target,
    reads_project=True,
    fixable="unsafe",
)
