"""The file of a `ref` imports relatively.

## What it does
Reports a `ref` to a file that says `from .models import Model` or `from . import models` at its top level. Imports inside of functions, of `if TYPE_CHECKING` and of `try` are left alone.

## Why
fal runs the file by its path and not as a part of its package, so that Python refuses the import: "attempted relative import with no known parent package".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "acme/app.py::ImageGenerator"
```
```python acme/__init__.py
```
```python acme/models.py
SIZE = 1024
```
```python acme/app.py
import fal

from .models import SIZE


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"size": SIZE}
```

## Use instead
```python acme/app.py
import fal

from acme.models import SIZE


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"size": SIZE}
```

## Source in fal
`fal.utils.load_function_from` calls `runpy.run_path`, which gives the file no package: ImportError (verified with fal 1.83.0). An entry point is imported as a module, where relative imports work.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import reference
from ..context import AppContext
from ..finding import FilePlace, Finding, Place, Related, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the file's part of the `ref`."""
    from ...project.files import Unreadable

    found, project = reference(app), app.project
    if found is None or project is None:
        return
    module = project.module(found.file)
    if isinstance(module, Unreadable) or not module.relative_imports:
        return
    if "__package__" in module.bindings or module.is_dynamic:
        # It says itself which package it is in.
        return
    _line, name = module.relative_imports[0]
    yield Finding(
        RULE.name,
        f"`{found.file}` imports from `{name}`, which fails: fal runs the file of a `ref` by its "
        "path, outside of any package; write the import from the directory of pyproject.toml on, "
        "or use `python_entry_point`.",
        Place((*app.path, "ref"), within=(0, len(found.file))),
        related=tuple(
            Related(f"`{name}` is imported here", FilePlace(module.path, line))
            for line, name in module.relative_imports[:3]
        ),
    )


RULE = Rule("ref-relative-import", Severity.ERROR, __doc__, check_app=check, reads_project=True)
