"""`ref` refers to something that is neither a `fal.App` nor a `fal.function`.

## What it does
Reports a `ref` to a plain class, a function without `@fal.function(...)`, or another value. A name that cannot be resolved without running the code is not reported.

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
    ref = reference(app)
    if ref is None or ref.symbol is None:
        return
    target = ref_target(app)
    if target is None or target.kind != "other":
        return
    yield Finding(
        RULE.name,
        f"`{ref.symbol}` in `{ref.file}` is not a `fal.App` or a `fal.function`.",
        symbol_place(app, ref),
        related=defined_here(target),
        help="Derive the class from `fal.App`, or decorate the function with `@fal.function()` "
        "(with parentheses).",
    )


RULE = Rule(
    "ref-not-an-app", Severity.ERROR, __doc__, check_app=check, needs=ref_target, reads_project=True
)
