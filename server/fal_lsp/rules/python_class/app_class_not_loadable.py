"""fal cannot make an app of the class.

## What it does
Reports a `ref` or `python_entry_point` to a `fal.App` class that has `@dataclass`, that leaves an abstract method of a base class undefined, or that has a method with the name of a setting, such as `regions`.

## Why
fal creates an instance of the class before it deploys it, with an argument that only the `__init__` of `fal.App` accepts: `@dataclass` replaces that, and Python refuses to instantiate a class with abstract methods. A method with the name of a setting is sent as the value of that setting.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
from dataclasses import dataclass

import fal


@dataclass
class ImageGenerator(fal.App):
    steps: int = 4

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    steps: int = 4

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.app.wrap_app` calls `cls(_allow_init=True)`: "__init__() got an unexpected keyword argument '_allow_init'", "Can't instantiate abstract class". It passes the attributes of the class to `fal.function`, whatever they are: the request that registers the app cannot be built from a function (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..app_source import loaded_class
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.app_class import AppClass


def check(app: AppContext) -> Iterator[Finding]:
    """At most one finding, on the name of the class."""
    loaded = loaded_class(app)
    found = loaded.project.app_class(loaded.target) if loaded is not None else None
    if loaded is None or found is None:
        return
    problem = _dataclass(found) or _abstract(found) or _method(found)
    if problem is None:
        return
    yield Finding(
        RULE.name,
        problem.message,
        loaded.place,
        related=(Related(problem.where, FilePlace(problem.path, problem.line)),),
        help=problem.help,
    )


class _Problem(NamedTuple):
    message: str
    help: str
    where: str
    path: str
    line: int


def _dataclass(found: AppClass) -> _Problem | None:
    init = found.methods.get("__init__")
    if init is None or not init.generated or init.conditional:
        return None
    if init.class_name != found.definition.name:
        # It is refused when it is defined (`class-defines-init`).
        return None
    return _Problem(
        f"fal cannot create `{found.definition.name}` because `@dataclass` replaces `__init__`.",
        "Remove `@dataclass`.",
        f"`{init.class_name}` is a dataclass.",
        init.path,
        init.line,
    )


def _abstract(found: AppClass) -> _Problem | None:
    if not found.abstract:
        return None
    first = found.abstract[0]
    name = found.definition.name
    return _Problem(
        f"fal cannot create `{name}` because its method `{first.name}` is abstract.",
        f"Define `{first.name}` in `{name}`.",
        f"`{first.name}` is declared here.",
        first.path,
        first.line,
    )


def _method(found: AppClass) -> _Problem | None:
    from ...project.python.app_class import SETTINGS

    for name, origin in found.attributes.items():
        is_certain = origin.setting.value.is_function and not origin.setting.conditional
        if name in SETTINGS and is_certain:
            return _Problem(
                f"Method `{name}` replaces the setting `{name}` of class `{origin.class_name}`.",
                "Rename the method. The path of an endpoint is independent of its name.",
                f"`{name}` is defined here.",
                origin.path,
                origin.setting.line,
            )
    return None


RULE = Rule("app-class-not-loadable", Severity.ERROR, __doc__, check_app=check, reads_project=True)
