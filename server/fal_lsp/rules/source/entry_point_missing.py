"""The module or the symbol of an entry point does not exist in the project.

## What it does
Reports a `python_entry_point` whose package is in this project (or in a local requirement), but whose module or symbol is not, and warns of a module that the build leaves out: a file next to the package that hatchling or setuptools chooses, or one that its settings or `.gitignore` exclude. A module that may come from a dependency or an image is not reported.

## Why
fal imports the module only on the runner, after the deploy.

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
`fal.utils._load_from_python_entry_point` checks only the form. On the runner `IsolatedFunction._resolve_entrypoint_target` imports the module and looks up the symbol: ModuleNotFoundError, AttributeError (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.files import Unreadable
from ..app_source import (
    entry_module_place,
    entry_point,
    entry_symbol_place,
    is_left_out,
    project_module,
)
from ..context import AppContext
from ..did_you_mean import did_you_mean, nearest
from ..finding import Finding, Rule, Severity

if TYPE_CHECKING:
    from ...project.python.entry_points import MissingIn
    from ...project.python.imports import ModuleLocation
    from ..app_source import EntryPoint


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the module's or the symbol's part of the value."""
    from ...project.python.entry_points import MissingIn

    entry, located = entry_point(app), project_module(app)
    if entry is None or located is None:
        return
    if not isinstance(located, MissingIn):
        if is_left_out(app):
            yield _left_out(app, entry)
        yield from _symbol(app, entry, located)
    elif located.is_certain:
        yield _module(app, entry, located)


def _module(app: AppContext, entry: EntryPoint, missing: MissingIn) -> Finding:
    start = f"{missing.parent}."
    rest = entry.module[len(start) + len(missing.part) :]
    message = f"`python_entry_point`: `{missing.parent}` has no module `{missing.part}`."
    place = entry_module_place(app, entry)
    if missing.part == "py" and not rest:
        # The file was named.
        meant, after = missing.parent, f":{entry.symbol}"
        return did_you_mean(RULE.name, message, place, meant, after=after)
    return did_you_mean(
        RULE.name,
        message,
        place,
        nearest(missing.part, missing.siblings),
        before=start,
        after=f"{rest}:{entry.symbol}",
    )


def _left_out(app: AppContext, entry: EntryPoint) -> Finding:
    inner = entry.module.removeprefix("src.")
    message = f"The build of the project leaves out the module `{entry.module}`."
    place = entry_module_place(app, entry)
    if inner == entry.module:
        advice = "Move it into the package that is built, or include it in the build settings."
        found = Finding(RULE.name, message, place, help=advice)
    else:
        found = did_you_mean(RULE.name, message, place, inner, after=f":{entry.symbol}")
    return found._replace(severity=Severity.WARNING)


def _symbol(app: AppContext, entry: EntryPoint, module: ModuleLocation) -> Iterator[Finding]:
    project = app.project
    if project is None:
        return
    target = project.symbol(module, entry.symbol)
    if isinstance(target, Unreadable) or target.kind != "missing":
        return
    targets = project.targets(module.path)
    names = [] if isinstance(targets, Unreadable) else [each.name for each in targets.apps]
    close = nearest(entry.symbol, names) or (names[0] if len(names) == 1 else None)
    yield did_you_mean(
        RULE.name,
        f"`python_entry_point`: module `{entry.module}` has no `{entry.symbol}`.",
        entry_symbol_place(app, entry),
        close,
        before=f"{entry.module}:",
        advice="Use a `fal.App` class or a `fal.function` of the module.",
    )


RULE = Rule(
    "entry-point-missing",
    Severity.ERROR,
    __doc__,
    check_app=check,
    reads_project=True,
    fixable="unsafe",
)
