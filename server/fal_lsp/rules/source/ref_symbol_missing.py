"""The file of a `ref` has no such class or function.

## What it does
Reports a `ref` whose symbol is not at the top level of the file, with the closest app that is. A file whose names cannot all be seen (a star import from elsewhere, `globals()`) is left alone.

## Why
fal runs the file and looks the name up in it: "Function 'ImageGenertor' not found in module".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenertor"
```
```python src/app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```

## Source in fal
`fal.utils._find_target` looks the name up in what `runpy.run_path` answers: "Function 'B' not found in module" (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import literal

from ..app_source import reference, symbol_place
from ..context import AppContext
from ..did_you_mean import nearest
from ..finding import Finding, Fix, ReplaceValue, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the symbol's part of the `ref`."""
    from ...project.files import Unreadable

    found, project = reference(app), app.project
    if found is None or found.symbol is None or project is None:
        return
    target = project.target(found.file, found.symbol)
    if isinstance(target, Unreadable) or target.kind != "missing":
        return
    targets = project.targets(found.file)
    names = (
        []
        if isinstance(targets, Unreadable)
        else [each.name for each in (*targets.apps, *targets.functions)]
    )
    place = symbol_place(app, found)
    message = f"`{found.file}` has no class or function `{found.symbol}`"
    close = nearest(found.symbol, names) or (names[0] if len(names) == 1 else None)
    if close is None:
        hint = "name a `fal.App` class or a `fal.function` of that file."
        yield Finding(RULE.name, f"{message}: {hint}", place)
        return
    ref = f"{found.file}::{close}"
    fix = Fix(f"Write `{ref}`", (ReplaceValue(place.path, literal(ref)),), safe=False)
    yield Finding(RULE.name, f"{message}: did you mean `{close}`?", place, fixes=(fix,))


RULE = Rule("ref-symbol-missing", Severity.ERROR, __doc__, check_app=check, reads_project=True)
