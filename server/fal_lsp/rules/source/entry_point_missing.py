"""The module or the symbol of an entry point is not in the project that it belongs to.

## What it does
Reports a `python_entry_point` whose package is in this project (or in a local requirement) while the module or the symbol is not. A module that may come from a dependency or an image is left alone.

## Why
fal imports it on the runner, after the deploy.

## Example
```toml
[project]
name = "acme"
version = "1"

[tool.fal.apps.image-generator]
python_entry_point = "acme.sever:ImageGenerator"
requirements = ["."]
```
```python acme/__init__.py
```
```python acme/server.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
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

## Source in fal
`fal.utils._load_from_python_entry_point` checks the form alone. On the runner `IsolatedFunction._resolve_entrypoint_target` imports the module and looks the symbol up: ModuleNotFoundError, AttributeError (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fal_schema.literals import literal

from ..app_source import entry_point, entry_symbol_place, project_module
from ..context import AppContext
from ..did_you_mean import nearest
from ..finding import Finding, Fix, Place, ReplaceValue, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.entry_points import MissingIn
    from ...project.python.imports import ModuleLocation
    from ..app_source import EntryPoint


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the module's or the symbol's part of the value."""
    from ...project.python.entry_points import MissingIn

    found, located = entry_point(app), project_module(app)
    if found is None or located is None:
        return
    if not isinstance(located, MissingIn):
        yield from _symbol(app, found, located)
    elif located.is_certain:
        yield _module(app, found, located)


def _module(app: AppContext, found: EntryPoint, missing: MissingIn) -> Finding:
    place = Place((*app.path, "python_entry_point"), within=(0, len(found.module)))
    message = f"`python_entry_point`: `{missing.parent}` has no module `{missing.part}`"
    close = nearest(missing.part, missing.siblings)
    if close is None:
        return Finding(RULE.name, f"{message}.", place)
    start = f"{missing.parent}."
    rest = found.module[len(start) + len(missing.part) :]
    return Finding(
        RULE.name,
        f"{message}: did you mean `{close}`?",
        place,
        fixes=(_fix(place, f"{start}{close}{rest}:{found.symbol}"),),
    )


def _symbol(app: AppContext, found: EntryPoint, module: ModuleLocation) -> Iterator[Finding]:
    from ...project.files import Unreadable

    project = app.project
    if project is None:
        return
    target = project.symbol(module, found.symbol)
    if isinstance(target, Unreadable) or target.kind != "missing":
        return
    place = entry_symbol_place(app, found)
    message = f"`python_entry_point`: the module `{found.module}` has no `{found.symbol}`"
    targets = project.targets(module.path)
    names = [] if isinstance(targets, Unreadable) else [each.name for each in targets.apps]
    close = nearest(found.symbol, names) or (names[0] if len(names) == 1 else None)
    if close is None:
        yield Finding(RULE.name, f"{message}.", place)
        return
    fixes = (_fix(place, f"{found.module}:{close}"),)
    yield Finding(RULE.name, f"{message}: did you mean `{close}`?", place, fixes=fixes)


def _fix(place: Place, text: str) -> Fix:
    return Fix(f"Write `{text}`", (ReplaceValue(place.path, literal(text)),), safe=False)


RULE = Rule("entry-point-missing", Severity.ERROR, __doc__, check_app=check, reads_project=True)
