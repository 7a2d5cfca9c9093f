"""An entry point names something that is neither a fal.App nor a fal.function.

## What it does
Reports a `python_entry_point` to a plain class, function or value of this project.

## Why
The runner asks the object for what only apps and functions of fal have, and fails after the deploy.

## Example
```toml
[project]
name = "acme"
version = "1"

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["."]
```
```python acme/__init__.py
```
```python acme/server.py
class ImageGenerator:
    pass
```

## Use instead
```toml
[project]
name = "acme"
version = "1"

[tool.fal.apps.image-generator]
python_entry_point = "acme.server:ImageGenerator"
requirements = ["."]
```
```python acme/__init__.py
```
```python acme/server.py
import fal


class ImageGenerator(fal.App):
    pass
```

## Source in fal
The runner calls `build_metadata` and `run_local` of the symbol (`IsolatedFunction.metadata_entrypoint` and `run_entrypoint` in `fal/api/api.py`); `_resolve_local_func`: "has no run_local method - is it a fal.App subclass or a fal.function?" (run with fal 1.83.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._base import FilePlace, Finding, Place, Related, Rule, Severity
from ._entry_point import entry_point, project_module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._subject import App


def check(app: App) -> Iterator[Finding]:
    """One finding on the symbol's part of the value."""
    from ..project.files import Unreadable
    from ..project.imports import ModuleLocation

    found, located = entry_point(app), project_module(app)
    if found is None or app.project is None or not isinstance(located, ModuleLocation):
        return
    target = app.project.symbol(located, found.symbol)
    if isinstance(target, Unreadable) or target.kind != "other":
        return
    start = len(found.module) + 1
    related: tuple[Related, ...] = ()
    if target.definition is not None:
        place = FilePlace(target.path, target.line)
        related = (Related(f"`{found.symbol}` is defined here", place),)
    yield Finding(
        RULE.name,
        f"`{found.symbol}` in `{found.module}` is not a fal.App or a fal.function: derive the "
        "class from `fal.App`.",
        Place((*app.path, "python_entry_point"), within=(start, start + len(found.symbol))),
        related=related,
    )


RULE = Rule(
    "entry-point-not-an-app", Severity.WARNING, __doc__, check_app=check, reads_project=True
)
