"""A method reads an attribute that its object does not have.

## What it does
Reports, in the Python file, an attribute of `self` that `setup`, `teardown`, `health`, an endpoint, or a method or property that these use certainly reads, and that neither a class of the app nor any code sets. It also reports an attribute of a request that an endpoint certainly reads or sets and that its pydantic model does not have.

What runs only under a condition, inside a `try`, or in code that may set attributes by a computed name (`setattr`, `__dict__`, `__getattr__`) is not reported.

## Why
The class loads and the app is deployed. The error is only raised on the runner: in `setup`, so that the app never starts, or in each request to the endpoint.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    def setup(self) -> None:
        self.steps = self.default_step()

    def default_steps(self) -> int:
        return 4

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"steps": self.steps}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    def setup(self) -> None:
        self.steps = self.default_steps()

    def default_steps(self) -> int:
        return 4

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"steps": self.steps}
```

## Source in fal
`fal.app.App` has no `__getattr__`: "'ImageGenerator' object has no attribute 'default_step'" (verified with fal 1.83.0). If a newer fal is installed or locked, nothing is reported: its `App` may have more attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..app_source import app_loading, app_words, loaded_class
from ..app_versions import has_newer_fal
from ..context import AppContext
from ..did_you_mean import MOST_SUGGESTIONS, nearest, question
from ..finding import Finding, Rule, Severity
from ..python_values import written_range

if TYPE_CHECKING:
    from ...project.python.unknown_attributes import UnknownAttribute
    from ..app_source import LoadedClass


_OF_DICTS = frozenset(name for name in dir(dict) if not name.startswith("_"))
"""Methods that a model, which is no dict, does not have."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding at the first place where each attribute is read."""
    loaded = loaded_class(app)
    if loaded is None or not loaded.app_class.is_complete or loaded.app_class.is_own_affair:
        return
    every = _unknown(app, loaded)
    if not every or has_newer_fal(app):
        return
    for number, each in enumerate(every):
        is_of_dict = each.is_field and each.is_called and each.name in _OF_DICTS
        suggests = number < MOST_SUGGESTIONS and not is_of_dict
        meant = nearest(each.name, each.others) if suggests else None
        doing = "sets" if each.is_set else "reads"
        message = f"`{each.owner}` has no attribute `{each.name}`, which `{each.method}` {doing}."
        advice = f"Define `{each.name}` in `{each.owner}`, or set it in `setup`."
        if is_of_dict:
            advice = f"Read the fields of `{each.owner}` as attributes, or use `model_dump()`."
        elif each.is_field and each.is_called:
            advice = f"Define the method `{each.name}` in `{each.owner}`."
        elif each.is_field:
            advice = f"Add the field `{each.name}` to `{each.owner}`."
        yield Finding(
            RULE.name,
            f"{message} {question(meant)}" if meant else message,
            written_range(each.path, each.written),
            help="" if meant else advice,
        )


def _unknown(app: AppContext, loaded: LoadedClass) -> list[UnknownAttribute]:
    loading, found = app_loading(app), loaded.target.value
    if loading is None or not loading.modules or found is None:
        return []
    seen_from = loaded.target.seen_from
    module = next((e.module for e in loading.modules if e.module.path == seen_from), None)
    if module is None:
        return []
    words = app_words(app)
    if words is None:
        return []
    from ...project.python.attribute_words import makes_names
    from ...project.python.attributes import Attributes
    from ...project.python.endings import Endings
    from ...project.python.request_attributes import unknown_fields
    from ...project.python.self_attributes import unknown_attributes
    from ...project.python.trees import Trees

    modules = loaded.project.python()
    attributes = Attributes(modules, module)

    def read() -> list[UnknownAttribute]:
        endings = Endings(attributes, found, Trees(modules.workspace), words.files)
        unknown = [
            *unknown_attributes(loading, words, endings),
            *unknown_fields(words, endings),
        ]
        return [] if unknown and makes_names(modules.workspace, words) else unknown

    return app.once(("unknown-attributes", module.path, found.definition), read)


RULE = Rule(
    "unknown-attribute",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
)
