"""The file named by `ref` has no such class or function.

## What it does
Reports a `ref` whose symbol is not at the top level of the file, and suggests the nearest app. A file whose names cannot all be resolved (a star import from another project, `globals()`) is not reported.

## Why
fal runs the file and looks up the name: "Function 'ImageGenertor' not found in module".

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
`fal.utils._find_target` looks up the name in the result of `runpy.run_path`: "Function 'B' not found in module" (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...project.files import Unreadable
from ..app_source import ref_target, reference, symbol_place
from ..context import AppContext
from ..did_you_mean import did_you_mean, nearest
from ..finding import Finding, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the symbol's part of the `ref`."""
    ref, project = reference(app), app.project
    if ref is None or ref.symbol is None or project is None:
        return
    target = ref_target(app)
    if target is None or target.kind != "missing":
        return
    targets = project.targets(ref.file)
    names = (
        []
        if isinstance(targets, Unreadable)
        else [each.name for each in (*targets.apps, *targets.functions)]
    )
    close = nearest(ref.symbol, names) or (names[0] if len(names) == 1 else None)
    yield did_you_mean(
        RULE.name,
        f"`{ref.file}` has no class or function `{ref.symbol}`.",
        symbol_place(app, ref),
        close,
        before=f"{ref.file}::",
        advice="Use a `fal.App` class or a `fal.function` of that file.",
    )


RULE = Rule(
    "ref-symbol-missing",
    Severity.ERROR,
    __doc__,
    check_app=check,
    needs=ref_target,
    reads_project=True,
    fixable="unsafe",
)
