"""`image` is set for a `ref` that does not use the container kind.

## What it does
Reports an `image` in an app whose `ref` refers to a class or function that does not set `kind = "container"` and has no image of its own.

## Why
fal adds the image, but keeps the kind of environment that the class has, "virtualenv", which does not support images. The build fails after the upload: "VirtualPythonEnvironment.__init__() got an unexpected keyword argument 'image'".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"

[tool.fal.apps.image-generator.image]
image = "my-org/generator:1"
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
    kind = "container"

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.utils.load_function_from` merges the environment of the TOML with `merge_basic_config`, which only adds what is absent, but `wrap_app` and `fal.function` have already set `kind`. fal sends `kind = "virtualenv"` with an `image` (verified with fal 1.83.0). That environment is isolate's `VirtualPythonEnvironment`. Entry points and image-only apps become containers as soon as they have an image.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import defined_here, ref_target
from ..app_versions import has_newer_fal
from ..context import AppContext
from ..finding import Finding, Place, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.apps import FunctionOptions, Target
    from ...project.python.settings import Setting

_OTHERS = frozenset({"image", "host_kwargs"})


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the key `image`."""
    target = without_container(app) if app.has("image") else None
    if target is None or app.is_refused_below("image"):
        return
    needed = 'kind = "container"' if target.kind == "app" else '@fal.function("container", ...)'
    yield Finding(
        RULE.name,
        f"`image` requires `{needed}` on `{target.name}`; the kind "
        '"virtualenv" does not support images.',
        Place((*app.path, "image"), "key"),
        related=defined_here(target),
        help=f"Set `{needed}` in the class."
        if target.kind == "app"
        else f"Use `{needed}` in the Python file.",
    )


def without_container(app: AppContext) -> Target | None:
    """The class or function of the `ref` if it certainly supports no `image`."""
    target = ref_target(app)
    if target is None or has_newer_fal(app) or not is_virtualenv(app, target):
        return None
    return target


def is_virtualenv(app: AppContext, target: Target) -> bool:
    """Whether a class or a function certainly uses fal's default kind of environment."""
    if app.project is None:
        return False
    if target.kind == "function":
        options = target.options
        if options is None or options.spreads_keywords:
            return False
        kinds = [*options.arguments, *(each.value for each in _kind(options))]
        are_plain = all(each.known and each.data == "virtualenv" for each in kinds)
        return are_plain and len(kinds) < 2 and _OTHERS.isdisjoint(options.keywords)
    found = app.project.app_class(target)
    if target.kind != "app" or found is None or found.is_own_affair or not found.is_complete:
        return False
    if "host_kwargs" in found.attributes or not found.collected.is_certain:
        return False
    from ...project.python.plain_data import plain
    from ...project.python.values import UNSET

    kind, image = (found.collected.values.get(name) for name in ("kind", "image"))
    # Even `image=None` in the class statement: `app-class-not-loadable` says what fal refuses.
    if image is not None and image.value is not UNSET:
        return False
    return kind is None or plain(kind.value) == (True, "virtualenv")


def _kind(options: FunctionOptions) -> list[Setting]:
    return [options.keywords["kind"]] if "kind" in options.keywords else []


RULE = Rule(
    "image-needs-container-kind",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=ref_target,
    reads_project=True,
)
