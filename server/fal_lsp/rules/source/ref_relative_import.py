"""The file named by `ref` uses relative imports.

## What it does
Reports a `ref` to a file with `from .models import Model` or `from . import models` at its top level. Imports inside functions, `if TYPE_CHECKING` and `try` are not reported.

## Why
fal runs the file by its path and not as a module of its package, so the import fails: "attempted relative import with no known parent package".

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
`fal.utils.load_function_from` calls `runpy.run_path`, which runs the file outside of any package: ImportError (verified with fal 1.83.0). An entry point is imported as a module, so relative imports work there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import file_place, ref_module, reference
from ..context import AppContext
from ..finding import FilePlace, Finding, Related, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the file's part of the `ref`."""
    ref, module = reference(app), ref_module(app)
    if ref is None or module is None:
        return
    relative = [(each.line, each.module) for each in module.imports if each.module[:1] == "."]
    if not relative:
        return
    if "__package__" in module.names or module.is_dynamic:
        # The file sets its package itself.
        return
    _line, name = relative[0]
    yield Finding(
        RULE.name,
        f"Relative import of `{name}` fails because fal runs `{ref.file}` as a script.",
        file_place(app, ref),
        related=tuple(
            Related(f"`{name}` is imported here.", FilePlace(module.path, line))
            for line, name in relative[:3]
        ),
        help="Use an absolute import, or `python_entry_point`.",
    )


RULE = Rule(
    "ref-relative-import",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=ref_module,
    reads_project=True,
    cause_in_file=True,
)
