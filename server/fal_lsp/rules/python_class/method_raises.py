"""A method that fal calls raises an error.

## What it does
Reports, in the Python file, what certainly raises in `setup`, `teardown`, `health`, an endpoint, or in a function, method or property of the project that these certainly use: a name that is not defined, a variable that is read before it is assigned, a call whose arguments do not fit the function or method, a path `+` a string, an attribute that a module of Python such as `datetime` does not have, and an import of a name or a module that a module of the project or of fal does not have.

What runs only under a condition or inside a `try` is not reported, nor an import where a requirement, an image or code may bring another module of that name.

## Why
The file loads and the app is deployed. The error is only raised on the runner: in `setup`, so that the app never starts, or in each request to the endpoint.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "app.py::ImageGenerator"
```
```python app.py
import fal


class ImageGenerator(fal.App):
    def setup(self) -> None:
        load_model("small")

    def load_model(self, size: str) -> None:
        self.model = size

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"model": self.model}
```

## Use instead
```python app.py
import fal


class ImageGenerator(fal.App):
    def setup(self) -> None:
        self.load_model("small")

    def load_model(self, size: str) -> None:
        self.model = size

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"model": self.model}
```

## Source in fal
fal calls `setup` when a runner starts, and the endpoints for requests: "NameError: name 'load_model' is not defined" (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.files import Unreadable
from ...project.python.python_names import PYTHON_NAMES
from ..app_source import app_loading, app_words, loaded_class, reference
from ..context import AppContext
from ..did_you_mean import MOST_SUGGESTIONS, nearest, question
from ..finding import Finding, Rule, Severity
from ..missing_names import missing_import, words_of_attribute, words_of_name
from ..python_values import written_range
from ..runner_packages import has_plain_runner, may_bring

if TYPE_CHECKING:
    from ...project.python.loading import FailedImport
    from ...project.python.method_error import MethodError
    from ..app_source import LoadedClass


_LONGEST = 40
"""Code points of an expression that is quoted."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding at the first place where each name is used."""
    loaded = loaded_class(app)
    if loaded is None or not loaded.app_class.is_complete or loaded.app_class.is_own_affair:
        return
    for number, error in enumerate(_errors(app, loaded)):
        if error.failed is not None:
            yield from _of_import(app, loaded, error.failed)
            continue
        message, advice = _words(loaded, error, suggests=number < MOST_SUGGESTIONS)
        yield Finding(RULE.name, message, written_range(error.path, error.written), help=advice)


def _of_import(app: AppContext, loaded: LoadedClass, failed: FailedImport) -> Iterator[Finding]:
    module, found = failed.statement.module, loaded.app_class
    if reference(app) is not None and not module.startswith("."):
        path = loaded.target.path
        if app.has("image") or not has_plain_runner(found) or may_bring(app, found, path, module):
            return
    finding = missing_import(RULE.name, app, loaded.project, failed)
    if finding is not None:
        yield finding


def _words(loaded: LoadedClass, error: MethodError, *, suggests: bool) -> tuple[str, str]:
    name = error.name
    if error.kind == "call":
        return f"This call of `{name}` raises `TypeError`.", f"Python reports: `{error.words}`."
    if error.kind == "path":
        is_short = len(name) <= _LONGEST and "`" not in name
        what = f"`{name}`" if is_short else "This expression"
        return f"{what} raises `TypeError`.", "Join paths with `/`."
    if error.kind == "attribute":
        return words_of_attribute(error.words, name)
    if error.kind == "module":
        message = f"`{name}` is a module, which cannot be called."
        added = f" {question(f'{name}.{name}')}" if name in PYTHON_NAMES[name] else ""
        return f"{message}{added}", ""
    module = loaded.project.python().module(error.path)
    if error.kind == "undefined":
        message = f"`{name}` is not defined."
        if name == "self":
            return message, "Name the first parameter `self`."
        if isinstance(module, Unreadable):
            return message, ""
        found = words_of_name(name, module, suggests=suggests)
        members = {*loaded.app_class.methods, *loaded.app_class.attributes}
        if not error.has_self or (found[0] != message and name not in members):
            return found
        meant = nearest(name, sorted(members)) if suggests else None
        return (f"{message} {question(f'self.{meant}')}", "") if meant else found
    advice = f"Assign `{name}` first."
    if not isinstance(module, Unreadable) and name in module.names:
        advice = "Give the local variable another name."
        if error.kind == "counted":
            advice = f"Add `global {name}` to the function."
    return f"Local variable `{name}` is read before it is assigned.", advice


def _errors(app: AppContext, loaded: LoadedClass) -> tuple[MethodError, ...]:
    loading, found = app_loading(app), loaded.target.value
    if loading is None or not loading.modules or found is None:
        return ()
    from ...project.python.method_errors import doubts, method_errors

    modules, first = loaded.project.python(), loading.modules[0]
    question = ("method doubts", first.module.path, first.name)
    doubtful = app.once(question, lambda: doubts(modules, loading))
    if doubtful is None:
        return ()
    seen_from = loaded.target.seen_from
    module = next((e.module for e in loading.modules if e.module.path == seen_from), None)
    if module is None:
        return ()
    from ...project.python.attribute_words import makes_names
    from ...project.python.attributes import Attributes
    from ...project.python.endings import Endings
    from ...project.python.trees import Trees

    def read() -> tuple[MethodError, ...]:
        attributes, trees = Attributes(modules, module), Trees(modules.workspace)
        endings = Endings(attributes, found, trees, [each.path for each in loading.running])
        errors = method_errors(endings, doubtful)
        words = app_words(app) if errors else None
        return () if words is None or makes_names(modules.workspace, words) else errors

    return app.once(("method errors", module.path, found.definition), read)


RULE = Rule(
    "method-raises",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=loaded_class,
    reads_project=True,
)
