"""`[fal.apps]` is at the top level instead of under `tool`.

## What it does
Reports a top-level table `fal` that contains `apps`.

## Why
fal only reads `[tool.fal]`, so it does not find these apps: "App not found in pyproject.toml".

## Example
```toml
[fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
```

## Source in fal
`fal.project.parse_pyproject_toml` reads `["tool"]["fal"]` (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..context import FileContext
from ..finding import Finding, Place, Rule, Severity


def check(file: FileContext) -> Iterator[Finding]:
    """One finding on the key `fal`."""
    fal = file.document.node(("fal",))
    if fal is not None and fal.kind == "table" and "apps" in fal.entries():
        yield Finding(
            RULE.name,
            "`[fal.apps]` is ignored. Did you mean `[tool.fal.apps]`?",
            Place(("fal",), "key"),
        )


RULE = Rule("misplaced-table", Severity.INFORMATION, __doc__, check_file=check)
