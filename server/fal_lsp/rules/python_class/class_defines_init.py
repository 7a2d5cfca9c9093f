"""The class of an app defines `__init__`.

## What it does
Reports a `ref` or `python_entry_point` to a `fal.App` class that defines `__init__`, or that inherits it from a base class that comes before `fal.App` in the method resolution order.

## Why
fal refuses the class as soon as its file runs, and with it every other app of that file.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    def __init__(self) -> None:
        self.model = None

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    def setup(self) -> None:
        self.model = None

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`App.__init_subclass__`: "App classes should not override __init__ directly. Use setup() instead." (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import loaded_class, of_loaded_classes
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass
    from ...project.python.class_methods import Method


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the name of the class."""
    loaded = loaded_class(app)
    if loaded is None:
        return
    found = next(of_loaded_classes(app, _init), None)
    if found is None:
        return
    _, init = found
    yield Finding(
        RULE.name,
        f"`fal.App` classes must not define `__init__` (defined in `{init.class_name}`).",
        loaded.place,
        related=(Related("`__init__` is defined here.", FilePlace(init.path, init.line)),),
        help="Use `setup()`, which runs once per runner.",
    )


def _init(found: AppClass) -> Method | None:
    """The `__init__` that fal refuses when the class is defined."""
    init = found.methods.get("__init__")
    if found.is_own_affair or init is None or init.conditional:
        return None
    # `@dataclass` comes after the class: only what derives from it is refused.
    is_own = init.class_name == found.definition.name
    return None if init.generated and is_own else init


RULE = Rule(
    "class-defines-init",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
    cause_in_file=True,
)
