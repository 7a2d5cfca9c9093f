"""`python_entry_point` refers to something that is neither a `fal.App` nor a `fal.function`.

## What it does
Reports a `python_entry_point` to a plain class, a plain function or another value of this project.

## Why
The runner calls methods that only apps and functions of fal have, so it fails after the deploy.

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
```python acme/server.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
The runner calls `build_metadata` and `run_local` of the symbol (`IsolatedFunction.metadata_entrypoint` and `run_entrypoint` in `fal/api/api.py`); `_resolve_local_func`: "has no run_local method - is it a fal.App subclass or a fal.function?" (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import defined_here, entry_point, entry_symbol_place, installed_target
from ..context import AppContext
from ..finding import Finding, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the symbol's part of the value."""
    entry, target = entry_point(app), installed_target(app)
    if entry is None or target is None or target.kind != "other":
        return
    yield Finding(
        RULE.name,
        f"`{entry.symbol}` in `{entry.module}` is not a `fal.App` or a `fal.function`.",
        entry_symbol_place(app, entry),
        related=defined_here(target),
        help="Derive the class from `fal.App`.",
    )


RULE = Rule(
    "entry-point-not-an-app", Severity.WARNING, __doc__, check_app=check, reads_project=True
)
