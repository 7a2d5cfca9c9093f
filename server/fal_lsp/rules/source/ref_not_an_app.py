"""A `ref` names something that is neither a fal.App nor a fal.function.

## What it does
Reports a `ref` to a plain class, a function without `@fal.function(...)`, or another value. What cannot be decided without running the code is left alone.

## Why
fal refuses it: "is not a fal.App or a fal.function".

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```
```python src/app.py
class ImageGenerator:
    pass
```

## Use instead
```python src/app.py
import fal


class ImageGenerator(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}
```

## Source in fal
`fal.utils._find_target`: "Function 'A' is not a fal.App or a fal.function" (verified with fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..app_source import defined_here, ref_target, reference, symbol_place
from ..context import AppContext
from ..finding import Finding, Rule, Severity


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the symbol's part of the `ref`."""
    found = reference(app)
    if found is None or found.symbol is None:
        return
    target = ref_target(app)
    if target is None or target.kind != "other":
        return
    yield Finding(
        RULE.name,
        f"`{found.symbol}` in `{found.file}` is not a fal.App or a fal.function: derive the class "
        "from `fal.App`, or put `@fal.function()`, with the parentheses, on the function.",
        symbol_place(app, found),
        related=defined_here(target),
    )


RULE = Rule("ref-not-an-app", Severity.ERROR, __doc__, check_app=check, reads_project=True)
