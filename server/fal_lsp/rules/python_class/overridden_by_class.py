"""A key is overridden by the app class.

## What it does
Reports a key of an app whose `ref` refers to a `fal.App` class that sets the same in its body, as a keyword of the class statement, or in a base class of the project; or to a function whose `@fal.function(...)` does. Settings that depend on a condition, or on a class that fal-lsp cannot resolve, are not reported, nor is a key with the value that the class has.

## Why
For `ref` apps the class takes precedence over pyproject.toml, except for `auth`, `name` and `exposed_port`. The decorator of a function also takes precedence for `exposed_port`.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
keep_alive = 600
```
```python app.py
import fal


class ImageGenerator(fal.App, keep_alive=300):
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


class ImageGenerator(fal.App, keep_alive=600):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.utils._merge_host_config` keeps the settings of the class, except fal's own defaults, which `_is_app_default_host_option` recognizes: a value equal to fal's default counts as set in the class itself, but not in a base class. `App.__init_subclass__` does not read every attribute. All keys were verified with fal 1.83.0 in all the ways to set them (`tests/conformance/test_project_rules.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from keyword import iskeyword
from typing import TYPE_CHECKING

from ...project.python.values import Constant
from ..app_source import loaded_class, ref_target
from ..context import AppContext
from ..finding import FilePlace, Finding, Fix, Place, Related, RemoveKey, Rule, Severity
from ..precedence import overridden

if TYPE_CHECKING:
    from ...project.python.settings import Data

_LONGEST = 30
"""Code points of a Python value that fits into a message."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding on each key that the class or the decorator sets for certain."""
    target = ref_target(app)
    for name, (origin, name_there) in overridden(app).items():
        if name == "image" and origin.setting.value.is_none and _is_virtualenv(app):
            # `app-class-not-loadable` says that fal refuses `image=None`.
            continue
        if name_there == name and _is_same(origin.setting.value, app.get(name)):
            continue
        owner = f"class `{origin.class_name}`"
        if target is not None and target.kind == "function":
            owner = f"`@fal.function` of `{origin.class_name}`"
        value = _shown(origin.setting.value)
        sets = f"sets it to `{value}`" if 0 < len(value) <= _LONGEST else "sets it"
        if name_there != name:
            sets = f"sets `{name_there}`"
        path = (*app.path, name)
        line = FilePlace(origin.path, origin.setting.line)
        yield Finding(
            RULE.name,
            f"`{name}` has no effect: {owner} {sets}, which takes precedence.",
            Place(path, "key"),
            related=(Related(f"`{origin.class_name}` sets `{name_there}` here.", line),),
            tags=("unnecessary",),
            fixes=(Fix(f"Remove `{name}`", (RemoveKey(path),), safe=False),),
        )


def _is_same(value: Data, given: object) -> bool:
    """Whether the class certainly has the value that pyproject.toml has."""
    return value.known and type(value.data) is type(given) and value.data == given


def _is_virtualenv(app: AppContext) -> bool:
    loaded = loaded_class(app)
    if loaded is None:
        return False
    kind = loaded.app_class.collected.values.get("kind")
    return kind is None or kind.value == Constant("virtualenv")


def _shown(value: Data) -> str:
    """A value as it is written; the value of a name, which may be that of a parameter."""
    is_name = value.source.isidentifier() and not iskeyword(value.source)
    if not is_name or not value.known:
        return value.source
    return json.dumps(value.data) if isinstance(value.data, str) else repr(value.data)


RULE = Rule(
    "overridden-by-class",
    Severity.WARNING,
    __doc__,
    check_app=check,
    needs=ref_target,
    reads_project=True,
    fixable="unsafe",
)
